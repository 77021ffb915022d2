"""The office asks, recommends and decides. What was decided is told, and stands in the log, once the letter is sent
(`telling`); until then it can be taken back."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from onrecord.accreditation import belonging, clock, codes, identity, letters, places
from onrecord.accreditation.models import Application, Waiting
from onrecord.accreditation.moving import fresh, move, require_call
from onrecord.accreditation.states import OUTCOMES, Act, State
from onrecord.keeping.acting import act
from onrecord.keeping.errors import ActRefused
from onrecord.people.models import Person
from onrecord.post import acts as post

REASONS = {Act.REFUSE: codes.REFUSED, Act.WAITLIST: codes.WAITING}
"""The reasons that an outcome may have. Who is accepted needs none."""


def ask(application: Application, *, reason: str, fact: str, due: datetime, by: Person) -> None:
    """Something is missing; the applicant reads what, and answers until `due`."""
    with act(application.call.edition.log):
        found = _for(application, by)
        why = known_reason(codes.NEEDED, reason)
        if due <= clock.now():
            raise ActRefused(_("Give a time that is still to come."))
        sentence = letters.said(why, fact, found.language)
        found.keep(found.answers.model_copy(update={"asked": sentence, "note": ""}))
        move(found, Act.ASK, by=by, due=due, reason=reason, proposal="", recommended_by=None)
        letters.needed(found)


def recommend(application: Application, *, outcome: Act, reason: str = "", fact: str = "", by: Person) -> None:
    """Say what should be decided. Where the call says so, somebody else than `by` then decides."""
    with act(application.call.edition.log):
        found = _for(application, by)
        _require_time(found)
        if found.state == State.WAITLISTED and found.told_at is None:
            raise ActRefused(_("The letter about the waiting list has not been sent. Take the decision back first."))
        _require_other(found, outcome)
        _with_reason(found, outcome, reason, fact)
        anew: dict[str, Any] = {"due": None, "told_at": None, "letter": None}
        move(found, Act.RECOMMEND, by=by, proposal=outcome, recommended_by=by, reason=reason, **anew)


def decide(application: Application, *, outcome: Act, reason: str = "", fact: str = "", by: Person) -> None:
    """Decide; the letter about it waits as a draft."""
    with act(application.call.edition.log):
        found = _for(application, by)
        call = found.call
        _require_time(found)
        if not call.terms.two_decide:
            if found.state in (State.SUBMITTED, State.NEEDS):
                move(found, Act.RECOMMEND, by=by, proposal=outcome, recommended_by=by, due=None)
        elif found.state == State.WAITLISTED:
            raise ActRefused(_("In this call, two people decide. Recommend first what should become of it."))
        elif found.recommended_by_id in by.records():
            raise ActRefused(_("You recommended this yourself. In this call, somebody else decides."))
        _require_heard(found, reason)
        if outcome == Act.ACCEPT and (why := places.why_none(found)):
            raise ActRefused(why)
        _require_other(found, outcome)
        if found.letter and found.told_at is None:
            post.discard(found.letter)
        _with_reason(found, outcome, reason, fact)
        if outcome == Act.WAITLIST:
            number = places.enter(found, number=fact.strip(), reason=reason)
            found.keep(found.answers.model_copy(update={"fact": str(number)}))
        move(found, outcome, by=by, decided_by=by, decided_at=clock.now(), reason=reason, told_at=None, letter=None)
        found.letter = letters.decided(found)
        found.save(update_fields=["letter"])


def take_back(application: Application, *, by: Person) -> None:
    """Undo a decision that nobody was told of yet. Whoever was told a number on the waiting list is back on it."""
    with act(application.call.edition.log):
        found = _for(application, by)
        if found.told_at is not None:
            raise ActRefused(_("The letter about this decision has been sent, so it can't be taken back."))
        if found.letter:
            post.discard(found.letter)
        if found.waits:
            waiting = found.waiting
            found.keep(found.answers.model_copy(update={"fact": str(waiting.number)}))
            again: dict[str, Any] = {"reason": waiting.reason, "told_at": waiting.told_at, "decided_by": by}
            move(found, Act.PUT_BACK, by=by, proposal="", letter=None, due=None, **again)
            return
        nobody = {"decided_by": None, "decided_at": None, "recommended_by": None}
        move(found, Act.TAKE_BACK, by=by, proposal="", reason="", letter=None, **nobody)
        Waiting.objects.filter(application=found, told_at=None).delete()


def _for(application: Application, by: Person) -> Application:
    found = fresh(application)
    require_call(found.call)
    if belonging.is_own(found, by):
        raise ActRefused(_("This is your own application, or your own outlet's. Somebody else decides on it."))
    return found


def _require_time(application: Application) -> None:
    """The applicant was given until `due` to answer."""
    if application.awaited and application.due:
        there = application.due.astimezone(ZoneInfo(application.call.edition.timezone))
        raise ActRefused(
            _("The applicant has until {time} to answer. Decide after that.").format(
                time=date_format(there, "DATETIME_FORMAT")
            )
        )


def _require_heard(application: Application, reason: str) -> None:
    """Whoever was not cleared may say something before that decides."""
    vetting = identity.vetting_of(application)
    if reason == "security" and vetting and vetting.is_heard and vetting.heard_until:
        there = vetting.heard_until.astimezone(ZoneInfo(application.call.edition.timezone))
        raise ActRefused(
            _("The applicant may be heard on the security check until {time}. Decide after that.").format(
                time=date_format(there, "DATETIME_FORMAT")
            )
        )


def _with_reason(application: Application, outcome: Act, reason: str, fact: str) -> None:
    if outcome not in OUTCOMES:
        raise ActRefused(_("An application is accepted, put on the waiting list, or refused."))
    if outcome in REASONS:
        why = known_reason(REASONS[outcome], reason)
        if outcome == Act.WAITLIST:
            _require_number(fact)
        else:
            require_fact(why, fact)
    elif reason:
        raise ActRefused(_("Who is accepted is given no reason."))
    application.keep(application.answers.model_copy(update={"fact": fact.strip()}))


def _require_number(fact: str) -> None:
    if fact.strip() and not (fact.strip().isdecimal() and 0 < int(fact) < 10**6):
        raise ActRefused(_("Give a number on the waiting list, or none to take the next one."))


def known_reason(reasons: codes.Reasons, reason: str) -> codes.Why:
    if reason not in reasons:
        raise ActRefused(
            _("Choose a reason: {reasons}.").format(reasons=", ".join(str(one.label) for one in reasons.values()))
        )
    return reasons[reason]


def require_fact(why: codes.Why, fact: str) -> None:
    """The sentence of the reason has everything in it that it needs."""
    if why.fact and not fact.strip():
        raise ActRefused(_("The applicant reads a sentence that needs one more thing: {what}.").format(what=why.fact))


def _require_other(application: Application, outcome: Act) -> None:
    if outcome == Act.WAITLIST and application.waits:
        raise ActRefused(_("This application is on the waiting list already. Put it back there instead."))
