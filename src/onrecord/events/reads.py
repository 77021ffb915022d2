"""What pages and commands ask about series and editions."""

from __future__ import annotations

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from onrecord.events.models import Edition
from onrecord.record.models import Exchange, Utterance


def edition(series: str, slug: str) -> Edition:
    """One edition. Raises Edition.DoesNotExist."""
    return Edition.objects.select_related("series", "log").get(series__slug=series, slug=slug)


def editions() -> QuerySet[Edition]:
    """All editions with their logs and counts: `exchange_count`, `utterance_count`; newest first."""
    return Edition.objects.select_related("series", "log").annotate(
        exchange_count=_count(Exchange), utterance_count=_count(Utterance)
    )


def _count(model: type[Exchange] | type[Utterance]) -> Coalesce:
    rows = model._default_manager.filter(log=OuterRef("log")).order_by().values("log").annotate(n=Count("index"))
    return Coalesce(Subquery(rows.values("n")), 0)
