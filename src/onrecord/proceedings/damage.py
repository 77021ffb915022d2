"""What stands in for a ground rule whose sentence is damaged: it goes on binding."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import cast

from django.utils.translation import gettext as _

from onrecord.proceedings import contents
from onrecord.proceedings.contents import RuleSet
from onrecord.proceedings.models import Rule
from onrecord.record.contents import Content
from onrecord.record.entry import rfc3339
from onrecord.record.models import Log


def rules(log: Log, found: Mapping[int, Content], indexes: Iterable[int]) -> dict[int, Content]:
    """What stands in for the ground rules among `indexes` that are not in `found`, since their sentence is damaged."""
    return stand_ins(log, set(indexes) - found.keys())


def stand_ins(log: Log, missing: Collection[int]) -> dict[int, Content]:
    """The ground rules among these entries as far as the table says: which rule it was, and until when."""
    rows = Rule.objects.filter(log=log) if missing else ()
    return {row.index: _stand_in(row) for row in rows if row.index in missing}


def _stand_in(rule: Rule) -> RuleSet:
    sentence = _(
        "The full sentence of this ground rule can't be read because its stored data is damaged. The rule is “{rule}”."
    )
    return RuleSet.model_construct(  # without the phrase that background has, which is lost
        rule=cast(contents.Rule, rule.rule),
        sentence=sentence.format(rule=rule.rule),
        until=rfc3339(rule.until) if rule.until else None,
    )
