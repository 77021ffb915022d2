"""What a desk's page sent is done: one act of the desk for each thing that was posted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from onrecord.accreditation import accredited
from onrecord.events.models import Edition
from onrecord.keeping import timekeeping
from onrecord.keeping.acting import act, once
from onrecord.keeping.errors import ActRefused
from onrecord.people.models import Person
from onrecord.proceedings import conducting
from onrecord.proceedings.contents import RuleSet
from onrecord.proceedings.course import course_of
from onrecord.proceedings.ground_rules import worded
from onrecord.record import openings
from onrecord.record.entry import commitment
from onrecord.transcription import acts, reads
from onrecord.transcription.models import Part, Speaker, Typed
from onrecord.transcription.posted import (
    Abbreviate,
    Catch,
    Confirm,
    Correct,
    Deliver,
    ForgetAbbreviation,
    ForgetSpeaker,
    KeepSpeaker,
    Posted,
    Publish,
    Run,
    Say,
    SetHold,
    SetRule,
    Skip,
    Start,
    Switch,
    Timed,
)
from onrecord.transcripts.model import Role

DIRECTING = (SetRule, Publish)
"""What needs `events.direct`; everything else needs `events.transcribe`."""
LISTING = (KeepSpeaker, ForgetSpeaker, Abbreviate, ForgetAbbreviation)
"""What changes the desk's own lists and no record: done again, it changes nothing."""
ASKED = "desk.asked"
RUNNING: dict[str, Callable[..., int]] = {"pause": conducting.pause, "resume": conducting.go_on, "end": conducting.end}


def perform(edition: Edition, posted: Posted, *, by: Person) -> int | None:
    """Do what was sent; returns the index of the entry it wrote or is about, None where it wrote none.

    Sent again, with the same key, it is not done again: what it wrote the first time is the answer. Raises ActRefused,
    also where `by` may not and where the key was another act's, and the other ActFailed errors as the record's acts do.
    """
    if isinstance(posted, DIRECTING) and not by.has_perm("events.direct", edition):
        raise ActRefused(_("Only the press office can do this."))
    if isinstance(posted, LISTING):
        _list(edition, posted, by=by)
        return None
    with act(edition.log):
        _refuse_another(edition, posted, by=by)
        return once(f"desk/{edition.pk}/{posted.key}", lambda: _typed(edition, posted, by=by))


def _typed(edition: Edition, posted: Posted, *, by: Person) -> int:
    """Do it, and note who did."""
    role = _role(edition, posted, by=by)
    index = _record(edition, posted, role=role, by=by)
    asked = _asked(edition, posted, index)
    Typed.objects.create(edition=edition, client_key=posted.key, index=index, asked=asked, role=role or "", person=by)
    return index


def _refuse_another(edition: Edition, posted: Posted, *, by: Person) -> None:
    """Raises ActRefused where the key of what was sent is another act's, or another person's: it would seem to be done."""
    done = Typed.objects.filter(edition=edition, client_key=posted.key).first()
    if done is None:
        return
    asked = _asked(edition, posted, done.index)
    if done.person_id != by.pk or (asked and done.asked and asked != bytes(done.asked)):
        raise ActRefused(
            _("Something else was sent with this key before (entry {index}). This was not done.").format(
                index=done.index
            )
        )


def _asked(edition: Edition, posted: Posted, index: int) -> bytes:
    """What was sent, as a commitment under the nonce of entry `index`; empty where that is erased, or can't be read."""
    opening = openings.kept(edition.log, [index]).get(index)
    sent = posted.model_dump_json(exclude={"key"}, exclude_unset=True)
    return commitment(opening.nonce, ASKED, sent.encode()) if opening else b""


def _record(edition: Edition, posted: Posted, *, role: Role | None, by: Person) -> int:
    match posted:
        case Say(language=language) if role:
            return acts.say(
                edition,
                by=by,
                speaker=_speaker(edition, posted.speaker, by=by),
                role=role,
                language=language or edition.language,
                typed=_typing(edition, posted),
                text=posted.text,
                **_times(edition, posted),
            )
        case Correct():
            return acts.correct(
                edition,
                by=by,
                speaker=_speaker(edition, posted.speaker, by=by),
                typed=_typing(edition, posted),
                **posted.model_dump(include={"utterance", "version", "text", "kind", "reason"}),
            )
        case Confirm():
            return conducting.confirm(edition, by=by, index=posted.utterance, version=posted.version)
        case Deliver():
            return acts.deliver(
                edition,
                by=by,
                typed=_typing(edition, posted),
                prepared=posted.prepared,
                paragraph=posted.paragraph,
                text=posted.text,
                **_times(edition, posted),
            )
        case Skip():
            return acts.skip(edition, by=by, prepared=posted.prepared, paragraph=posted.paragraph)
        case Publish():
            disclosing = map(int, posted.disclosing.split())
            return acts.publish(edition, by=by, prepared=posted.prepared, disclosing=disclosing)
        case Switch(act="off"):
            return acts.go_off_record(edition, by=by, pressed=posted.typed_at)
        case Switch():
            pressed = posted.typed_at if posted.not_before is None else posted.not_before
            return acts.back_on_record(edition, by=by, pressed=pressed, off=posted.off, ends=posted.ends)
        case Catch():
            return acts.catch(edition, by=by, since=posted.since)
        case SetRule():
            return conducting.set_rule(edition, by=by, rule=_rule(posted), seen=posted.seen)
        case SetHold():
            return conducting.set_hold(edition, by=by, seconds=posted.seconds)
        case Start():
            return conducting.start(edition, by=by, seconds=posted.hold)
        case Run():
            return RUNNING[posted.act](edition, by=by)
    raise AssertionError(f"no act is done for {posted!r}")


def _list(edition: Edition, posted: Posted, *, by: Person) -> None:
    match posted:
        case KeepSpeaker():
            details = posted.model_dump(include={"name", "title", "outlet", "outlet_kind", "region", "part"})
            acts.keep_speaker(edition, Speaker(pk=posted.speaker, key=posted.digit, **details), by=by)
        case ForgetSpeaker():
            acts.forget_speaker(edition, posted.speaker, by=by)
        case Abbreviate():
            acts.abbreviate(edition, short=posted.short, long=posted.long, by=by)
        case ForgetAbbreviation():
            acts.forget_abbreviation(edition, short=posted.short, by=by)


def role_of(speaker: Speaker | None, *, asked: bool) -> Role:
    """What the words of `speaker` are taken for, before and after the first question was `asked`."""
    if speaker is None or speaker.part == Part.JOURNALIST:
        return Role.QUESTION
    if speaker.part == Part.MODERATOR:
        return Role.REMARK
    return Role.ANSWER if asked else Role.STATEMENT


def _role(edition: Edition, posted: Posted, *, by: Person) -> Role | None:
    """What the words that were sent are taken for; None where none were."""
    match posted:
        case Say(role=None):
            return role_of(_speaker(edition, posted.speaker, by=by), asked=reads.asked(edition))
        case Say(role=role):
            return role
        case Deliver():
            return Role.STATEMENT
    return None


def _typing(edition: Edition, posted: Posted) -> acts.Typing | None:
    """When the words were typed, as far as that is known.

    A desk that isn't sure of the time may have typed them at any time until now, and so may a plain form, which knows none.
    """
    if posted.typed_at is None:
        return None if posted.seen is None else acts.Typing.since_page(edition, posted.seen)
    lasted = 0
    if isinstance(posted, Timed) and posted.start_ms is not None and posted.end_ms is not None:
        lasted = max(posted.end_ms - posted.start_ms, 0)
    begun, ended = posted.typed_at - lasted, posted.typed_at
    if posted.not_before is not None:
        begun, ended = min(begun, posted.not_before), timekeeping.now()
    return acts.Typing(begun, ended, back=posted.back, anyway=posted.anyway)


def _times(edition: Edition, posted: Timed) -> dict[str, Any]:
    """From where to where the words were said, from the session's start; empty where that was another session."""
    session = course_of(edition.log).session
    if posted.started is not None and session and openings.recorded_at(edition.log, session.index) != posted.started:
        return {}
    return {"start_ms": posted.start_ms, "end_ms": posted.end_ms}


def _speaker(edition: Edition, pk: UUID | None, *, by: Person) -> Speaker | None:
    if pk is None:
        return None
    found = Speaker.objects.filter(edition=edition, pk=pk).first() or _accredited(edition, pk, by=by)
    if found is None:
        raise ActRefused(_("This speaker is no longer on the list. Choose another or “unknown”."))
    return found


def _rule(posted: SetRule) -> RuleSet:
    attribution = posted.attribution or None
    if posted.rule == "background" and not attribution:
        raise ActRefused(_("Background needs the agreed attribution. Enter what is shown instead of the name."))
    if posted.rule != "background" and attribution:
        raise ActRefused(_("Only background has an attribution. Choose background or leave the attribution empty."))
    if posted.rule == "off the record" and posted.until:
        raise ActRefused(_("Off the record can't have an embargo, because nothing is stored. Leave the embargo empty."))
    return worded(posted.rule, posted.sentence, attribution=attribution, until=posted.until)


def _accredited(edition: Edition, pk: UUID, *, by: Person) -> Speaker | None:
    """Somebody who is accredited is on the list from the first time that they speak."""
    one = accredited.with_id(edition, pk)
    if one is None:
        return None
    speaker = reads.accredited_speaker(edition, one)
    acts.keep_speaker(edition, speaker, by=by)
    return speaker
