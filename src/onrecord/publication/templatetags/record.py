"""How times and dates of the record are written."""

from __future__ import annotations

from datetime import datetime

from django import template
from django.utils import timezone

from onrecord.events import languages
from onrecord.pages.zones import zone_of
from onrecord.proceedings import labels
from onrecord.proceedings.readers import Spoken, Translation
from onrecord.publication import passages, shown, translated

register = template.Library()


@register.filter
def zone(moment: datetime) -> str:
    """The zone of the page, see `zone_of`."""
    return zone_of(timezone.localtime(moment))


@register.filter
def clock(milliseconds: int) -> str:
    """A place on the recording: 4:05, 1:02:33."""
    return shown.place_on_recording(milliseconds)


@register.filter
def in_words(code: str) -> str:
    """A language by its name in that of the page."""
    return languages.name_of(code)


@register.filter
def correction_called(kind: str) -> str:
    """A kind of correction as pages call it."""
    return str(labels.CORRECTIONS[kind])


@register.filter
def standard_called(standard: str) -> str:
    """The status of a text as pages call it."""
    return str(labels.STANDARDS[standard])


@register.filter
def rule_called(rule: str) -> str:
    """A ground rule as pages call it; one that a source seems to announce under another name as it is."""
    return str(labels.RULES.get(rule, rule))


@register.filter
def translation_heading(translation: Translation) -> str:
    """What stands over a translation."""
    return translated.heading(translation.content)


@register.filter
def details(spoken: Spoken, language: str) -> str:
    """The speaker's title, or outlet and region; empty where nothing is known."""
    return passages.voice_details(spoken.speaker, language) if spoken.speaker else ""


@register.filter
def verbatim_in(passage: str, spoken: Spoken) -> bool:
    """Whether a passage stands in the words like this."""
    return spoken.verbatim(passage)
