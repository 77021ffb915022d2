"""What pages and commands ask about series and editions."""

from __future__ import annotations

from django.db.models import Count, QuerySet

from onrecord.events.models import Edition, Series


def edition(series: str, slug: str) -> Edition:
    """One edition. Raises Edition.DoesNotExist."""
    return Edition.objects.select_related("series", "log").get(series__slug=series, slug=slug)


def editions() -> QuerySet[Edition]:
    """All editions with their logs and counts: `exchange_count`, `utterance_count`; newest first."""
    return Edition.objects.select_related("series", "log").annotate(
        exchange_count=Count("log__exchanges", distinct=True),
        utterance_count=Count("log__utterances", distinct=True),
    )


def all_series() -> QuerySet[Series]:
    """All series by title."""
    return Series.objects.order_by("title")
