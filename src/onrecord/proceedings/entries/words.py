"""Words go on the record, and what is later said about them: corrections, confirmations, translations."""

from __future__ import annotations

from django.utils.translation import gettext as _

from onrecord.keeping import timekeeping
from onrecord.keeping.acting import act
from onrecord.keeping.errors import ActRefused
from onrecord.proceedings.contents import (
    CorrectionAnswered,
    CorrectionKind,
    RuleSet,
    TextPrepared,
    TranslationAdded,
    TranslationRevised,
    UtteranceConfirmed,
    UtteranceCorrected,
    UtteranceSpoken,
    Voice,
)
from onrecord.proceedings.course import Course, course_of
from onrecord.proceedings.entries.about import (
    held_alone,
    refuse_unseen,
    require_text,
    require_words,
    utterances_told_of,
)
from onrecord.proceedings.entries.sessions import require_session
from onrecord.proceedings.naming import may_name
from onrecord.proceedings.speakers import UNNAMED, bound, keep_speaker, masked, speaker_of
from onrecord.record import openings
from onrecord.record.contents import Content
from onrecord.record.models import Log
from onrecord.record.models import Opening as Stored
from onrecord.record.writer import Draft, append

Why = Stored.Why
Opens = tuple[Stored.Why | None, int | None]
"""Why something is held back, and until when; None: it is public, or an act opens it."""


def speak(log: Log, *utterances: UtteranceSpoken, held: bool = False) -> range:
    """Put words on the record in the order given; returns their indexes, which are their identities.

    The ground rule in force decides who is named and when the words open; a hold keeps them back for its
    seconds. Off the record the act is refused, and nothing of the words is stored anywhere.
    """
    return speak_of(log, *((utterance, None) for utterance in utterances), held=held)


def speak_of(log: Log, *words: tuple[UtteranceSpoken, int | None], held: bool = False) -> range:
    """As `speak`, each utterance with the prepared text that it was delivered from, if any."""
    with act(log):
        course = require_session(log)
        rule = rule_in_force(log, course)
        if rule and rule.rule == "off the record":
            raise ActRefused(_("this is off the record and nothing is stored; set another ground rule first"))
        why, until = (Why.OFFICE, None) if held else opens_at(course)
        public = [masked(utterance, rule) for utterance, _prepared in words]
        indexes = append(
            log,
            *(
                Draft(content, ref=ref, held=why, until=until)
                for (content, _true), (_words, ref) in zip(public, words, strict=True)
            ),
        )
        for index, (_content, true) in zip(indexes, public, strict=True):
            if true:
                keep_speaker(log, index, true)
        return indexes


def deliver(log: Log, prepared: int, *utterances: UtteranceSpoken) -> range:
    """Put delivered paragraphs of the prepared text `prepared` on the record: the words as they were spoken.

    Refused on background once the text is public: it says whose words they are.
    """
    with act(log):
        require_text(log, prepared)
        text, rule = openings.contents_of(log, [prepared]).get(prepared), rule_in_force(log, require_session(log))
        if rule and rule.rule in UNNAMED and isinstance(text, TextPrepared) and text.speaker:
            raise ActRefused(
                _(
                    "this is on background, but the public text of entry {index} says whose words these are, so "
                    "they can't be delivered from it"
                ).format(index=prepared)
            )
        return speak_of(log, *((utterance, prepared) for utterance in utterances))


def prepare_text(log: Log, content: TextPrepared) -> int:
    """A text handed over before it is spoken, held back until somebody opens it."""
    with act(log):
        return append(log, Draft(content, held=Why.PREPARED))[0]


def correct(
    log: Log, utterance: int, *, text: str, kind: CorrectionKind, reason: str, speaker: Voice | None = None
) -> int:
    """New words, or another speaker, for an utterance. The old ones stay readable beside them.

    While the utterance is held back its correction is, too; on background a speaker is bound to, not named. A speaker's
    clarification is said now: the ground rule and the hold of now cover it as well. While one is held back on its own, no
    correction passes it over.
    """
    with act(log):
        require_words(log, utterance)
        refuse_unseen(log, utterance)
        refuse_naming(log, utterance, reason, speaker)
        content = UtteranceCorrected(correction=kind, reason=reason, text=text, speaker=speaker)
        opens = _said_now(log, utterance) if kind == "speaker's clarification" else (None, None)
        if speaker is None or not _on_background(log, utterance):
            return _about(log, utterance, content, opens)
        content, true = bound(content, speaker)
        index = _about(log, utterance, content, opens)
        keep_speaker(log, index, true)
        return index


def confirm(log: Log, utterance: int, *, version: int) -> int:
    """A second person has compared version `version` (an entry's index) of the utterance with the sound.

    The caller sees to it that it is another person than the one who recorded the words.
    """
    with act(log):
        require_words(log, utterance)
        refuse_unseen(log, utterance)
        newest = _newest_version(log, utterance)
        if version != newest:
            raise ActRefused(
                _(
                    "entry {utterance} has been corrected in the meantime; entry {newest} has the current wording"
                ).format(utterance=utterance, newest=newest)
            )
        if any(index > newest and isinstance(one, UtteranceConfirmed) for index, one in annotations_of(log, utterance)):
            raise ActRefused(_("entry {utterance} is already confirmed").format(utterance=utterance))
        return _about(log, utterance, UtteranceConfirmed(version=version))


def translate(log: Log, utterance: int, *, language: str, text: str, interpreted: bool = False) -> int:
    """The utterance's words in another language, of the newest version that opens no later than the translation does.

    `interpreted`: as the interpreter said them.
    """
    with act(log):
        require_words(log, utterance)
        if _translation(log, utterance, language):
            raise ActRefused(
                _("entry {utterance} already has a translation into {language}; revise that one").format(
                    utterance=utterance, language=language
                )
            )
        content = TranslationAdded(
            language=language,
            text=text,
            version=_newest_version(log, utterance),
            standard="as interpreted" if interpreted else "translated",
        )
        return _about(log, utterance, content)


def revise_translation(log: Log, utterance: int, *, language: str, text: str, reason: str) -> int:
    """The translation into `language` anew; the earlier one stays readable."""
    with act(log):
        require_words(log, utterance)
        if not _translation(log, utterance, language):
            raise ActRefused(
                _("entry {utterance} has no translation into {language} yet").format(
                    utterance=utterance, language=language
                )
            )
        refuse_naming(log, utterance, reason)
        content = TranslationRevised(
            language=language, text=text, version=_newest_version(log, utterance), reason=reason
        )
        return _about(log, utterance, content)


def answer_request(log: Log, utterance: int, content: CorrectionAnswered) -> int:
    """What a reader asked to have corrected, and the office's answer to it, in public."""
    with act(log):
        require_words(log, utterance)
        refuse_naming(log, utterance, content.answer)
        return _about(log, utterance, content)


def refuse_naming(log: Log, index: int, told_why: str, *others: Voice | None) -> None:
    """Raises ActRefused where a public reason or answer about entry `index` may name who spoke on background, or one of `others`.

    What a reader wrote is not looked at: to refuse their guess would confirm it.
    """
    if any(_names_who_spoke(log, utterance, told_why, *others) for utterance in utterances_told_of(log, index)):
        raise ActRefused(
            _("the reason is public and may reveal the speaker, who is on background; leave out name, title and outlet")
        )


def _names_who_spoke(log: Log, utterance: int, told_why: str, *others: Voice | None) -> bool:
    said = openings.kept_contents_of(log, [utterance]).get(utterance)
    if not isinstance(said, UtteranceSpoken) or said.speaker_commit is None:
        return False
    told: list[tuple[int, UtteranceSpoken | UtteranceCorrected]] = [(utterance, said)]
    told += [(index, one) for index, one in annotations_of(log, utterance) if isinstance(one, UtteranceCorrected)]
    return any(may_name(told_why, voice) for voice in (*others, *(speaker_of(log, *one) for one in told)))


def annotations_of(log: Log, utterance: int) -> list[tuple[int, Content]]:
    """Every later entry about the utterance, those held back included."""
    indexes = [index for index, _ in openings.referring(log, utterance)]
    return sorted(openings.kept_contents_of(log, indexes).items())


def opens_at(course: Course) -> Opens:
    """What keeps words back that are spoken now, and when they open, in ms since 1970; None: they are public at once."""
    hold = timekeeping.now() + course.hold * 1000 if course.hold else 0
    embargo = course.rule.until if course.rule and course.rule.until else 0
    if embargo > max(hold, timekeeping.surely()):
        return Why.EMBARGO, embargo
    return (Why.HOLD, hold) if hold else (None, None)


def rule_in_force(log: Log, course: Course) -> RuleSet | None:
    """What the ground rule in force says; None: nobody has set one."""
    if course.rule is None:
        return None
    content = openings.contents_of(log, [course.rule.index]).get(course.rule.index)
    if not isinstance(content, RuleSet):
        raise ActRefused(
            _("the ground rule of entry {index} can't be read any more; set one again").format(index=course.rule.index)
        )
    return content


def _about(log: Log, utterance: int, content: Content, opens: Opens = (None, None)) -> int:
    """Append `content` about an utterance, held back for as long as the utterance and its corrections are, which it may
    repeat, and as `opens` says at least."""
    stored = Stored.objects.only("state", "log").get(log=log, index=utterance)
    if stored.state == Stored.State.HELD:
        corrected = [
            index for index, leaf in openings.referring(log, utterance) if leaf.kind == UtteranceCorrected.kind
        ]
        held = Stored.objects.filter(log=log, index__in=[utterance, *corrected], state=Stored.State.HELD)
        opens = max(
            [opens, *((Why(why), until) for why, until in held.values_list("why", "until"))],
            key=lambda one: (
                one[0] is not None and one[1] is None,
                one[1] or 0,
            ),  # without a time an act opens it: last
        )
    why, until = opens
    return append(log, Draft(content, ref=utterance, held=why, until=until))[0]


def _said_now(log: Log, utterance: int) -> Opens:
    """As `opens_at`, of words said now about an utterance; raises ActRefused where the ground rule of now lets nobody quote them."""
    course = course_of(log)
    rule = rule_in_force(log, course)
    if rule and (rule.rule == "off the record" or (rule.rule in UNNAMED and not _on_background(log, utterance))):
        raise ActRefused(
            _(
                "the ground rule in force (“{sentence}”) covers what the speaker says now, but a "
                "clarification would be read as on the record; set another ground rule first"
            ).format(sentence=rule.sentence)
        )
    return opens_at(course)


def _on_background(log: Log, utterance: int) -> bool:
    content = openings.kept_contents_of(log, [utterance]).get(utterance)
    return isinstance(content, UtteranceSpoken) and content.speaker_commit is not None


def _newest_version(log: Log, utterance: int) -> int:
    unseen = held_alone(log, utterance)
    corrected = [
        index
        for index, one in annotations_of(log, utterance)
        if isinstance(one, UtteranceCorrected) and index not in unseen
    ]
    return corrected[-1] if corrected else utterance


def _translation(log: Log, utterance: int, language: str) -> TranslationAdded | None:
    """The newest translation of the utterance into `language`."""
    found = [one for _, one in annotations_of(log, utterance) if isinstance(one, TranslationAdded)]
    return next((one for one in reversed(found) if one.language == language), None)
