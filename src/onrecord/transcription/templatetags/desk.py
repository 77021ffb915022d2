"""Times and roles as the desk prints them."""

from __future__ import annotations

from datetime import UTC, datetime

from django import template
from django.utils import timezone

from onrecord.transcription.words import words

register = template.Library()


@register.filter
def clock(milliseconds: int) -> str:
    """The time of day, in the edition's zone, of ms since 1970."""
    return timezone.localtime(datetime.fromtimestamp(milliseconds / 1000, UTC)).strftime("%H:%M:%S")


@register.filter
def role_name(role: str) -> str:
    """A role in the reader's language."""
    return words().get(f"role {role}", "")
