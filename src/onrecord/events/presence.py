"""Who is at the transcriber's desk: as their page is heard of, never by what they did."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import connection
from django.utils import timezone

from onrecord.events.models import HERE, Edition, Presence
from onrecord.keeping.acting import act
from onrecord.keeping.errors import ActFailed
from onrecord.people.models import Person

logger = logging.getLogger(__name__)

SEEN_EVERY = timedelta(seconds=5)
RECENTLY = timedelta(hours=12)
PATIENCE_MS = 200
"""How long noting who is here waits for whoever writes the record: their page waits with it."""


def see(edition: Edition, *, person: Person, typing: bool) -> None:
    """Note that `person` is at their desk now, and whether they type; `since` stays while they aren't away in between.

    Where the database can't take it just now, it is logged and left: the desk goes on all the same.
    """
    now = timezone.now()
    known = Presence.objects.filter(edition=edition, person=person).first()
    if known and known.typing == typing and now - known.seen_at < SEEN_EVERY:
        return
    since = known.since if known and now - known.seen_at < HERE else now
    seen = {"since": since, "seen_at": now, "typing": typing}
    try:
        with _impatient(), act():
            Presence.objects.update_or_create(edition=edition, person=person, defaults=seen)
    except ActFailed as failed:
        logger.warning("could not store who is at the desk: %s", failed)


def here(edition: Edition) -> list[Presence]:
    """Who is at the desk now, by name."""
    return [one for one in seen(edition) if one.is_here]


def seen(edition: Edition) -> list[Presence]:
    """Who was at the desk recently or is, by name."""
    found = edition.presences.filter(seen_at__gt=timezone.now() - RECENTLY).select_related("person")
    return list(found.order_by("person__name", "person"))


@contextmanager
def _impatient() -> Iterator[None]:
    """On SQLite all who write wait for one lock, here no longer than PATIENCE_MS; on PostgreSQL nobody holds this row."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        [patience] = cursor.execute("PRAGMA busy_timeout").fetchone()
        cursor.execute(f"PRAGMA busy_timeout = {PATIENCE_MS}")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {patience}")
