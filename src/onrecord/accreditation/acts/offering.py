"""The waiting list: its order is made final, and from then on each place that frees is offered to whoever is next, once.
Silence or a no passes it on, and nobody is asked a second time."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.utils.translation import gettext as _

from onrecord.accreditation import belonging, clock, journal, letters, places
from onrecord.accreditation.acts.telling import acted, deciders
from onrecord.accreditation.models import Application, Call, Freeze
from onrecord.accreditation.moving import fresh, move, require_call, require_move
from onrecord.accreditation.states import Act, State
from onrecord.keeping.acting import act
from onrecord.keeping.errors import ActFailed, ActRefused
from onrecord.people.journal import note
from onrecord.people.models import Person

logger = logging.getLogger(__name__)


def freeze(call: Call, *, by: Person) -> None:
    """Make the order of the waiting list final; free places are offered from now on."""
    with act(call.edition.log):
        found = Call.objects.select_related("edition__log").get(pk=call.pk)
        require_call(found)
        if why := places.why_not_frozen_now(found):
            raise ActRefused(why)
        Freeze.objects.create(call=found, at=clock.now(), by=by)
        note(call.edition.log, journal.FROZEN, by=by)


def offer_due() -> None:
    """Pass on what nobody accepted in time, and offer what is free, for all calls whose list is final."""
    failed: ActFailed | None = None
    for call in Call.objects.filter(purged=None, freeze__isnull=False).select_related(
        "edition__log", "edition__series"
    ):
        try:
            offer_places(call)
        except ActFailed as error:  # other calls' places are free, too
            logger.exception("the free places of %s could not be offered", call.edition.path)
            failed = error
    if failed:
        raise failed


def offer_places(call: Call) -> int:
    """The same for one call; returns how many places are offered now. Where there is nothing to do, this only reads."""
    if not _overdue(call) and (places.why_no_offers(call) or not places.next_waiting(call)):
        return 0
    offered = 0
    with act(call.edition.log):
        found = Call.objects.select_related("edition__log", "edition__series").get(pk=call.pk)
        for one in _overdue(found):
            _lapse(one)
        if not places.why_no_offers(found):
            while (next_one := places.next_waiting(found)) is not None:
                _offer(next_one)
                offered += 1
    return offered


def take(application: Application) -> int:
    """Accept the place that was offered. Returns the index of the entry that says so."""
    with act(application.call.edition.log):
        found = fresh(application)
        require_call(found.call)
        require_move(found, Act.TAKE)
        if found.due and found.due <= clock.now():
            raise ActRefused(_("The time in which you could accept this place is over."))
        index = acted(found, "accepted", persons=deciders(found))
        now = clock.now()
        move(found, Act.TAKE, by=found.person, entry=index, due=None, reason="", told_at=now, letter=None)
        places.leave(found)
        belonging.accepted(found)
        letters.accepted(found)
    return index


def decline(application: Application) -> int:
    """Don't accept it: it is offered to whoever is next. Returns the index of the entry that says so."""
    with act(application.call.edition.log):
        found = fresh(application)
        require_call(found.call)
        require_move(found, Act.DECLINE)
        index = acted(found, "declined", persons=1)
        move(found, Act.DECLINE, by=found.person, entry=index, due=None, reason="")
        places.leave(found)
        letters.lapsed(found)
    return index


def _overdue(call: Call) -> list[Application]:
    late = call.applications.filter(state=State.OFFERED, due__lte=clock.surely())
    return list(late.select_related(*places.WITH).order_by("number"))


def _offer(application: Application) -> None:
    due = clock.now() + timedelta(hours=application.call.terms.offer_hours)
    if application.call.offers_until:
        due = min(due, application.call.offers_until)
    index = acted(application, "offered", persons=0, until=due)
    move(application, Act.OFFER, by=None, entry=index, due=due)
    letters.offered(application)


def _lapse(application: Application) -> None:
    index = acted(application, "lapsed", persons=0)
    move(application, Act.LAPSE, by=None, entry=index, due=None, reason="")
    places.leave(application)
    letters.lapsed(application)
