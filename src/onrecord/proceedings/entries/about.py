"""What an entry may be about: words, a prepared text, and what has become of them."""

from __future__ import annotations

from django.utils.translation import gettext as _

from onrecord.keeping.errors import ActRefused
from onrecord.proceedings.contents import TextPrepared, UtteranceCorrected, UtteranceSpoken
from onrecord.record import openings
from onrecord.record.acts.about import HELD, PUBLIC, Place, place, require
from onrecord.record.models import Log, Opening


def require_words(log: Log, index: int) -> Place:
    """Raises ActRefused unless entry `index` is an utterance whose words are not destroyed."""
    return require(log, index, UtteranceSpoken, noun=_("passage"))


def require_text(log: Log, index: int) -> Place:
    """Raises ActRefused unless entry `index` is a prepared text that is not destroyed."""
    return require(log, index, TextPrepared, noun=_("prepared text"))


def held_alone(log: Log, utterance: int) -> list[int]:
    """The corrections of words that are public which open later than these: what a speaker clarified under an embargo or a delay."""
    if place(log, utterance).state != PUBLIC:
        return []
    later = [index for index, leaf in openings.referring(log, utterance) if leaf.kind == UtteranceCorrected.kind]
    held = Opening.objects.filter(log=log, index__in=later, state=HELD).order_by("index")
    return list(held.values_list("index", flat=True))


def refuse_unseen(log: Log, utterance: int) -> None:
    """Raises ActRefused where a clarification of the words is held back: what is said about them now would pass it over."""
    for held in held_alone(log, utterance):
        raise ActRefused(
            _(
                "a clarification of this passage (entry {held}) is not public yet; wait for it or publish it first"
            ).format(held=held)
        )


def utterances_told_of(log: Log, index: int) -> list[int]:
    """The utterances that whatever is said of entry `index` tells something about: itself, or the one it is about, or all that
    were delivered from it."""
    found = place(log, index)
    if found.kind == UtteranceSpoken.kind:
        return [index]
    if found.kind == TextPrepared.kind:
        return delivered_from(log, index)
    return utterances_told_of(log, found.ref) if found.ref is not None else []


def delivered_from(log: Log, text: int) -> list[int]:
    """The utterances that were delivered from the prepared text `text`."""
    return [index for index, leaf in openings.referring(log, text) if leaf.kind == UtteranceSpoken.kind]
