"""How times and dates of the record are written."""

from __future__ import annotations

from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import get_language

from onrecord.events import languages
from onrecord.events.models import Edition
from onrecord.pages.zones import zone_of
from onrecord.proceedings import labels
from onrecord.proceedings.readers import Spoken, Stretch, Translation
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
def as_lang(tag: str) -> str:
    """The attribute of an element whose words are in another language than the page's."""
    return format_html(' lang="{}"', tag) if tag and tag != get_language() else ""


@register.filter
def as_lang_of(rule: Stretch, edition: Edition) -> str:
    """The same for a ground rule, whose sentence is in the edition's language, unless it is ours."""
    return as_lang(edition.language) if rule.sentence == getattr(rule.content, "sentence", None) else ""


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
