"""Moments as readers elsewhere understand them: with the zone."""

from __future__ import annotations

from datetime import datetime

from django import template
from django.utils import formats, timezone

from onrecord.pages.zones import zone_of

register = template.Library()


@register.filter
def moment(at: datetime) -> str:
    """`5 December 2026, 18:00 (UTC+2)`, by the clocks of the page or letter."""
    local = timezone.localtime(at)
    return f"{formats.date_format(local, 'DATETIME_FORMAT')} ({zone_of(local)})"


@register.filter
def its_zone(at: datetime) -> str:
    """The zone at that moment, which may be another one than today's: clocks change."""
    return zone_of(timezone.localtime(at))
