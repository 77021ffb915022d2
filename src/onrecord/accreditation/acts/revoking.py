"""Somebody accredited is told why this may end, is heard, and only then does it end, or not. For misconduct at the event they
can be kept out at once, for a day at most; the hearing follows."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from onrecord.accreditation import belonging, clock, codes, letters
from onrecord.accreditation.acts.deciding import known_reason, require_fact
from onrecord.accreditation.acts.telling import acted
from onrecord.accreditation.models import Application, Notice
from onrecord.accreditation.models.afterwards import LONGEST_SUSPENSION
from onrecord.accreditation.moving import fresh, move, require_call, require_move
from onrecord.accreditation.states import Act
from onrecord.keeping.acting import act
from onrecord.keeping.errors import ActRefused
from onrecord.people.models import Person


def notify(
    application: Application,
    *,
    reason: str,
    fact: str,
    hearing_until: datetime,
    ends_on: date,
    suspended_hours: int = 0,
    by: Person,
) -> int:
    """Tell somebody accredited why their accreditation may be revoked, until when they can answer, and on which day the
    exclusion would end. Returns the index of the entry that says so."""
    with act(application.call.edition.log):
        found = _for(application, by)
        require_move(found, Act.NOTIFY)
        if found.told_at is None:
            raise ActRefused(_("The letter about this decision has not been sent. Take the decision back instead."))
        require_fact(known_reason(codes.REVOKED, reason), fact)
        now = clock.now()
        if hearing_until <= now:
            raise ActRefused(_("Give a time for the hearing that is still to come."))
        if ends_on < hearing_until.astimezone(ZoneInfo(found.call.edition.timezone)).date():
            raise ActRefused(_("The exclusion ends after the hearing: give a later day."))
        if not 0 <= suspended_hours <= LONGEST_SUSPENSION:
            raise ActRefused(_("Somebody can be suspended for {n} hours at most.").format(n=LONGEST_SUSPENSION))
        notice = Notice.objects.create(
            application=found,
            reason=reason,
            by=by,
            at=now,
            hearing_until=hearing_until,
            ends_on=ends_on,
            suspended_hours=suspended_hours,
        )
        found.keep(found.answers.model_copy(update={"fact": fact.strip(), "note": ""}))
        found.reason = reason
        outcome = "suspended" if suspended_hours else "notice"
        index = acted(found, outcome, persons=1, until=hearing_until, ends=ends_on)  # type: ignore[arg-type]  # one of two
        move(found, Act.NOTIFY, by=by, entry=index, due=hearing_until)
        letters.notice(found, notice)
    return index


def reply(application: Application, *, note: str) -> None:
    """What somebody says to the notice. It counts until the hearing ends."""
    with act(application.call.edition.log):
        found = fresh(application)
        require_call(found.call)
        require_move(found, Act.REPLY)
        notice = _open(found)
        if notice.hearing_until <= clock.now():
            raise ActRefused(_("The time in which you could answer is over."))
        found.keep(found.answers.model_copy(update={"note": note}))
        Notice.objects.filter(pk=notice.pk).update(replied_at=clock.now())
        move(found, Act.REPLY, by=found.person)


def revoke(application: Application, *, by: Person) -> int:
    """End it, for the reason of the notice, once they answered or their time to do so is over. Returns the index of the entry
    that says so. Where two people decide, it takes somebody else than gave notice."""
    with act(application.call.edition.log):
        found = _for(application, by)
        require_move(found, Act.REVOKE)
        notice = _open(found)
        if found.call.terms.two_decide and notice.by_id == by.pk:
            raise ActRefused(_("You gave this notice yourself. In this call, somebody else decides."))
        if notice.replied_at is None and clock.surely() < notice.hearing_until:
            there = notice.hearing_until.astimezone(ZoneInfo(found.call.edition.timezone))
            raise ActRefused(
                _("The applicant has until {time} to answer. Decide after that.").format(
                    time=date_format(there, "DATETIME_FORMAT")
                )
            )
        now = clock.now()
        index = acted(found, "revoked", persons=len({notice.by_id, by.pk} - {None}), ends=notice.ends_on)
        move(found, Act.REVOKE, by=by, entry=index, due=None, decided_by=by, decided_at=now, told_at=now, letter=None)
        Notice.objects.filter(pk=notice.pk).update(outcome="revoked")
        letters.revoked(found, notice)
    return index


def keep_accredited(application: Application, *, by: Person) -> int:
    """Nothing comes of the notice. Returns the index of the entry that says so."""
    with act(application.call.edition.log):
        found = _for(application, by)
        require_move(found, Act.KEEP)
        notice = _open(found)
        index = acted(found, "kept", persons=1)
        found.keep(found.answers.model_copy(update={"fact": ""}))
        move(found, Act.KEEP, by=by, entry=index, due=None, reason="")
        Notice.objects.filter(pk=notice.pk).update(outcome="kept")
        letters.kept(found)
    return index


def _for(application: Application, by: Person) -> Application:
    found = fresh(application)
    require_call(found.call)
    if belonging.is_own(found, by):
        raise ActRefused(_("This is your own application, or your own outlet's. Somebody else decides on it."))
    return found


def _open(application: Application) -> Notice:
    return application.notices.get(outcome="")
