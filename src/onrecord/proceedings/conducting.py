"""The day of the conference: what the office does on it, and the transcriber's desk.

Each act is on the record, and in the journal it says who did it, without a word from the floor. All raise ActRefused where
the record doesn't allow the act; nothing is stored then. Whoever calls has checked who may.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _

from onrecord.events import reads
from onrecord.events.models import Edition
from onrecord.keeping import timekeeping
from onrecord.keeping.acting import act
from onrecord.keeping.errors import ActRefused
from onrecord.people.journal import Code, note
from onrecord.people.models import Person
from onrecord.proceedings import entries as record
from onrecord.proceedings import journal, office
from onrecord.proceedings.contents import CorrectionKind, RuleSet, Voice
from onrecord.proceedings.course import course_of
from onrecord.proceedings.ground_rules import on_the_record
from onrecord.proceedings.models import Rule
from onrecord.proceedings.readers import Spoken, Version
from onrecord.proceedings.wrote import recorders
from onrecord.record import openings
from onrecord.record.entry import EntryError, milliseconds
from onrecord.record.models import Log

OFF = "off the record"


def start(edition: Edition, *, seconds: int, by: Person) -> int:
    """The conference begins, and its words are held back for `seconds`.

    It begins under the ground rule that was set for it, and on the record where none was.
    """

    def beginning(log: Log) -> int:
        index = record.start_session(log)
        course = course_of(log)
        if course.rule is None:
            record.set_rule(log, on_the_record(log))
        if course.hold != seconds:
            record.set_hold(log, seconds=seconds)
        return index

    return done(edition, by, journal.START, beginning, seconds=seconds)


def pause(edition: Edition, *, remark: str = "", by: Person) -> int:
    """A break; `remark` is public."""
    return done(edition, by, journal.PAUSE, lambda log: record.pause_session(log, note=remark or None))


def go_on(edition: Edition, *, by: Person) -> int:
    """The session goes on after a break."""
    return done(edition, by, journal.RESUME, record.resume_session)


def end(edition: Edition, *, remark: str = "", by: Person) -> int:
    """The conference is over, and with it ground rule, hold and break; `remark` is public."""
    return done(edition, by, journal.END, lambda log: record.end_session(log, note=remark or None))


def set_rule(edition: Edition, *, rule: RuleSet, by: Person, seen: int | None = None) -> int:
    """The ground rule for what is said from here on. `seen`: how many entries the log had as far as `by` knew when choosing."""

    def setting(log: Log) -> int:
        _require_seen(edition, log, rule, seen, by)
        return record.set_rule(log, rule)

    return done(edition, by, journal.RULE, setting, **_in_codes(rule))


def _in_codes(rule: RuleSet) -> dict[str, str | int | None]:
    """A ground rule as the journal notes it: an embargo on what may else be quoted by name is called one."""
    if rule.until is None:
        return {"rule": rule.rule}
    try:
        until = milliseconds(rule.until)
    except EntryError:
        until = None  # the act refuses it in words
    return {"rule": "embargo" if rule.rule == "on the record" else rule.rule, "until": until}


def _require_seen(edition: Edition, log: Log, rule: RuleSet, seen: int | None, by: Person) -> None:
    """Nobody ends off the record without knowing of it: ActRefused where somebody else has gone so since `seen`."""
    now = course_of(log).rule
    if now is None or seen is None or now.index < seen or now.rule != OFF or rule.rule == OFF:
        return
    if reads.who_wrote(edition, now.index) != by:
        raise ActRefused(
            _(
                "Somebody else has gone off the record in the meantime, so this ground rule was not set. Set "
                "it again to end off the record."
            )
        )


def catch(edition: Edition, *, rule: RuleSet, since: int, by: Person, seen: int | None = None) -> int:
    """A ground rule for what is said from here on, and for what is still held back from entry `since` on; `seen`: see `set_rule`."""

    def catching(log: Log) -> int:
        _require_seen(edition, log, rule, seen, by)
        caught = [one for one in office.utterances(log, office.indexes(log, since)) if one.content]
        entry = record.catch(log, rule, since=since)
        wrote = reads.journaled(edition, (version.index for one in caught for version in one.versions))
        for before, again in zip(caught, office.indexes(log, entry), strict=False):  # nothing, unless on background
            for person in {person for version in before.versions for person in wrote[version.index]}:
                note(edition.log, journal.RECORD_AGAIN, by=person, was=before.index, index=again)
        return entry

    return done(edition, by, journal.CATCH, catching, **_in_codes(rule), since=since)


def set_hold(edition: Edition, *, seconds: int, by: Person) -> int:
    """How long words are held back from here on."""
    return done(edition, by, journal.HOLD, lambda log: record.set_hold(log, seconds=seconds), seconds=seconds)


def publish(edition: Edition, *, index: int, reason: str, by: Person, disclosing: Iterable[int] = ()) -> int:
    """What is held back becomes public now, for good.

    `disclosing`: the entries of which a prepared text tells more than the record does, as `by` was shown.
    """

    def opening(log: Log) -> int:
        return record.publish(log, index, reason=reason, disclosing=disclosing)

    return done(edition, by, journal.PUBLISH, opening, about=index)


def rule_before(edition: Edition) -> RuleSet:
    """The last ground rule that let words be stored, without an embargo that has passed; of an earlier session too, which
    ended under it. Raises ActRefused where it is damaged."""
    rows = Rule.objects.filter(log=edition.log).exclude(rule=OFF).order_by("-index")
    index = rows.values_list("index", flat=True).first()
    if index is None:
        return on_the_record(edition.log)
    content = openings.contents_of(edition.log, [index]).get(index)
    if not isinstance(content, RuleSet):
        raise ActRefused(
            _(
                "It is still off the record: the ground rule of entry {index} can't be read any more, so the press office "
                "must set one."
            ).format(index=index)
        )
    passed = content.until is not None and milliseconds(content.until) <= timekeeping.surely()
    if passed and content.rule == "on the record":
        return on_the_record(edition.log)
    return content.model_copy(update={"since": None, "until": None if passed else content.until})


def correct(
    edition: Edition,
    *,
    index: int,
    version: int,
    text: str,
    kind: CorrectionKind,
    reason: str,
    speaker: Voice | None,
    by: Person,
    spoken: Spoken | None = None,
) -> int:
    """New words, or another speaker, beside the old ones; refused where `version` doesn't have the words that stand.

    `spoken`: the utterance, where it was read inside the same act.
    """

    def correcting(log: Log) -> int:
        stands = looked_at(log, index, version, spoken=spoken)
        if kind == "attribution" and speaker is None:
            raise ActRefused(_("choose the speaker"))
        if text == stands.text and kind != "disputed" and speaker in (None, stands.speaker):
            raise ActRefused(_("nothing has changed; edit the words or name another speaker"))
        return record.correct(log, index, text=text, kind=kind, reason=reason, speaker=speaker)

    return done(edition, by, journal.CORRECT, correcting, about=index, kind=kind)


def confirm(edition: Edition, *, index: int, version: int, by: Person) -> int:
    """A second person has compared the words with the sound. Refused to those whose words or attribution they are."""

    def confirming(log: Log) -> int:
        looked_at(log, index, version)
        if by in recorders(edition, *office.utterances(log, [index]))[index]:
            raise ActRefused(
                _("you recorded these words or their speaker; a second person must compare them with the audio")
            )
        return record.confirm(log, index, version=version)

    return done(edition, by, journal.CONFIRM, confirming, about=index, version=version)


def looked_at(log: Log, index: int, version: int, *, spoken: Spoken | None = None) -> Version:
    """The words that stand, if `version` still has them. Raises ActRefused where they were corrected meanwhile."""
    spoken = spoken or office.utterance(log, index)
    if spoken is None or spoken.current is None:
        raise ActRefused(_("entry {index} has no words to correct or translate").format(index=index))
    if spoken.current.index != version:
        raise ActRefused(
            _("somebody has corrected these words in the meantime (entry {index}); read the correction first").format(
                index=spoken.current.index
            )
        )
    return spoken.current


def done(edition: Edition, by: Person | None, code: Code, doing: Callable[[Log], int], **data: str | int | None) -> int:
    """One act on the record with its note in the journal, both or neither; returns the index of its entry."""
    with act(edition.log):
        index = doing(edition.log)
        note(edition.log, code, by=by, index=index, **data)
    return index
