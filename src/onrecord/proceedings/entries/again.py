"""Words still held back are put on the record again under another ground rule, as they stand by now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from onrecord.proceedings.contents import TranslationAdded, UtteranceCorrected, UtteranceSpoken, UtteranceWithheld
from onrecord.proceedings.entries.opening import withhold
from onrecord.proceedings.entries.words import annotations_of, correct, speak_of, translate
from onrecord.proceedings.naming import may_name
from onrecord.proceedings.speakers import speaker_of
from onrecord.record import openings
from onrecord.record.acts.about import place
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
    text, speaker, newest = first.text, speaker_of(log, index, first), index
    said_about: UtteranceCorrected | None = None
    translations: dict[str, TranslationAdded] = {}
    withheld: str | None = None
    for later, one in annotations_of(log, index):
        if isinstance(one, UtteranceCorrected):
            newest = later
            speaker = speaker_of(log, later, one) or speaker
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
    spoken = first.model_copy(update={"text": text, "speaker": speaker})
    current = [one for one in translations.values() if one.version == newest]
    return Standing(spoken, place(log, index).ref, said_about, current, withheld)


def speak_again(log: Log, words: Iterable[Standing], *, rule: int) -> range:
    """Record the words anew, held back, under ground rule `rule` (its entry), which is in force; inside an act.

    What was said about them is said again. The reason of a correction was held back with the words and may name the
    speaker, so it is not repeated; why words are withheld was public at once, and is, unless it names the speaker.
    """
    again = list(words)
    indexes = speak_of(log, *((one.spoken, one.prepared) for one in again), held=True)
    for index, one in zip(indexes, again, strict=True):
        if one.said_about:
            reason = _("Said before the words were taken back under the ground rule of entry {rule}.").format(rule=rule)
            correct(log, index, text=one.said_about.text, kind=one.said_about.correction, reason=reason)
        for translation in one.translations:
            interpreted = translation.standard == "as interpreted"
            translate(log, index, language=translation.language, text=translation.text, interpreted=interpreted)
        if one.withheld:
            reason = _("Withheld before the words were taken back under the ground rule of entry {rule}.").format(
                rule=rule
            )
            withhold(log, index, reason=reason if may_name(one.withheld, one.spoken.speaker) else one.withheld)
    return indexes
