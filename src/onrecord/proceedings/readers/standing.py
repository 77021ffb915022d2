"""Where an edition stands, in counts and times."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from onrecord.events.fold import Session
from onrecord.events.models import Edition
from onrecord.events.status import Status, newest_session, status_of
from onrecord.proceedings import fold as proceedings
from onrecord.proceedings.contents import UtteranceSpoken
from onrecord.proceedings.models import Utterance
from onrecord.record import horizon, openings
from onrecord.record.models import Log
from onrecord.record.reads import leaves, moment

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
    answered_last: int | None = None
    """The newest exchange with an answer."""

    def after(self, rows: Iterable[proceedings.Utterance], at: datetime) -> Standing:
        """Where it stands once these were said, too, and nothing else happened. An exchange ends where the next begins, so its
        first question and its first answer are told by looking at the newest alone."""
        last, counted = self.answered_last, self
        for row in rows:
            answers = row.role == "answer" and row.exchange is not None and row.exchange != last
            last = row.exchange if answers else last
            counted = replace(
                counted,
                statement_given=counted.statement_given or row.role == "statement",
                utterances=counted.utterances + 1,
                exchanges=counted.exchanges + (row.exchange == row.index),
                answered=counted.answered + answers,
            )
        return replace(counted, updated=at, answered_last=last)


def standing(log: Log, *, upto: horizon.Upto = None) -> Standing:
    """Counted from the projections, without opening anything."""
    seen = horizon.of(log, upto)
    session, utterances = newest_session(seen), _utterances(seen)
    started, ended, updated = _times(seen, session)
    answered = {row.exchange for row in utterances if row.role == "answer" and row.exchange is not None}
    return Standing(
        status=status_of(session),
        statement_given=any(row.role == "statement" for row in utterances),
        utterances=len(utterances),
        exchanges=len({row.exchange for row in utterances if row.exchange is not None}),
        answered=len(answered),
        started=started,
        ended=ended,
        updated=updated,
        answered_last=max(answered, default=None),
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


def _times(seen: horizon.Horizon, session: Session | None) -> Sequence[datetime | None]:
    """When the session was started and ended, and when the last entry was recorded."""
    size = seen.log.size if seen.size is None else seen.size
    indexes = ((session.index, session.ended) if session else (None, None)) + ((size - 1 if size else None),)
    found = leaves(seen.log, [index for index in indexes if index is not None])
    return [moment(found[index].at) if index is not None else None for index in indexes]


def editions() -> QuerySet[Edition]:
    """All editions with their logs and counts: `exchange_count`, `utterance_count`; newest first."""
    return Edition.objects.select_related("series", "log").annotate(
        exchange_count=_count(Count("exchange", distinct=True)), utterance_count=_count(Count("index"))
    )


def _count(counted: Count) -> Coalesce:
    rows = Utterance.objects.filter(log=OuterRef("log")).order_by().values("log").annotate(n=counted)
    return Coalesce(Subquery(rows.values("n")), 0)
