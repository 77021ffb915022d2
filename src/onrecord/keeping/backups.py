"""A consistent copy of the database with the sealed files, taken while the server runs and sealed as a whole; the keys apart
from it.

Names, addresses and what readers asked lie in the database as they are. So the file is sealed with the key that wraps all
words: alone it opens nothing, and after an erasure, which replaces that key, it opens nothing any more.
"""

from __future__ import annotations

import json
import sqlite3
import tempfile
import time
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection

from onrecord.keeping import carrying, envelope, files, keys, rotation
from onrecord.keeping.errors import ActRefused, StorageBusy, StorageFailed
from onrecord.keeping.restoring import leave_out, wrapping_keys

TRIES = 20
"""How often a copy is taken anew because an erasure replaced a key beside it."""


def write(file: Path, *, keys_to: Path | None = None) -> int:
    """Copy the database and the sealed files into the new file `file`, sealed, and the keys that open it into the new file `keys_to`.

    Returns the bytes of `file`. Both have mode 0600. The copy has no free pages, so nothing that was erased before is in
    it. SQLite only. Raises StorageBusy where one erasure follows the other.
    """
    if connection.vendor != "sqlite":
        raise ActRefused("the record is in PostgreSQL; back it up with pg_dump (docs/developers/operating.md)")
    for new in (file, keys_to):
        if new and new.exists():
            raise ActRefused(f"{new} already exists, and a backup never overwrites a file; choose another name")
    home = Path(connection.settings_dict["NAME"]).parent
    with tempfile.TemporaryDirectory(
        prefix="backup-", dir=home
    ) as beside:  # sessions are in it until they are left out
        copy = Path(beside) / "copy"
        found = _copy_with_its_keys(copy)
        try:
            leave_out(copy)
            carrying.put_in(copy, files.folder(), [(table._meta.db_table, "file") for table in files.tables()])
        except sqlite3.Error as error:
            raise StorageFailed(f"the copy for {file} failed: {error}") from error
        if keys_to:
            with envelope.new_file(keys_to) as out:
                out.write(json.dumps(found, indent=1).encode())
        try:
            with copy.open("rb") as plain, envelope.new_file(file) as sealed:
                envelope.seal(plain, sealed, key=wrapping_keys(found)[0])
        except BaseException:
            if keys_to:
                keys_to.unlink()
            raise
    return file.stat().st_size


def _copy_with_its_keys(copy: Path) -> dict[str, str]:
    """Copy the database; returns the keys that belong to it, by the name of their file."""
    folder = settings.ONRECORD_KEYS
    for _ in range(TRIES):
        rotation.finish_all()
        before = keys.require(folder)
        try:
            with connection.cursor() as cursor:
                cursor.execute("VACUUM INTO %s", [str(copy)])
        except DatabaseError as error:
            raise StorageFailed(f"the database could not be copied: {error}") from error
        no_erasure = all(len(before[name].split()) == 1 for name in (keys.OPENINGS, keys.PERSONAL))
        if (
            no_erasure and keys.require(folder) == before
        ):  # else the copy might open with the key that an erasure brings
            return before
        copy.unlink()
        time.sleep(0.05)
    raise StorageBusy(
        "Words are being erased right now, and each erasure replaces a key. Try again when the erasures are done."
    )
