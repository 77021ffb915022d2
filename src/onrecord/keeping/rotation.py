"""A key that wraps data keys is replaced, so that no earlier copy of the database opens what was erased since.

An erasure puts a new key on top of the old ones. What follows takes acts of its own. Until it is done, however often it
must be tried, everything opens with one key or another.
"""

from __future__ import annotations

import logging
from typing import Any

from django.db import transaction

from onrecord.keeping import keys, sealing
from onrecord.keeping.acting import act
from onrecord.keeping.errors import ActFailed, KeysUnusable
from onrecord.keeping.sealing import Sealed
from onrecord.keeping.statements import run

logger = logging.getLogger(__name__)

AT_ONCE = 500
"""Rows that are wrapped again in one act."""


def begin(key_file: str) -> None:
    """In an act, once it has destroyed values: with its commit, no earlier copy of the database opens them any more.

    Not before: a rotation under way elsewhere takes the new key at once, and would wrap with it what is about to go. And
    after all else, so that nobody who is to be told of the act waits for the rotation.

    The values are gone once the act is durable, whatever becomes of the rotation: one that fails is told, and tried again.
    """
    sealing.wrapping(key_file).add()
    transaction.on_commit(lambda: _finish_or_tell(key_file), robust=True)


def _finish_or_tell(key_file: str) -> None:
    try:
        finish(key_file)
    except ActFailed as error:
        logger.warning("The words are erased; the key that opens earlier copies will be destroyed later: %s", error)


def finish_all() -> None:
    """As `finish`, of each key file."""
    for key_file in (keys.OPENINGS, keys.PERSONAL):
        finish(key_file)


def finish(key_file: str) -> None:
    """Wrap every data key with the newest wrapping key and destroy the others; nothing to do where there is one only.

    Any process may call it at any time. Raises StorageBusy and StorageFailed as every act does.
    """
    wrapping = sealing.wrapping(key_file)
    wrapping.refresh()
    if len(wrapping.keys) == 1:
        return
    newest = wrapping.keys[0]
    with act(alone=True):
        pass  # every act that may have sealed with an older key has ended; those that begin now take the newest
    for model in sealing.tables(key_file):
        _rewrap_all(model)
    wrapping.drop_older_than(newest)  # all of it is durable by now


def _rewrap_all(model: type[Sealed]) -> None:
    columns = [field.column for field in model._meta.pk_fields]
    terms = " AND ".join(f'"{column}" = %s' for column in columns)
    update = f'UPDATE "{model._meta.db_table}" SET wrapped_key = %s WHERE {terms}'  # noqa: S608 - names of our own
    after: Any = None
    while True:
        with act():
            # In the act: others may replace keys, too, and pass over these rows.
            sealing.wrapping(model.key_file).refresh()
            rest = sealing.kept(model).order_by("pk").select_for_update(of=("self",))
            rows = list(rest[:AT_ONCE] if after is None else rest.filter(pk__gt=after)[:AT_ONCE])
            run([(update, [(_rewrapped(row), *(row.pk if len(columns) > 1 else (row.pk,))) for row in rows])])
        if len(rows) < AT_ONCE:
            return
        after = rows[-1].pk


def _rewrapped(row: Sealed) -> bytes:
    wrapping = sealing.wrapping(row.key_file)
    try:
        data_key = sealing.unwrap(bytes(row.wrapped_key), place=row.place(), wrapping_keys=wrapping.keys)
    except KeysUnusable:
        sealing.require_keys(row.key_file)
        return bytes(row.wrapped_key)  # damaged: nothing opens it, and it may not keep the old keys in use
    return sealing.wrap(data_key, place=row.place(), wrapping_key=wrapping.keys[0])
