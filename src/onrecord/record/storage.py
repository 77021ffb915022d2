"""One transaction an act, and plain words for what a database can fail with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, connection, transaction

from onrecord.record.errors import RecordBusy, StorageFailed
from onrecord.record.models import Log

BUSY = ("database is locked", "database table is locked", "lock timeout", "could not obtain lock")


@contextmanager
def act(log: Log | None = None) -> Iterator[None]:
    """Everything inside is stored together, or nothing is; what it reads of `log` stays true until it ends.

    SQLite takes the write lock at once (immediate transactions); on PostgreSQL the log's row is locked.
    Raises RecordBusy where another process held the record too long, StorageFailed where the disk is full or
    the database fails; nothing of the act is stored then.
    """
    try:
        with transaction.atomic(savepoint=False):
            if log is not None and connection.vendor == "postgresql":
                Log.objects.select_for_update().get(pk=log.pk)
            yield
    except DatabaseError as error:
        words = str(error).strip()
        if any(sign in words for sign in BUSY):
            raise RecordBusy(
                "Another process is writing to the record and did not finish in time. Nothing was stored; try again."
            ) from error
        if "full" in words or "No space left" in words:
            raise StorageFailed(
                f"The disk that holds the record is full ({words}). Nothing of this act was stored and nothing "
                "earlier is lost; make room and try again."
            ) from error
        raise StorageFailed(f"The database failed: {words}. Nothing of this act was stored.") from error
