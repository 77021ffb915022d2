"""Whether a conference is announced, live or over, by its newest session."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from django.db.models import Max

from onrecord.events import models
from onrecord.events.contents import SessionIncomplete
from onrecord.events.fold import Session
from onrecord.record import openings
from onrecord.record.horizon import Horizon
from onrecord.record.models import Log

Status = Literal["announced", "live", "ended", "incomplete"]


def status_of(session: Session | models.Session | None) -> Status:
    if session is None:
        return "announced"
    if session.incomplete is not None:
        return "incomplete"
    return "live" if session.ended is None else "ended"


def statuses(logs: Iterable[Log]) -> dict[int, Status]:
    """The status of many logs at once, by primary key; two queries."""
    pks = [log.pk for log in logs]
    last = models.Session.objects.filter(log__in=pks).values("log").annotate(index=Max("index"))
    newest = {row["log"]: row["index"] for row in last}
    rows = models.Session.objects.filter(log__in=pks)
    found = {row.log_id: status_of(row) for row in rows if newest[row.log_id] == row.index}
    return {pk: found.get(pk, "announced") for pk in pks}


def has_begun(edition: models.Edition) -> bool:
    """Whether the edition ever had a session: before that there is nothing to read."""
    return models.Session.objects.filter(log=edition.log_id).exists()


def newest_session(seen: Horizon) -> Session | None:
    """The newest session, its end included where that is not beyond the horizon."""
    found = seen.before(models.Session.objects.filter(log=seen.log)).order_by("-index").first()
    if found is None:
        return None
    return Session(found.index, seen.within(found.ended), seen.within(found.incomplete))


def why_incomplete(log: Log) -> str:
    """The reason given with the newest record that stops before its session did; empty where none does."""
    found = models.Session.objects.filter(log=log, incomplete__isnull=False)
    index = found.aggregate(last=Max("incomplete"))["last"]
    content = openings.contents_of(log, [index]).get(index) if index is not None else None
    return content.reason if isinstance(content, SessionIncomplete) else ""
