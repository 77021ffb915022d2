"""Words still held back are put on the record again under another ground rule, as they stand by now."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from onrecord.record import openings
from onrecord.record.acts.opening import withhold
from onrecord.record.acts.words import annotations_of, correct, speak_of, translate
from onrecord.record.contents import (
    TranslationAdded,
    UtteranceCorrected,
    UtteranceSpoken,
    UtteranceWithheld,
    Voice,
)
from onrecord.record.entry import Leaf
from onrecord.record.models import Log

MISTAKES = ("transcription", "attribution")
"""Corrections of how the words were recorded; the other kinds say something about what was said."""


@dataclass(frozen=True, slots=True)
class Standing:
    """An utterance with its mistakes mended and its true speaker, and what was said about it that goes on being true."""

    spoken: UtteranceSpoken
    prepared: int | None
    """The prepared text it was delivered from."""
    said_about: UtteranceCorrected | None
    translations: list[TranslationAdded]
    withheld: str | None
    """Why the host keeps the words back, where it said so."""


def standing(log: Log, index: int) -> Standing | None:
    """The words of utterance `index` as they stand, held ones included; None where they are destroyed."""
    first = openings.kept_contents_of(log, [index]).get(index)
    if not isinstance(first, UtteranceSpoken):
        return None
    text, speaker, newest = first.text, _speaker(log, index, first), index
    said_about: UtteranceCorrected | None = None
    translations: dict[str, TranslationAdded] = {}
    withheld: str | None = None
    for later, one in annotations_of(log, index):
        if isinstance(one, UtteranceCorrected):
            newest = later
            speaker = _speaker(log, later, one) or speaker
            if one.correction not in MISTAKES:
                said_about = one
            elif said_about:
                said_about = said_about.model_copy(update={"text": one.text})
            else:
                text = one.text
        elif isinstance(one, TranslationAdded):
            translations[one.language] = one
        elif isinstance(one, UtteranceWithheld):
            withheld = one.reason
    leaf = Leaf.decode(next(entry for _, entry in openings.leaves_of(log, [index])))
    spoken = first.model_copy(update={"text": text, "speaker": speaker})
    current = [one for one in translations.values() if one.version == newest]
    return Standing(spoken, leaf.ref, said_about, current, withheld)


def speak_again(log: Log, words: Iterable[Standing], *, rule: int) -> range:
    """Record the words anew, held back, under ground rule `rule` (its entry), which is in force; inside an act.

    What was said about them is said again. The reason of a correction was held back with the words and may name the
    speaker, so it is not repeated; why words are withheld was public at once, and is, unless it names the speaker.
    """
    again = list(words)
    indexes = speak_of(log, *((one.spoken, one.prepared) for one in again), held=True)
    for index, one in zip(indexes, again, strict=True):
        if one.said_about:
            reason = _("Said before the words were caught by the ground rule of entry {rule}.").format(rule=rule)
            correct(log, index, text=one.said_about.text, kind=one.said_about.correction, reason=reason)
        for translation in one.translations:
            interpreted = translation.standard == "as interpreted"
            translate(log, index, language=translation.language, text=translation.text, interpreted=interpreted)
        if one.withheld:
            reason = _("Withheld before the words were caught by the ground rule of entry {rule}.").format(rule=rule)
            withhold(log, index, reason=reason if _names(one.withheld, one.spoken.speaker) else one.withheld)
    return indexes


def _speaker(log: Log, index: int, content: UtteranceSpoken | UtteranceCorrected) -> Voice | None:
    """Who spoke by entry `index`, on background too."""
    if content.speaker_commit is None:
        return content.speaker
    true = openings.true_speaker(log, index)
    return Voice.model_validate_json(true.content) if true and true.content != b"null" else None


def _names(text: str, voice: Voice | None) -> bool:
    """Whether `text` may name `voice`: by a word of their name, in any ending, or by their title or outlet."""
    if voice is None:
        return False
    words = re.findall(r"\w+", text.casefold())
    stems = [name[: max(3, len(name) - 2)] for name in re.findall(r"\w{2,}", voice.name.casefold())]
    if any(word.startswith(stem) for word in words for stem in stems):
        return True
    return any(told.casefold() in text.casefold() for told in (voice.title, voice.outlet) if told)
