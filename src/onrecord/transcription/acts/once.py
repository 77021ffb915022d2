"""An act that is sent twice happens once."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from onrecord.events.conducting import done
from onrecord.events.models import Act, Edition
from onrecord.people.models import Person
from onrecord.record.course import Course
from onrecord.record.storage import act
from onrecord.transcription.models import Typed


def once(
    edition: Edition,
    *,
    key: UUID,
    by: Person,
    name: Act,
    do: Callable[[], int],
    role: str = "",
    **data: str | int | None,
) -> int:
    """As `remembered`, for what only the desk does: `name` and `data` go into the journal."""

    def doing() -> int:
        return done(edition, by, name, lambda _log: do(), **data)

    return remembered(edition, key=key, by=by, do=doing, role=role)


def remembered(edition: Edition, *, key: UUID, by: Person, do: Callable[[], int], role: str = "") -> int:
    """Do it and remember by `key` that it was done, or give the index it wrote the first time.

    `do` runs with the log held, so nobody else writes meanwhile.
    """
    with act(edition.log):
        known = Typed.objects.filter(edition=edition, client_key=key).values_list("index", flat=True).first()
        if known is not None:
            return known
        index = do()
        Typed.objects.create(edition=edition, client_key=key, index=index, role=role, person=by)
    return index


def course_of(edition: Edition) -> Course:
    """Where the conference stands now; to be called with the log held."""
    edition.log.refresh_from_db(fields=["course", "size"])
    return Course.load(edition.log.course)
