"""The key that wraps all data keys is replaced, so that no earlier copy of the database opens what was erased since.

An erasure puts a new key on top of the old ones. What follows is an act of its own: it has to wait for all who write, and
whoever holds a log while waiting for the others would wait for ever. Until it is done, however often it must be tried,
everything opens with one key or another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from django.db import connection, transaction

from onrecord.record import openings, sealing
from onrecord.record.models import Log, Opening, SpeakerOpening
from onrecord.record.storage import act, run


def finish_rotation() -> None:
    """Wrap every data key with the newest wrapping key and destroy the others; nothing to do where there is one only.

    Any process may call it at any time. Raises RecordBusy and StorageFailed as every act does; it is tried again then by
    the server's clock.
    """
    keys = openings.keyring()
    keys.refresh()
    if len(keys.wrapping_keys) == 1:
        return
    with act():
        _stop_all_writers()
        keys.refresh()
        newest = keys.wrapping_keys[0]
        for log_id, origin in Log.objects.values_list("pk", "origin"):
            opening_keys = Opening.objects.filter(log=log_id).exclude(state=Opening.State.DESTROYED)
            speaker_keys = SpeakerOpening.objects.filter(log=log_id)
            _rewrap(
                REWRAP_OPENING,
                log_id,
                opening_keys.values_list("index", "wrapped_key"),
                partial(sealing.place_of, origin),
            )
            _rewrap(
                REWRAP_SPEAKER,
                log_id,
                speaker_keys.values_list("index", "wrapped_key"),
                partial(sealing.speaker_place_of, origin),
            )
        transaction.on_commit(lambda: keys.drop_older_than(newest))  # only what is durable may cost the old keys


def _stop_all_writers() -> None:
    """Hold every log until the act ends; SQLite's one write lock does so anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE record_log IN EXCLUSIVE MODE")


def _rewrap(
    update: str, log_id: int, rows: Iterable[tuple[int, bytes | memoryview]], place_of: Callable[[int], bytes]
) -> None:
    keys = openings.keyring().wrapping_keys

    def rewrapped(wrapped_key: bytes, place: bytes) -> bytes:
        return sealing.wrap(
            sealing.unwrap(wrapped_key, place=place, wrapping_keys=keys), place=place, wrapping_key=keys[0]
        )

    run([(update, [(rewrapped(bytes(key), place_of(index)), log_id, index) for index, key in rows])])


REWRAP_OPENING = 'UPDATE record_opening SET wrapped_key = %s WHERE log_id = %s AND "index" = %s'
REWRAP_SPEAKER = 'UPDATE record_speakeropening SET wrapped_key = %s WHERE log_id = %s AND "index" = %s'
