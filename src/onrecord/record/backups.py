"""A consistent copy of the database, taken while the server runs; the keys apart from it."""

from __future__ import annotations

import base64
import json
import os
import shutil
from pathlib import Path

from django.db import connection

from onrecord.record import keys
from onrecord.record.errors import ActRefused, StorageFailed

KEY_FILES = (keys.SIGNING, keys.OPENINGS, "django.key")
SQLITE = b"SQLite format 3\0"
"""How every database of SQLite begins."""


def write(file: Path) -> int:
    """Copy the database into the new file `file` (mode 0600); returns its bytes. SQLite only.

    The copy has no free pages, so nothing that was erased before is in it.
    """
    if connection.vendor != "sqlite":
        raise ActRefused("the record is in PostgreSQL: take the backup with pg_dump (docs/developers/operating.md)")
    _refuse_existing(file)
    partial = file.with_name(file.name + ".part")
    partial.unlink(missing_ok=True)
    os.close(os.open(partial, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(partial)])
        with partial.open("rb") as copy:
            os.fsync(copy.fileno())
        partial.replace(file)
    except Exception as error:
        partial.unlink(missing_ok=True)
        raise StorageFailed(f"the copy to {file} failed: {error}") from error
    return file.stat().st_size


def write_keys(folder: Path, file: Path) -> None:
    """Write the keys in `folder` into the new file `file`, mode 0600."""
    _refuse_existing(file)
    keys.Keyring(folder)  # an installation that has recorded nothing yet has no keys
    content = {name: (folder / name).read_text().strip() for name in KEY_FILES if (folder / name).exists()}
    handle = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "w") as out:
        json.dump(content, out, indent=1)
        out.flush()
        os.fsync(out.fileno())


def bring_back(*, database: Path, copy: Path, folder: Path, key_file: Path | None) -> None:
    """Put a copy and the keys in their places; if that fails, nothing is in the way of trying again.

    Raises ActRefused where there is a record already, or what SQLite left beside one (`-wal`, `-shm`, `-journal`): it
    would be taken for the end of this one.
    """
    partial = database.with_name(database.name + ".part")
    for left in sorted(set(database.parent.glob(f"{database.name}*")) - {partial}):
        raise ActRefused(f"{left} exists; restore into an empty ONRECORD_HOME")
    with copy.open("rb") as file:
        if file.read(len(SQLITE)) != SQLITE:
            raise ActRefused(f"{copy} is not a backup of onrecord")
    found = _keys_in(key_file) if key_file else {}
    if not key_file and not (folder / keys.SIGNING).exists():
        raise ActRefused(f"the keys are missing: put them into {folder}, or name their file with --keys")
    for name in found:
        if (folder / name).exists():
            raise ActRefused(f"{folder / name} exists; restore into an empty ONRECORD_HOME")
    try:
        shutil.copyfile(copy, partial)
        partial.chmod(0o600)
        _put_keys(folder, found)
        partial.replace(database)
    finally:
        partial.unlink(missing_ok=True)


def _keys_in(key_file: Path) -> dict[str, bytes]:
    """The keys by the name of their file. Raises ActRefused where it is no key file, or one is missing."""
    try:
        content = json.loads(key_file.read_text())
        found = {name: content[name].encode() for name in KEY_FILES if name in content}
        for lines in found.values():
            [base64.b64decode(line, validate=True) for line in lines.split()]
    except (ValueError, TypeError, AttributeError):
        raise ActRefused(f"{key_file} is not a key file of onrecord") from None
    if not {keys.SIGNING, keys.OPENINGS} <= set(found):
        raise ActRefused(f"{key_file} lacks a key; it must have {keys.SIGNING} and {keys.OPENINGS}")
    return found


def _put_keys(folder: Path, found: dict[str, bytes]) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name, key in found.items():
        handle = os.open(folder / name, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "wb") as out:
            out.write(key + b"\n")


def _refuse_existing(file: Path) -> None:
    if file.exists():
        raise ActRefused(f"{file} exists already; a backup never overwrites anything")
