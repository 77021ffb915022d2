"""An opening that somebody else kept comes in under the ground rule and the hold of now."""

from __future__ import annotations

from django.utils.translation import gettext as _

from onrecord.keeping.acting import act
from onrecord.keeping.errors import ActRefused
from onrecord.proceedings.course import course_of
from onrecord.proceedings.entries.words import opens_at, rule_in_force
from onrecord.record import acts
from onrecord.record.entry import Opening
from onrecord.record.models import Log


def hand_in(log: Log, index: int, opening: Opening) -> int | None:
    """As `record.acts.hand_in`, public when words that are spoken now are. Off the record it is refused, and nothing of it is
    stored: it may be handed in later."""
    with act(log):
        course = course_of(log)
        rule = rule_in_force(log, course)
        if rule and rule.rule == "off the record":
            raise ActRefused(_("this is off the record and nothing is stored; hand it in under another ground rule"))
        why, until = opens_at(course)
        return acts.hand_in(log, index, opening, held=why, until=until)
