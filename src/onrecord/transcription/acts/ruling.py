"""Off the record and back, other ground rules, the hold, and words caught within it."""

from __future__ import annotations

import time
from uuid import UUID

from django.utils.translation import gettext as _

from onrecord.events import conducting
from onrecord.events.conducting import on_the_record
from onrecord.events.models import Act, Edition
from onrecord.people.models import Person
from onrecord.record import acts as record
from onrecord.record import models, openings
from onrecord.record.contents import RuleSet
from onrecord.record.entry import milliseconds
from onrecord.record.errors import ActRefused
from onrecord.transcription.acts.meanwhile import OFF, at
from onrecord.transcription.acts.once import course_of, once, remembered
from onrecord.transcription.models import Typed


def go_off_record(edition: Edition, *, key: UUID, by: Person, pressed: int | None = None) -> int:
    """From here on nothing is stored. Where somebody else has done so already, nothing happens.

    `pressed`: the time on the desk's clock, in ms since 1970, for the journal, since a switch may have waited for the network.
    """

    def switch() -> int:
        rule = course_of(edition).rule
        return rule.index if rule and rule.rule == OFF else record.set_rule(edition.log, off_the_record())

    return once(edition, key=key, by=by, name=Act.OFF, do=switch, pressed=pressed)


def back_on_record(
    edition: Edition, *, key: UUID, by: Person, pressed: int | None = None, off: UUID | None = None
) -> int:
    """Back to the ground rule before it was off the record; where it isn't any more, nothing happens.

    Nor does it where somebody has gone off the record since the switch was `pressed`: a desk without network didn't know,
    and ends no more than what it began itself, with its own switch `off`.
    """

    def switch() -> int:
        rule = course_of(edition).rule
        if rule is None:
            raise ActRefused(_("It is not off the record."))
        if rule.rule != OFF or (_newer(edition, rule.index, pressed) and not _began(edition, rule.index, off)):
            return rule.index
        return record.set_rule(edition.log, rule_before(edition))

    return once(edition, key=key, by=by, name=Act.BACK, do=switch, pressed=pressed)


def set_rule(edition: Edition, *, key: UUID, by: Person, rule: RuleSet) -> int:
    """A ground rule for what is said from here on."""
    return remembered(edition, key=key, by=by, do=lambda: conducting.set_rule(edition, rule=rule, by=by))


def set_hold(edition: Edition, *, key: UUID, by: Person, seconds: int) -> int:
    """Words from here on wait for `seconds` before readers get them."""
    return remembered(edition, key=key, by=by, do=lambda: conducting.set_hold(edition, seconds=seconds, by=by))


def catch(edition: Edition, *, key: UUID, by: Person, since: int) -> int:
    """Off the record, and with it the words from entry `since` on, which must all still be held: they are destroyed."""

    def take_back() -> int:
        return conducting.catch(edition, rule=off_the_record(), since=since, by=by)

    return remembered(edition, key=key, by=by, do=take_back)


def off_the_record() -> RuleSet:
    return RuleSet(
        rule="off the record", sentence=_("Off the record. Nothing said here may be published; nothing is stored.")
    )


def _newer(edition: Edition, rule: int, pressed: int | None) -> bool:
    return pressed is not None and pressed < at(edition, rule)


def _began(edition: Edition, rule: int, key: UUID | None) -> bool:
    """Whether the act `key` wrote entry `rule`: an act that found it there is remembered with it too, but later."""
    first = (
        Typed.objects.filter(edition=edition, index=rule).order_by("pk").values_list("client_key", flat=True).first()
    )
    return key is not None and first == key


def rule_before(edition: Edition) -> RuleSet:
    """The last ground rule of the session that let words be stored, without an embargo that has passed."""
    session = course_of(edition).session
    rows = models.Rule.objects.filter(log=edition.log).exclude(rule=OFF).order_by("-index")
    if session:
        rows = rows.filter(index__gt=session.index)
    index = rows.values_list("index", flat=True).first()
    content = openings.contents_of(edition.log, [index]).get(index) if index is not None else None
    if not isinstance(content, RuleSet):
        return on_the_record()
    passed = content.until is not None and milliseconds(content.until) <= time.time_ns() // 1_000_000
    if passed and content.rule == "on the record":
        return on_the_record()
    return content.model_copy(update={"since": None, "until": None if passed else content.until})
