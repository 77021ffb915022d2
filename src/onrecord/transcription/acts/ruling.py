"""Off the record and back."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from onrecord.events import reads as events
from onrecord.events.models import Edition
from onrecord.keeping import timekeeping
from onrecord.keeping.acting import act
from onrecord.keeping.errors import ActRefused
from onrecord.people.models import Person
from onrecord.proceedings import conducting, office
from onrecord.proceedings import entries as record
from onrecord.proceedings.conducting import done
from onrecord.proceedings.course import course_of
from onrecord.proceedings.ground_rules import off_the_record
from onrecord.proceedings.wrote import set_by_office
from onrecord.record import openings
from onrecord.record.models import Log
from onrecord.transcription import journal
from onrecord.transcription.acts.meanwhile import OFF
from onrecord.transcription.models import Typed


def go_off_record(edition: Edition, *, by: Person, pressed: int | None = None) -> int:
    """From here on nothing is stored. Where somebody else has done so already, nothing happens.

    `pressed`: the time on the desk's clock, in ms since 1970, for the journal, since a switch may have waited for the network.
    """

    def switch(log: Log) -> int:
        rule = course_of(log).rule
        return rule.index if rule and rule.rule == OFF else record.set_rule(log, off_the_record(log))

    return done(edition, by, journal.OFF, switch, pressed=pressed)


A_REFLEX = 2_000
"""ms after somebody else's switch in which a press for back was meant for how it stood before."""


def back_on_record(
    edition: Edition,
    *,
    by: Person,
    pressed: int | None = None,
    off: UUID | None = None,
    ends: int | None = None,
) -> int:
    """Back to the ground rule before it was off the record; where it isn't any more, nothing happens.

    A return ends what it was pressed for: the rule of entry `ends`, as the page showed it, or what the desk began itself with
    its own switch `off`. Refused where somebody has gone off the record since the switch was `pressed` (None: now), or so
    shortly before it that the press can't have meant to end it.
    """

    def switch(log: Log) -> int:
        rule = course_of(log).rule
        if rule is None:
            raise ActRefused(_("The conference is not off the record."))
        if rule.rule != OFF:
            return rule.index
        if set_by_office(edition) and not by.has_perm("events.direct", edition):
            raise ActRefused(_("The press office went off the record. Only the press office can end that."))
        own = _began(edition, rule.index, by, off)
        if not own and (ends not in (None, rule.index) or _too_soon(edition, rule.index, pressed)):
            raise ActRefused(
                _(
                    "Still off the record: somebody else went off the record after you pressed the key, or less "
                    "than two seconds before. Press it again to go back on the record."
                )
            )
        return record.set_rule(log, conducting.rule_before(edition))

    return done(edition, by, journal.BACK, switch, pressed=pressed)


def catch(edition: Edition, *, by: Person, since: int | None = None) -> int:
    """Off the record, and with it the words from entry `since` on, which must all still be held: they are destroyed.

    Without `since`, all that the hold still keeps back by now, if any (`office.held_run`).
    """
    with act(edition.log):
        first = since if since is not None else next(iter(office.held_run(edition.log)), None)
        if first is None:
            return go_off_record(edition, by=by)
        return conducting.catch(edition, rule=off_the_record(edition.log), since=first, by=by)


def _too_soon(edition: Edition, rule: int, pressed: int | None) -> bool:
    at = timekeeping.now() if pressed is None else pressed
    return at < openings.recorded_at(edition.log, rule) + A_REFLEX


def _began(edition: Edition, rule: int, by: Person, key: UUID | None) -> bool:
    """Whether entry `rule` is of `by`, and of their act `key` where one is named. Acts that found it there are noted too, later."""
    if events.who_wrote(edition, rule) != by:
        return False
    first = (
        Typed.objects.filter(edition=edition, index=rule).order_by("pk").values_list("client_key", flat=True).first()
    )
    return key in (None, first)
