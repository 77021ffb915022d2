"""One transaction an act, plain words for what a database can fail with, and the statements of the hot path.

Those go past Django's cursors, which cost more than the statements themselves; `%s` marks a value for both databases.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from functools import cache
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.utils.translation import gettext as _

from onrecord.record import heads
from onrecord.record.errors import RecordBusy, StorageFailed
from onrecord.record.models import Log

BUSY = ("database is locked", "database table is locked", "lock timeout", "could not obtain lock")


@contextmanager
def act(log: Log | None = None) -> Iterator[None]:
    """Everything inside is stored together, or nothing is; what it reads of `log` stays true until it ends.

    SQLite takes the write lock at once (immediate transactions); on PostgreSQL the log's row is locked.
    What is signed in it is noted beside the keys before it is committed (`heads`). Raises RecordBusy where another
    process held the record too long, StorageFailed where the disk is full or the database fails; nothing of the act is
    stored then, and `log` is as it is stored.
    """
    outermost = not connection.in_atomic_block
    try:
        with _transaction(log), heads.act() if outermost else nullcontext():
            yield
    except Exception:
        if log is not None and outermost:
            with suppress(DatabaseError, Log.DoesNotExist):
                log.refresh_from_db()
        raise


@contextmanager
def _transaction(log: Log | None) -> Iterator[None]:
    try:
        with transaction.atomic(savepoint=False):
            if log is not None and connection.vendor == "postgresql":
                Log.objects.select_for_update().get(pk=log.pk)
            yield
    except DatabaseError as error:
        words = str(error).strip()
        if any(sign in words for sign in BUSY):
            raise RecordBusy(
                _("Another process is writing to the record and did not finish in time. Nothing was saved. Try again.")
            ) from error
        if "full" in words or "No space left" in words:
            raise StorageFailed(
                _(
                    "The disk that stores the record is full ({words}). Nothing was saved this time, and nothing "
                    "saved earlier is lost. Free some space and try again."
                ).format(words=words)
            ) from error
        raise StorageFailed(_("The database failed: {words}. Nothing was saved.").format(words=words)) from error
    except OSError as error:
        raise StorageFailed(
            _("{file}: {words}. Nothing was saved.").format(file=error.filename, words=error.strerror)
        ) from error


Statement = tuple[str, Sequence[tuple[Any, ...]]]
"""SQL, and the values of each time it is to run."""


def read_row(select: str, values: tuple[Any, ...]) -> tuple[Any, ...]:
    """The one row that `select` finds; to be called inside an act."""
    with connection.wrap_database_errors:
        if connection.vendor == "postgresql":
            with connection.connection.pipeline():  # BEGIN and this travel together
                row = _postgres_cursor().execute(select, values, prepare=True).fetchone()
        else:
            row = connection.connection.execute(_for_sqlite(select), values).fetchone()
    return tuple(row)


def run(statements: Sequence[Statement]) -> None:
    """Run each statement for each of its rows, in order, inside an act. On PostgreSQL all of them travel together."""
    with connection.wrap_database_errors:
        if connection.vendor == "postgresql":
            with connection.connection.pipeline():
                cursor = _postgres_cursor()
                for sql, rows in statements:
                    for row in rows:
                        cursor.execute(sql, row, prepare=True)
            return
        for sql, rows in statements:
            if len(rows) == 1:
                connection.connection.execute(_for_sqlite(sql), rows[0])
            elif rows:
                connection.connection.executemany(_for_sqlite(sql), rows)


def _postgres_cursor() -> Any:
    import psycopg

    return psycopg.Cursor(connection.connection)


@cache
def _for_sqlite(sql: str) -> str:
    return sql.replace("%s", "?")
