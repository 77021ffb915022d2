"""Words are destroyed for good; their entries, places and proofs stay."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from onrecord.record import openings, sealing
from onrecord.record.contents import (
    CorrectionAnswered,
    Erased,
    HoldSet,
    RuleSet,
    TranslationAdded,
    TranslationRevised,
    UtteranceCorrected,
)
from onrecord.record.entry import Leaf
from onrecord.record.errors import ActRefused
from onrecord.record.models import Log, Opening, SpeakerOpening
from onrecord.record.storage import act
from onrecord.record.writer import Draft, append

Sealed = TypeVar("Sealed", Opening, SpeakerOpening)
CARRY_WORDS = frozenset(
    content.kind for content in (UtteranceCorrected, TranslationAdded, TranslationRevised, CorrectionAnswered)
)
"""Kinds that repeat words of the entry they are about."""
GOVERN = frozenset(content.kind for content in (RuleSet, HoldSet))
"""Kinds without which what was said under them would be read as said under another rule."""


def erase(log: Log, *indexes: int, legal_basis: str) -> int:
    """Destroy the openings of entries, of all that was said about them and of who spoke them, in this database and,
    by replacing the key that wraps all data keys, in every earlier copy of it.

    The entries and all proofs stay. Earlier backups of the installation open nothing afterwards: the caller
    is expected to have a new one made. Returns the index of the first `erased` entry.
    """
    with act():
        _stop_all_writers()
        doomed = [one for index in indexes for one in _with_annotations(log, index)]
        for index in indexes:
            if index not in doomed:
                raise ActRefused(
                    _("entry {index} of {origin} has no opening that could be erased").format(
                        index=index, origin=log.origin
                    )
                )
        for index, leaf in openings.leaves_of(log, doomed):
            if Leaf.decode(leaf).kind in GOVERN:
                raise ActRefused(
                    _("entry {index} governs what came after it, and holds no words: it can't be erased").format(
                        index=index
                    )
                )
        fresh_key = openings.keyring().start_rotation()
        found = Opening.objects.filter(log=log, index__in=doomed)
        found.update(state=Opening.State.DESTROYED, wrapped_key=b"", sealed=b"", until=None)
        SpeakerOpening.objects.filter(log=log, index__in=doomed).delete()
        _rewrap(fresh_key, openings.keyring().wrapping_keys)
        entries = append(log, *(Draft(Erased(legal_basis=legal_basis), ref=one) for one in doomed))
        # Only what is durable may cost the old keys: an act around this one may still fail.
        transaction.on_commit(lambda: openings.keyring().finish_rotation(fresh_key))
    return entries[0]


def _stop_all_writers() -> None:
    """Hold every log until the act ends; SQLite's one write lock does so anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE record_log IN EXCLUSIVE MODE")


def _with_annotations(log: Log, index: int) -> list[int]:
    later = [one for one, leaf in openings.referring(log, index) if leaf.kind in CARRY_WORDS]
    kept = Opening.objects.filter(log=log, index__in=[index, *later]).exclude(state=Opening.State.DESTROYED)
    return list(kept.order_by("index").values_list("index", flat=True))


def _rewrap(fresh_key: bytes, wrapping_keys: tuple[bytes, ...]) -> None:
    kept = Opening.objects.exclude(state=Opening.State.DESTROYED)
    _rewrap_rows(kept, sealing.place_of, fresh_key, wrapping_keys)
    _rewrap_rows(SpeakerOpening.objects.all(), sealing.speaker_place_of, fresh_key, wrapping_keys)


def _rewrap_rows(
    rows: QuerySet[Sealed], place_of: Callable[[str, int], bytes], fresh_key: bytes, wrapping_keys: tuple[bytes, ...]
) -> None:
    batch: list[Sealed] = []
    for row in rows.select_related("log").order_by("log_id", "index").iterator(chunk_size=1000):
        place = place_of(row.log.origin, row.index)
        data_key = sealing.unwrap(bytes(row.wrapped_key), place=place, wrapping_keys=wrapping_keys)
        row.wrapped_key = sealing.wrap(data_key, place=place, wrapping_key=fresh_key)
        batch.append(row)
        if len(batch) == 1000:
            rows.model._default_manager.bulk_update(batch, ["wrapped_key"], batch_size=200)
            batch.clear()
    rows.model._default_manager.bulk_update(batch, ["wrapped_key"], batch_size=200)
