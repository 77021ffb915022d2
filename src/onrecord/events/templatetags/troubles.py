"""What staff must know on every page about an edition, whatever that page is for."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils import timezone

from onrecord.events.models import Edition
from onrecord.keeping import chores, timekeeping
from onrecord.pages.zones import zone_of
from onrecord.people import edges
from onrecord.post import reads as post
from onrecord.record import damage

register = template.Library()


@register.inclusion_tag("events/troubles.html", takes_context=True)
def troubles(context: Any, edition: Edition) -> dict[str, Any]:
    """What is damaged, fails, waits or is in doubt, and what its reader can do about it."""
    directs = context["request"].user.has_perm("events.direct", edition)
    return {
        "edition": edition,
        "directs": directs,
        "zone": zone_of(timezone.localtime()),
        "damaged": damage.known(edition.log),
        "doubt": timekeeping.doubt(),
        "failing": chores.failing(),
        "trouble": post.trouble(edition.log) if directs else None,
        "edge": edges.unbelieved(),
    }
