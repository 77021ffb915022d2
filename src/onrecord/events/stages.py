"""Where an edition stands, as everybody is told: from planned to archived. Before it begins, and after it has ended, more is said
than its sessions tell (`status`)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Literal

from django.utils.translation import pgettext_lazy

from onrecord.events.models import Edition
from onrecord.events.status import Status, statuses
from onrecord.keeping import timekeeping

Stage = Literal["planned", "open", "closed", "running", "over", "archived"]

TURNS = ("applications_from", "applications_until")
"""The columns of an edition that name such moments."""

LABELS = {
    "planned": pgettext_lazy("where an edition stands", "Planned"),
    "open": pgettext_lazy("where an edition stands", "Open for applications"),
    "closed": pgettext_lazy("where an edition stands", "Applications closed"),
    "running": pgettext_lazy("where an edition stands", "Live"),
    "over": pgettext_lazy("where an edition stands", "Ended"),
    "archived": pgettext_lazy("where an edition stands", "Archived"),
}


def stage_of(edition: Edition, status: Status) -> Stage:
    """Where `edition` stands now, whose newest session has this status."""
    if status == "announced":
        return _before_it_begins(edition)
    if status == "live":
        return "running"
    return "archived" if edition.archived or edition.source_sha256 else "over"


def stages(editions: Iterable[Edition]) -> dict[int, Stage]:
    """The stage of many editions at once, by primary key."""
    found = list(editions)
    status = statuses(edition.log for edition in found)
    return {edition.pk: stage_of(edition, status[edition.log_id]) for edition in found}


def turns(*moments: datetime | None) -> list[int]:
    """Of an edition's moments (`TURNS`) those, in ms since 1970, at which the clock alone makes it another stage."""
    return [round(moment.timestamp() * 1000) for moment in moments if moment is not None]


def _before_it_begins(edition: Edition) -> Stage:
    opens, until = edition.applications_from, edition.applications_until
    if opens is None or until is None:
        return "planned"
    now = timekeeping.now()
    passed = [turn for turn in turns(opens, until) if turn <= now]
    return ("planned", "open", "closed")[len(passed)]
