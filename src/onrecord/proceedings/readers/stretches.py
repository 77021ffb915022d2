"""Ground rules and pauses: from which entry to which, and their sentences."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext as _

from onrecord.events.contents import SessionPaused
from onrecord.events.models import Pause
from onrecord.proceedings import damage
from onrecord.proceedings.contents import RuleSet
from onrecord.proceedings.models import Rule
from onrecord.record import horizon
from onrecord.record.entry import milliseconds
from onrecord.record.models import Log
from onrecord.record.reads import leaves, moment


@dataclass(frozen=True, slots=True)
class Stretch:
    """A ground rule, or a pause, from one entry to another; `ended` is None while it lasts.

    `lapsed`: it is looked at when its embargo has passed (`as_of`), which binds nothing any more; its other terms do.
    """

    index: int
    at: datetime
    content: RuleSet | SessionPaused
    ended: datetime | None = None
    lapsed: bool = False

    def as_of(self, at: datetime) -> Stretch:
        """What is left of it at `at`: no embargo that has passed by then."""
        return replace(self, lapsed=True) if self.until and self.until <= at else self

    @property
    def until(self) -> datetime | None:
        """When the embargo ends, where the rule is one."""
        return None if self.lapsed else self.set_until

    @property
    def set_until(self) -> datetime | None:
        """When the embargo that it was set with ends, or has ended."""
        until = self.content.until if isinstance(self.content, RuleSet) else None
        return moment(milliseconds(until)) if until else None

    @property
    def restricts(self) -> bool:
        """Whether words under it may not be quoted at once and by name; a pause has none."""
        return isinstance(self.content, RuleSet) and (self.content.rule != "on the record" or self.until is not None)

    @property
    def sentence(self) -> str:
        """The full sentence that is true of words spoken under it; empty for a pause."""
        if not isinstance(self.content, RuleSet):
            return ""
        if self.lapsed and not self.restricts:
            return _("The embargo has ended. What is said now is on the record and may be quoted by name.")
        return self.content.sentence


def binding(rule: Stretch | None, at: datetime) -> Stretch | None:
    """`rule` as it binds words spoken at `at`; None where it was an embargo that had passed, and nothing else."""
    left = rule.as_of(at) if rule else None
    return left if left and (left.restricts or not left.lapsed) else None


def stretches(log: Log, *, start: int = 0, stop: int | None = None, upto: horizon.Upto = None) -> list[Stretch]:
    """The ground rules and pauses set by entries with index in [start, stop), in the order of the log."""
    seen = horizon.of(log, upto)
    found = [*rules(seen, None), *_pauses(seen)]
    return sorted(
        (one for one in found if one.index >= start and (stop is None or one.index < stop)), key=lambda one: one.index
    )


def lasting(found: Iterable[Stretch]) -> tuple[Stretch | None, Stretch | None]:
    """Of a log's stretches the ground rule and the pause that last."""
    last = [one for one in found if one.ended is None]
    rules = [one for one in last if isinstance(one.content, RuleSet)]
    pauses = [one for one in last if isinstance(one.content, SessionPaused)]
    return (rules[-1] if rules else None), (pauses[-1] if pauses else None)


def stretch_before(log: Log, index: int) -> int | None:
    """The entry of the ground rule or pause that entry `index` ended; None where it ended none."""
    for model in (Rule, Pause):
        found = model._default_manager.filter(log=log, ended=index).values_list("index", flat=True).first()
        if found is not None:
            return int(found)
    return None


def rules(seen: horizon.Horizon, indexes: set[int] | None) -> list[Stretch]:
    rows = Rule.objects.filter(log=seen.log).order_by("index")
    rows = rows if indexes is None else rows.filter(index__in=indexes)
    return _stretches(seen, list(rows.values_list("index", "ended")))


def _pauses(seen: horizon.Horizon) -> list[Stretch]:
    rows = Pause.objects.filter(log=seen.log).order_by("index")
    return _stretches(seen, list(rows.values_list("index", "ended")))


def _stretches(seen: horizon.Horizon, rows: list[tuple[int, int | None]]) -> list[Stretch]:
    rows = [(index, seen.within(ended)) for index, ended in rows if seen.within(index) is not None]
    if not rows:
        return []
    found = leaves(seen.log, [one for row in rows for one in row if one is not None])
    contents = seen.contents({index: found[index] for index, _ in rows})
    contents |= damage.rules(seen.log, contents, (index for index, _ in rows))
    return [
        Stretch(index, moment(found[index].at), content, moment(found[ended].at) if ended is not None else None)
        for index, ended in rows
        if isinstance(content := contents.get(index), RuleSet | SessionPaused)
    ]
