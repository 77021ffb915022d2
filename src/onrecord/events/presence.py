"""Who is at the transcriber's desk: as their page is heard of, never by what they did."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from onrecord.events.models import HERE, Edition, Presence
from onrecord.people.models import Person

SEEN_EVERY = timedelta(seconds=5)
A_DAY = timedelta(hours=12)


def see(edition: Edition, *, person: Person, typing: bool) -> None:
    """`person` is at their desk now, for the first time since they were away or still."""
    now = timezone.now()
    known = Presence.objects.filter(edition=edition, person=person).first()
    if known and known.typing == typing and now - known.seen_at < SEEN_EVERY:
        return
    since = known.since if known and now - known.seen_at < HERE else now
    seen = {"since": since, "seen_at": now, "typing": typing}
    Presence.objects.update_or_create(edition=edition, person=person, defaults=seen)


def here(edition: Edition) -> list[Presence]:
    """Who is at the desk now, by name."""
    return [one for one in seen(edition) if one.is_here]


def seen(edition: Edition) -> list[Presence]:
    """Who was at the desk in the last hours or is, by name."""
    found = edition.presences.filter(seen_at__gt=timezone.now() - A_DAY).select_related("person")
    return list(found.order_by("person__name", "person"))
