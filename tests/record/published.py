"""What readers have of a log, and a database that came back from a copy."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from django.db import connection, connections

from onrecord.record import serving
from onrecord.record.models import Log


class Copy:
    """The database as it was, to be put in the place of the one that is."""

    def __init__(self, folder: Path) -> None:
        self._database, self._file = Path(connection.settings_dict["NAME"]), folder / "copy.sqlite3"
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(self._file)])

    def bring_back(self) -> None:
        connections.close_all()
        with sqlite3.connect(self._file) as old, sqlite3.connect(self._database) as new:
            old.backup(new)
        old.close()
        new.close()


def published(log: Log) -> str:
    log.refresh_from_db()
    return serving.checkpoint(log)
