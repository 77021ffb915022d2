"""A backup comes back: the sealed copy becomes the database and the sealed files of an empty home, with the keys
that belong to it.

Needs no Django: the settings read the keys that are only being put in place here.
"""

from __future__ import annotations

import base64
import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from onrecord.keeping import carrying, envelope, keys
from onrecord.keeping.errors import ActRefused, StorageFailed

LEFT_OUT = ("people_session", "keeping_pace")
"""Tables whose rows are in no copy: who is signed in, and how often who tried to."""
SQLITE = b"SQLite format 3\0"
"""How every database of SQLite begins; so did the backups of earlier versions."""


Check = Callable[[sqlite3.Connection, bytes], str]
"""Why a database doesn't go with the signing key, by its 32 bytes, in words; empty where it does."""


def bring_back(*, database: Path, copy: Path, folder: Path, key_file: Path | None, check: Check) -> None:
    """Put a copy and the keys in their places; if that fails, nothing is in the way of trying again.

    Raises ActRefused where there is a record already, or what SQLite left beside one (`-wal`, `-shm`, `-journal`): it
    would be taken for the end of this one; and where copy and keys are damaged or don't belong together.
    """
    partial = database.with_name(database.name + ".part")
    for left in sorted(set(database.parent.glob(f"{database.name}*")) - {partial}):
        raise ActRefused(f"{left} already exists; restore into an empty ONRECORD_HOME")
    files = database.parent / carrying.FOLDER
    unpacked = files.with_name(files.name + ".part")
    if files.exists() and any(files.iterdir()):
        raise ActRefused(f"{files} already has files; restore into an empty ONRECORD_HOME")
    if not key_file and not (folder / keys.SIGNING).exists():
        raise ActRefused(f"the keys are missing; copy them to {folder}, or give their file with --keys")
    found = _keys_in(key_file) if key_file else keys.require(folder)
    for name in found if key_file else ():
        if (folder / name).exists():
            raise ActRefused(f"{folder / name} already exists; restore into an empty ONRECORD_HOME")
    partial.unlink(missing_ok=True)
    shutil.rmtree(unpacked, ignore_errors=True)
    try:
        _unseal(copy, partial, found)
        _check(copy, partial)
        carrying.take_out(partial, unpacked)
        leave_out(partial)  # backups of earlier versions have sessions in them
        with closing(sqlite3.connect(partial)) as unsealed:
            if wrong := check(unsealed, base64.b64decode(found[keys.SIGNING])):
                raise ActRefused(f"{key_file or folder / keys.SIGNING}: {wrong}")
        if key_file:
            _put_keys(folder, found)
        if unpacked.exists():
            unpacked.replace(files)
        partial.replace(database)
    except sqlite3.OperationalError as error:
        raise StorageFailed(f"{database.parent}: {error}") from None
    except sqlite3.Error as error:
        raise ActRefused(f"{copy} is damaged ({error}); restore another backup") from None
    finally:
        for left in (partial, partial.with_name(partial.name + "-journal")):
            left.unlink(missing_ok=True)
        shutil.rmtree(unpacked, ignore_errors=True)


def _unseal(copy: Path, partial: Path, found: dict[str, str]) -> None:
    """The database in `copy`, whole. Raises ActRefused."""
    with copy.open("rb") as sealed, envelope.new_file(partial) as out:
        begins = sealed.read(len(envelope.BEGINS))
        sealed.seek(0)
        try:
            if begins == envelope.BEGINS:
                envelope.unseal(sealed, out, keys=wrapping_keys(found))
            elif begins.startswith(SQLITE):
                shutil.copyfileobj(sealed, out)
            else:
                raise ActRefused(f"{copy} is not a backup of onrecord")
        except envelope.OtherKey:
            raise ActRefused(
                f"{keys.OPENINGS} is not the key that encrypted {copy}. Either the keys are from another installation, or "
                "words were erased after this backup and it can no longer be opened, or the file is damaged"
            ) from None
        except envelope.Damaged:
            raise ActRefused(f"{copy} is damaged or incomplete; restore another backup") from None


def _check(copy: Path, partial: Path) -> None:
    """Raises ActRefused or sqlite3.Error where the database is not whole."""
    with closing(sqlite3.connect(partial)) as database:
        [(verdict,), *_rest] = database.execute("PRAGMA quick_check(1)").fetchall()
        there = {name for (name,) in database.execute("SELECT name FROM sqlite_master")} if verdict == "ok" else set()
        if "record_log" not in there:
            raise ActRefused(
                f"{copy} is damaged, or is not a backup of onrecord; restore another one ({' '.join(verdict.split())})"
            )
        if "keeping_done" not in there:
            raise ActRefused(
                f"{copy} was made by an earlier development version; restore it with that version, and export the record"
            )


def _keys_in(key_file: Path) -> dict[str, str]:
    """The keys by the name of their file. Raises ActRefused where it is no key file, or one is missing."""
    try:
        content = json.loads(key_file.read_text())
        found = {name: str(content[name]) for name in keys.ALL if name in content}
        sizes = {len(base64.b64decode(line, validate=True)) for lines in found.values() for line in lines.split()}
        if sizes != {keys.KEY_BYTES} or not all(found.values()):
            raise ValueError
    except (ValueError, TypeError, AttributeError, RecursionError):
        raise ActRefused(f"{key_file} is not a key file of onrecord, or it is damaged") from None
    if not {keys.SIGNING, keys.OPENINGS} <= set(found):
        raise ActRefused(f"{key_file} lacks a key; it must contain {keys.SIGNING} and {keys.OPENINGS}")
    return found


def _put_keys(folder: Path, found: dict[str, str]) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    written: list[Path] = []
    try:
        for name, key in found.items():
            with envelope.new_file(folder / name) as out:
                out.write(key.encode() + b"\n")
            written.append(folder / name)
    except BaseException:
        for half in written:
            half.unlink()
        raise


def wrapping_keys(found: dict[str, str]) -> list[bytes]:
    """The keys that may have sealed words or a backup, newest first."""
    return [base64.b64decode(line) for line in found[keys.OPENINGS].split()]


def leave_out(copy: Path) -> None:
    """Empty the tables LEFT_OUT, so that not a byte of them remains."""
    with closing(sqlite3.connect(copy, isolation_level=None)) as database:
        there = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        database.execute("PRAGMA secure_delete = ON")
        for table in there.intersection(LEFT_OUT):
            database.execute(f'DELETE FROM "{table}"')  # noqa: S608 - names of our own
        database.execute("VACUUM")
