"""What a desk's page sent is done: one act of the desk for each thing that was posted."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _
from pydantic import ValidationError

from onrecord.events.models import Edition
from onrecord.people.models import Person
from onrecord.record.contents import RuleSet
from onrecord.record.errors import ActRefused
from onrecord.transcription import acts
from onrecord.transcription.models import Part, Speaker
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
    Unreadable,
)
from onrecord.transcripts.model import Role

DIRECTING = (SetRule, Publish)
"""What needs `events.direct`; everything else needs `events.transcribe`."""


def perform(edition: Edition, posted: Posted, *, by: Person) -> int | None:
    """Do what was sent; returns the index of the entry it wrote or is about, None where it wrote none.

    Raises ActRefused, also where `by` may not, and the other RecordErrors as the record's acts do.
    """
    if isinstance(posted, DIRECTING) and not by.has_perm("events.direct", edition):
        raise ActRefused(_("Only the press office may do this."))
    key = posted.key
    match posted:
        case Say():
            speaker = _speaker(edition, posted.speaker)
            return acts.say(
                edition,
                key=key,
                by=by,
                speaker=speaker,
                role=posted.role or role_of(speaker, asked=True),
                text=posted.text,
                language=posted.language or edition.language,
                start_ms=posted.start_ms,
                end_ms=posted.end_ms,
                typed=_typing(posted),
            )
        case Correct():
            return acts.correct(
                edition,
                key=key,
                by=by,
                utterance=posted.utterance,
                version=posted.version,
                text=posted.text,
                kind=posted.kind,
                reason=posted.reason,
                speaker=_speaker(edition, posted.speaker),
                typed=_typing(posted),
            )
        case Confirm():
            return acts.confirm(edition, key=key, by=by, utterance=posted.utterance, version=posted.version)
        case Catch():
            return acts.catch(edition, key=key, by=by, since=posted.since)
        case SetRule():
            return acts.set_rule(edition, key=key, by=by, rule=_rule(posted))
        case SetHold():
            return acts.set_hold(edition, key=key, by=by, seconds=posted.seconds)
        case Deliver():
            return acts.deliver(
                edition,
                key=key,
                by=by,
                prepared=posted.prepared,
                paragraph=posted.paragraph,
                text=posted.text,
                start_ms=posted.start_ms,
                end_ms=posted.end_ms,
                typed=_typing(posted),
            )
        case Skip():
            return acts.skip(edition, key=key, by=by, prepared=posted.prepared, paragraph=posted.paragraph)
        case Publish():
            disclosing = map(int, posted.disclosing.split())
            return acts.publish(edition, key=key, by=by, prepared=posted.prepared, disclosing=disclosing)
        case Switch() | Start() | Run():
            return _run(edition, posted, by=by)
    _list(edition, posted, by=by)
    return None


def _run(edition: Edition, posted: Switch | Start | Run, *, by: Person) -> int:
    key = posted.key
    match posted:
        case Start():
            return acts.start(edition, key=key, by=by, hold=posted.hold)
        case Switch(act="off"):
            return acts.go_off_record(edition, key=key, by=by, pressed=posted.typed_at)
        case Switch():
            return acts.back_on_record(edition, key=key, by=by, pressed=posted.typed_at, off=posted.off)
    run = {"pause": acts.pause, "resume": acts.resume, "end": acts.end}[posted.act]
    return run(edition, key=key, by=by)


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


def _typing(posted: Posted) -> acts.Typing | None:
    """When the words were typed; None where a plain form sent them, which knows no times."""
    if posted.typed_at is None:
        return None
    lasted = 0
    if isinstance(posted, Timed) and posted.start_ms is not None and posted.end_ms is not None:
        lasted = max(posted.end_ms - posted.start_ms, 0)
    return acts.Typing(posted.typed_at - lasted, posted.typed_at, back=posted.back, anyway=posted.anyway)


def _speaker(edition: Edition, pk: UUID | None) -> Speaker | None:
    if pk is None:
        return None
    found = Speaker.objects.filter(edition=edition, pk=pk).first()
    if found is None:
        raise ActRefused(_("This speaker is no longer on the list: choose another one, or “unknown”."))
    return found


def _rule(posted: SetRule) -> RuleSet:
    try:
        return RuleSet(rule=posted.rule, sentence=posted.sentence, attribution=posted.attribution, until=posted.until)
    except ValidationError as error:
        raise Unreadable(str(error.errors()[0]["msg"])) from None
