"""The statements of the hot path, past Django's cursors, which cost more than the statements themselves.

`%s` marks a value for both databases.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db import connection

Statement = tuple[str, Sequence[tuple[Any, ...]]]
"""SQL, and the values of each time it is to run."""


def read_row(select: str, values: tuple[Any, ...]) -> tuple[Any, ...]:
    """The one row that `select` finds; to be called inside an act."""
    with connection.wrap_database_errors:
        if connection.vendor == "postgresql":
            with connection.connection.pipeline():
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
