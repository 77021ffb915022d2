"""What is done about single passages and about readers' requests: withhold, look behind, translate, ask, answer. The course of
the day is `conducting`.

Each act is on the record, and in the journal it says who did it, without a word.
All raise ActRefused where the record doesn't allow the act; nothing is stored then. Whoever calls has checked who may.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from onrecord.events.models import Edition
from onrecord.keeping import timekeeping
from onrecord.keeping.acting import act
from onrecord.keeping.errors import ActRefused
from onrecord.people.journal import note
from onrecord.people.models import Person
from onrecord.proceedings import entries as record
from onrecord.proceedings import journal, letters, office, readers
from onrecord.proceedings.conducting import correct, done, looked_at
from onrecord.proceedings.contents import CorrectionAnswered, CorrectionKind, Voice
from onrecord.proceedings.models import CorrectionRequest, Wanted, opened
from onrecord.record.models import Log, Opening

CONTACT_DAYS = 30
A_LOOK = timedelta(minutes=5)
"""How long somebody may look at another clock before they confirm the time."""


def stop_short(edition: Edition, *, reason: str, by: Person) -> int:
    """The record stops here although the conference doesn't, and is called incomplete for good; `reason` is public."""

    def stopping(log: Log) -> int:
        index = record.leave_incomplete(log, reason=reason)
        record.end_session(log)
        return index

    return done(edition, by, journal.STOP_SHORT, stopping)


def withhold(edition: Edition, *, index: int, reason: str, by: Person) -> int:
    """What is held back stays so until an act publishes it; `reason` is public."""
    return done(edition, by, journal.WITHHOLD, lambda log: record.withhold(log, index, reason=reason), about=index)


def erase(edition: Edition, *, index: int, legal_basis: str, by: Person | None) -> int:
    """The words of entry `index` are destroyed wherever they stand; `legal_basis` is public. `by` is None on the command line."""
    with act(edition.log):
        going = record.doomed(edition.log, index).entries

        def erasing(log: Log) -> int:
            return record.erase(log, index, legal_basis=legal_basis)

        return done(edition, by, journal.ERASE, erasing, about=index, entries=len(going))


def look_behind(edition: Edition, *, index: int, by: Person) -> Voice | None:
    """Who spoke on background, told to one person; that they looked stands in the journal.

    Raises ActRefused where entry `index` is no utterance that names nobody.
    """
    with act(edition.log):
        if index not in office.unnamed(edition.log):
            raise ActRefused(_("entry {index} has no speaker who is hidden from readers").format(index=index))
        voice = office.true_speaker(edition.log, index)
        note(edition.log, journal.LOOK_BEHIND, by=by, about=index)
    return voice


def translate(
    edition: Edition, *, index: int, version: int, language: str, text: str, interpreted: bool, by: Person
) -> int:
    """The words in another language, of the version that was looked at."""

    def translating(log: Log) -> int:
        looked_at(log, index, version)
        return record.translate(log, index, language=language, text=text, interpreted=interpreted)

    return done(edition, by, journal.TRANSLATE, translating, about=index, language=language)


def revise_translation(
    edition: Edition, *, index: int, version: int, language: str, text: str, reason: str, by: Person
) -> int:
    """The translation anew; the earlier one stays readable in the log."""

    def revising(log: Log) -> int:
        looked_at(log, index, version)
        return record.revise_translation(log, index, language=language, text=text, reason=reason)

    return done(edition, by, journal.REVISE, revising, about=index, language=language)


def ask(edition: Edition, *, index: int, passage: str, reason: str, contact: str) -> CorrectionRequest:
    """A reader asks for a correction; the same request that waits already is not stored twice.

    Raises ActRefused where there are no public words to correct.
    """
    with act(edition.log):
        spoken = office.utterance(edition.log, index)
        if spoken is None or spoken.state != Opening.State.PUBLIC:
            raise ActRefused(_("entry {index} has no public words").format(index=index))
        wanted = Wanted(passage=passage, reason=reason, contact=contact)
        waiting = edition.correction_requests.filter(state=CorrectionRequest.State.WAITING, index=index)
        same = [pk for pk, one in opened(waiting).items() if one == wanted]
        if same:
            return waiting.get(pk=same[0])
        request = edition.correction_requests.create(
            index=index, language=get_language()
        )  # its primary key is part of its place
        request.keep(wanted)
        return request


def answer(
    request: CorrectionRequest,
    *,
    decision: str,
    answer: str,
    by: Person,
    version: int | None = None,
    text: str = "",
    kind: CorrectionKind = "transcription",
    reason: str = "",
) -> int:
    """Put request and answer on the public record, and tell whoever asked.

    `corrected` needs a correction made since the request, or makes it here from `text`, `kind` and `reason`; refused
    where neither is there, or where the words were corrected after the `version` that `text` was written from (None:
    the words that stand). Returns the index of the answer's entry.
    """
    edition = request.edition
    with act(edition.log):
        request, wanted = _require_waiting(request)
        if decision == CorrectionRequest.State.CORRECTED:
            _see_to_it_that_it_is_corrected(request, version=version, text=text, kind=kind, reason=reason, by=by)
        content = CorrectionAnswered(
            passage=wanted.passage,
            asked=wanted.reason,
            decision="corrected" if decision == CorrectionRequest.State.CORRECTED else "declined",
            answer=answer,
        )
        index = record.answer_request(edition.log, request.index, content)
        note(edition.log, journal.ANSWER, by=by, about=request.index, decision=decision, index=index)
        request.close(decision)
        if wanted.contact:
            letters.answer(wanted.contact, request, content, index=index)
    return index


def confirm_time(edition: Edition, *, says: datetime, by: Person) -> None:
    """Somebody has looked at another clock: what the server's clock says is right. What was due opens then.

    Raises ActRefused where it no longer says what they were shown.
    """
    found = timekeeping.doubt()
    if found is None:
        raise ActRefused(_("the server's time is no longer in doubt"))
    if abs(found.says - says) > A_LOOK:
        raise ActRefused(_("the clock no longer shows the time on this page; check it again"))
    note(edition.log, journal.CONFIRM_TIME, by=by, time=found.says.isoformat(timespec="minutes"))
    timekeeping.confirm()


def tidy() -> None:
    """Forget what need not be kept: addresses after 30 days."""
    long_ago = timezone.now() - timedelta(days=CONTACT_DAYS)
    for request in CorrectionRequest.objects.filter(at__lt=long_ago, by_mail=True).select_related("edition__log"):
        with suppress(ActRefused), act(request.edition.log):  # answered meanwhile, or damaged
            found, wanted = _require_waiting(request)
            found.keep(wanted.model_copy(update={"contact": ""}))


def _require_waiting(request: CorrectionRequest) -> tuple[CorrectionRequest, Wanted]:
    """The request as it stands, and what it says. Raises ActRefused where it waits no more."""
    found = CorrectionRequest.objects.filter(pk=request.pk, state=CorrectionRequest.State.WAITING).first()
    if found is None or found.wanted is None:
        raise ActRefused(_("somebody else has already answered this request, or its passage was erased"))
    found.edition = request.edition
    return found, found.wanted


def _see_to_it_that_it_is_corrected(
    request: CorrectionRequest, *, version: int | None, text: str, kind: CorrectionKind, reason: str, by: Person
) -> None:
    spoken = office.utterance(request.edition.log, request.index)
    if spoken is None or spoken.current is None:
        raise ActRefused(
            _("the words of entry {index} no longer exist, so there is nothing to correct").format(index=request.index)
        )
    seen = next((one for one in spoken.versions if one.index == version), spoken.current)
    if text and text != seen.text:
        if not reason:
            raise ActRefused(_("give the reason for the correction; it is published next to the wording permanently"))
        correct(
            request.edition,
            index=request.index,
            version=seen.index,
            text=text,
            kind=kind,
            reason=reason,
            speaker=None,
            by=by,
        )
    elif not any(one.correction and one.at > request.at for one in spoken.versions):
        raise ActRefused(
            _("nothing has been corrected since the request; change the words below or decline the request")
        )
    public = readers.utterance(request.edition.log, request.index)
    if public is None or not any(one.correction and one.at > request.at for one in public.versions):
        raise ActRefused(
            _(
                "readers can't see this correction before it is published, so it can't be announced yet. Answer the "
                "request once it is; on the page of the passage you can correct without answering"
            )
        )
