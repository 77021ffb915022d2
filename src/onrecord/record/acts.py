"""What can happen on the record: one function an act, one transaction, one entry.

Whoever calls an act has checked who may; an act checks whether the record allows it. All raise ActRefused
with the reason where it doesn't, and RecordBusy or StorageFailed (`storage.act`) where it can't be stored.
"""

from __future__ import annotations

from django.db import connection

from onrecord.record import openings, sealing
from onrecord.record.contents import (
    CorrectionKind,
    EditionOpened,
    Erased,
    Opened,
    SessionEnded,
    SessionIncomplete,
    SessionStarted,
    Standard,
    UtteranceCorrected,
    UtteranceSpoken,
    Voice,
)
from onrecord.record.entry import Leaf
from onrecord.record.errors import ActRefused
from onrecord.record.models import Entry, Log, Opening, Session
from onrecord.record.storage import act
from onrecord.record.writer import Draft, append, open_log


def open_edition(origin: str, content: EditionOpened) -> Log:
    """A new log for an edition, its first entry saying what the edition is."""
    with act():
        if Log.objects.filter(origin=origin).exists():
            raise ActRefused(f"the log {origin} exists already")
        log = open_log(origin)
        append(log, Draft(content))
    return log


def start_session(log: Log, *, standard: Standard = "draft") -> int:
    """The conference begins; returns the entry's index."""
    with act(log):
        if _session(log):
            raise ActRefused("a session is running already; end it first")
        return append(log, Draft(SessionStarted(standard=standard)))[0]


def end_session(log: Log, *, note: str | None = None) -> int:
    """The conference is over."""
    with act(log):
        _require_session(log)
        return append(log, Draft(SessionEnded(note=note)))[0]


def leave_incomplete(log: Log, *, reason: str) -> int:
    """The record stops before the session did, and says so."""
    with act(log):
        _require_session(log)
        return append(log, Draft(SessionIncomplete(reason=reason)))[0]


def speak(log: Log, *utterances: UtteranceSpoken, held: bool = False) -> range:
    """Put words on the record in the order given; returns their indexes, which are their identities."""
    with act(log):
        _require_session(log)
        return append(log, *(Draft(utterance, held=held) for utterance in utterances))


def correct(
    log: Log, utterance: int, *, text: str, kind: CorrectionKind, reason: str, speaker: Voice | None = None
) -> int:
    """New words, or another speaker, for an utterance. The old ones stay readable beside them."""
    with act(log):
        _require_words(log, utterance)
        content = UtteranceCorrected(correction=kind, reason=reason, text=text, speaker=speaker)
        return append(log, Draft(content, ref=utterance))[0]


def publish(log: Log, index: int, *, reason: str) -> int:
    """Make a held opening public, for good."""
    with act(log):
        changed = Opening.objects.filter(log=log, index=index, state=Opening.State.HELD)
        if not changed.update(state=Opening.State.PUBLIC):
            raise ActRefused(f"entry {index} is not held back")
        return append(log, Draft(Opened(reason=reason), ref=index))[0]


def erase(log: Log, index: int, *, legal_basis: str) -> int:
    """Destroy the opening of entry `index`, its corrections' openings included, in this database and, by
    replacing the key that wraps all data keys, in every earlier copy of it.

    The entries and all proofs stay. Earlier backups of the installation open nothing afterwards: the caller
    is expected to have a new one made. Returns the index of the first `erased` entry.
    """
    with act():
        _stop_all_writers()
        indexes = [one for one in [index, *_corrections(log, index)] if _has_opening(log, one)]
        if index not in indexes:
            raise ActRefused(f"entry {index} of {log.origin} has no opening that could be erased")
        fresh_key = openings.keyring().start_rotation()
        doomed = Opening.objects.filter(log=log, index__in=indexes)
        doomed.update(state=Opening.State.DESTROYED, wrapped_key=b"", sealed=b"")
        _rewrap(fresh_key, openings.keyring().wrapping_keys)
        entries = append(log, *(Draft(Erased(legal_basis=legal_basis), ref=one) for one in indexes))
    openings.keyring().finish_rotation(fresh_key)
    return entries[0]


def _stop_all_writers() -> None:
    """Hold every log until the act ends; SQLite's one write lock does so anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE record_log IN EXCLUSIVE MODE")


def _has_opening(log: Log, index: int) -> bool:
    return Opening.objects.filter(log=log, index=index).exclude(state=Opening.State.DESTROYED).exists()


def _rewrap(fresh_key: bytes, wrapping_keys: tuple[bytes, ...]) -> None:
    rows = Opening.objects.exclude(state=Opening.State.DESTROYED).select_related("log")
    batch: list[Opening] = []
    for row in rows.order_by("log_id", "index").iterator(chunk_size=1000):
        place = sealing.place_of(row.log.origin, row.index)
        data_key = sealing.unwrap(bytes(row.wrapped_key), place=place, wrapping_keys=wrapping_keys)
        row.wrapped_key = sealing.wrap(data_key, place=place, wrapping_key=fresh_key)
        batch.append(row)
        if len(batch) == 1000:
            Opening.objects.bulk_update(batch, ["wrapped_key"], batch_size=200)
            batch.clear()
    Opening.objects.bulk_update(batch, ["wrapped_key"], batch_size=200)


def _corrections(log: Log, index: int) -> list[int]:
    return [
        later
        for later, entry in openings.leaves(log, index + 1)
        if (leaf := Leaf.decode(entry)).ref == index and leaf.kind == UtteranceCorrected.kind
    ]


def _session(log: Log) -> Session | None:
    last = Session.objects.filter(log=log).order_by("-index").first()
    return last if last and last.ended is None else None


def _require_session(log: Log) -> None:
    if not _session(log):
        raise ActRefused("no session is running; start one first")


def _require_words(log: Log, index: int) -> None:
    entry = Entry.objects.filter(log=log, index=index).first()
    if entry is None or Leaf.decode(bytes(entry.leaf)).kind != UtteranceSpoken.kind:
        raise ActRefused(f"entry {index} of {log.origin} is no utterance")
    if Opening.objects.filter(log=log, index=index, state=Opening.State.DESTROYED).exists():
        raise ActRefused(f"utterance {index} was erased; there are no words left to correct")
