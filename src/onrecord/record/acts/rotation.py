"""The key that wraps all data keys is replaced, so that no earlier copy of the database opens what was erased since.

An erasure puts a new key on top of the old ones. What follows is an act of its own: it has to wait for all who write, and
whoever holds a log while waiting for the others would wait for ever. Until it is done, however often it must be tried,
everything opens with one key or another.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

from onrecord.record import openings, sealing
from onrecord.record.errors import KeysUnusable, RecordError
from onrecord.record.models import Log, Opening
from onrecord.record.storage import act, run

logger = logging.getLogger(__name__)


def begin_rotation() -> None:
    """As `finish_rotation`, behind an erasure that is done already: a rotation that fails now is told, and tried again."""
    try:
        finish_rotation()
    except RecordError as error:
        logger.warning("The words are erased; the key that opens earlier copies will be destroyed later: %s", error)


def finish_rotation() -> None:
    """Wrap every data key with the newest wrapping key and destroy the others; nothing to do where there is one only.

    Any process may call it at any time. Raises RecordBusy and StorageFailed as every act does; it is tried again then by
    the server's clock.
    """
    keys = openings.keyring()
    keys.refresh()
    if len(keys.wrapping_keys) == 1:
        return
    newest = keys.wrapping_keys[0]
    done = [_rewrap(log) for log in Log.objects.all()]
    with act():
        _stop_all_writers()
        for log in Log.objects.exclude(pk__in=done):  # opened meanwhile, perhaps with an older key
            _rewrap(log)
        transaction.on_commit(lambda: keys.drop_older_than(newest))  # only what is durable may cost the old keys


def _stop_all_writers() -> None:
    """Hold every log until the act ends; SQLite's one write lock does so anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE record_log IN EXCLUSIVE MODE")


def _rewrap(log: Log) -> int:
    """Wrap the data keys of one log with the key that is newest by then; returns its primary key.

    Others write to other logs meanwhile, and may add a newer key and drop the one that was newest before.
    """
    keys = openings.keyring()

    def rewrapped(wrapped_key: bytes, place: bytes) -> bytes:
        try:
            data_key = sealing.unwrap(wrapped_key, place=place, wrapping_keys=keys.wrapping_keys)
        except KeysUnusable:
            openings.require_keys()
            return wrapped_key  # damaged: nothing opens it, and it may not keep the old keys in use
        return sealing.wrap(data_key, place=place, wrapping_key=keys.wrapping_keys[0])

    with act(log):
        keys.refresh()
        kept = Opening.objects.filter(log=log).exclude(state=Opening.State.DESTROYED)
        sealed: list[tuple[str, QuerySet[Any, Any], Callable[[str, Any], bytes]]] = [
            (REWRAP_OPENING, kept.values_list("index", "wrapped_key"), sealing.place_of),
            (REWRAP_SPEAKER, log.speakers.values_list("index", "wrapped_key"), sealing.speaker_place_of),
            (REWRAP_ASIDE, log.asides.values_list("key", "wrapped_key"), sealing.aside_place_of),
        ]
        for update, rows, place_of in sealed:
            run([(update, [(rewrapped(bytes(key), place_of(log.origin, row)), log.pk, row) for row, key in rows])])
    return log.pk


REWRAP_OPENING = 'UPDATE record_opening SET wrapped_key = %s WHERE log_id = %s AND "index" = %s'
REWRAP_ASIDE = "UPDATE record_aside SET wrapped_key = %s WHERE log_id = %s AND key = %s"
REWRAP_SPEAKER = 'UPDATE record_speakeropening SET wrapped_key = %s WHERE log_id = %s AND "index" = %s'
