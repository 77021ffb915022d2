"""Where an edition stands, in counts and times."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Literal

from django.db.models import F, Max

from onrecord.events import fold
from onrecord.events.contents import SessionIncomplete
from onrecord.events.models import Session
from onrecord.proceedings import fold as proceedings
from onrecord.proceedings.contents import UtteranceSpoken
from onrecord.proceedings.models import Utterance
from onrecord.record import horizon, openings
from onrecord.record.contents import EditionOpened, LogContinued
from onrecord.record.models import Entry, Log
from onrecord.record.reads.places import leaves, moment

Status = Literal["announced", "live", "ended", "incomplete"]
FIRST = 40
"""Passages that are opened to know how a record was made."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an edition stands: its status, and the counts a reader asks for first."""

    status: Status
    statement_given: bool
    utterances: int
    exchanges: int
    answered: int
    started: datetime | None
    ended: datetime | None
    updated: datetime | None


def standing(log: Log, *, upto: horizon.Upto = None) -> Standing:
    """Counted from the projections, without opening anything."""
    seen = horizon.of(log, upto)
    session, utterances = _session(seen), _utterances(seen)
    started, ended, updated = _times(seen, session)
    return Standing(
        status=_status(session),
        statement_given=any(row.role == "statement" for row in utterances),
        utterances=len(utterances),
        exchanges=len({row.exchange for row in utterances if row.exchange is not None}),
        answered=len({row.exchange for row in utterances if row.role == "answer" and row.exchange is not None}),
        started=started,
        ended=ended,
        updated=updated,
    )


def _utterances(seen: horizon.Horizon) -> list[proceedings.Utterance]:
    """The place of every utterance, in the order of the log."""
    then = seen.moved(proceedings.Utterance)
    rows = seen.before(Utterance.objects.filter(log=seen.log)).order_by("index")
    found = (proceedings.Utterance(*row) for row in rows.values_list(*proceedings.Utterance.__slots__))
    return [then.get(row.index, row) for row in found]


def unknown_askers(log: Log) -> int:
    """Exchanges whose asker is not known, not even by suggestion. Opens the first question of every exchange."""
    firsts = list(Utterance.objects.filter(log=log, exchange=F("index")).values_list("index", flat=True))
    return sum(
        1
        for content in openings.contents_of(log, firsts).values()
        if isinstance(content, UtteranceSpoken) and not content.speaker and not content.suggestion
    )


def timed(log: Log) -> bool:
    """Whether the passages have their time on a recording: the first ones that are public tell."""
    first = Utterance.objects.filter(log=log).exclude(role="").order_by("index").values_list("index", flat=True)
    found = openings.contents_of(log, list(first[:FIRST])).values()
    return any(isinstance(content, UtteranceSpoken) and content.start_ms is not None for content in found)


def _session(seen: horizon.Horizon) -> fold.Session | None:
    """The newest session, its end included where that is not beyond the horizon."""
    found = seen.before(Session.objects.filter(log=seen.log)).order_by("-index").first()
    if found is None:
        return None
    return fold.Session(found.index, seen.within(found.ended), seen.within(found.incomplete))


def _times(seen: horizon.Horizon, session: fold.Session | None) -> Sequence[datetime | None]:
    """When the session was started and ended, and when the last entry was recorded."""
    size = seen.log.size if seen.size is None else seen.size
    indexes = ((session.index, session.ended) if session else (None, None)) + ((size - 1 if size else None),)
    found = leaves(seen.log, [index for index in indexes if index is not None])
    return [moment(found[index].at) if index is not None else None for index in indexes]


def why_incomplete(log: Log) -> str:
    """The reason given with the newest record that stops before its session did; empty where none does."""
    index = Session.objects.filter(log=log, incomplete__isnull=False).aggregate(last=Max("incomplete"))["last"]
    content = openings.contents_of(log, [index]).get(index) if index is not None else None
    return content.reason if isinstance(content, SessionIncomplete) else ""


@dataclass(frozen=True, slots=True)
class Break:
    """The log goes on under another name from entry `index`; `missing`: how many published entries it lacks."""

    index: int
    origin: str
    missing: int


def breaks(log: Log) -> list[Break]:
    """Where the log came back from a copy that lacks entries which had been published."""
    found = openings.contents_of(log, _breaks(log.pk, log.origin)) if NUMBERED.search(log.origin) else {}
    return [
        Break(index, one.origin, missing=int(one.published.split("\n")[1]) - index)
        for index, one in sorted(found.items())
        if isinstance(one, LogContinued)
    ]


NUMBERED = re.compile("-[0-9]+$")
"""What ends the name of a log that has broken (`acts.continuing`)."""


@lru_cache(maxsize=256)
def _breaks(pk: int, origin: str) -> tuple[int, ...]:
    """The entries that say so, found once: the next one gives the log another name."""
    found = Entry.objects.filter(log=pk, kind=LogContinued.kind).order_by("index")
    return tuple(found.values_list("index", flat=True))


def statuses(logs: Iterable[Log]) -> dict[int, Status]:
    """The status of many logs at once, by primary key; two queries."""
    pks = [log.pk for log in logs]
    last = Session.objects.filter(log__in=pks).values("log").annotate(index=Max("index"))
    newest = {row["log"]: row["index"] for row in last}
    rows = Session.objects.filter(log__in=pks)
    found = {row.log_id: _status(row) for row in rows if newest[row.log_id] == row.index}
    return {pk: found.get(pk, "announced") for pk in pks}


def opening_entry(log: Log) -> EditionOpened | None:
    """What the first entry says of the edition, while it is public."""
    content = openings.contents_of(log, [0]).get(0)
    return content if isinstance(content, EditionOpened) else None


def _status(session: Session | fold.Session | None) -> Status:
    if session is None:
        return "announced"
    if session.incomplete is not None:
        return "incomplete"
    return "live" if session.ended is None else "ended"
