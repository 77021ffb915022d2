"""The sealed files travel in the copy of the database, in a table of their own, so that a backup is one file.

Needs no Django: whoever restores a backup has no settings yet.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing, suppress
from pathlib import Path

from onrecord.keeping.envelope import new_file
from onrecord.keeping.errors import ActRefused

FOLDER = "files"
"""Where sealed files lie in an installation's home."""
TABLE = "keeping_carried"


def put_in(copy: Path, folder: Path, columns: Iterable[tuple[str, str]]) -> None:
    """Put into the copy of a database the files in `folder` that it names, in these `columns` of its tables.

    A file that is gone by now was destroyed after the copy was taken.
    """
    with closing(sqlite3.connect(copy)) as database:
        names = [name for table, column in columns for (name,) in database.execute(f'SELECT "{column}" FROM "{table}"')]  # noqa: S608 - names of our own
        if not names:
            return
        database.execute(f"CREATE TABLE {TABLE} (name TEXT PRIMARY KEY, content BLOB NOT NULL)")
        for name in names:
            with suppress(FileNotFoundError):
                database.execute(f"INSERT INTO {TABLE} VALUES (?, ?)", (name, (folder / name).read_bytes()))  # noqa: S608
        database.commit()


def take_out(copy: Path, folder: Path) -> None:
    """Write the files that a copy carries into the new `folder`, and leave them out of the copy. Raises ActRefused."""
    with closing(sqlite3.connect(copy)) as database:
        if not database.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (TABLE,)).fetchone():
            return
        folder.mkdir(mode=0o700)
        for name, content in database.execute(f"SELECT name, content FROM {TABLE}"):  # noqa: S608
            if not (len(name) == 32 and name.isalnum()):
                raise ActRefused("this is not a backup of onrecord: it has a file with a name that none of ours has")
            with new_file(folder / name) as out:
                out.write(content)
        database.execute(f"DROP TABLE {TABLE}")
        database.commit()
