"""An act: everything in it is stored together or nothing is, and plain words for what a database can fail with."""

from __future__ import annotations

import errno
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError, connection, transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from onrecord.keeping.errors import StorageBusy, StorageFailed
from onrecord.keeping.models import Done
from onrecord.keeping.statements import Statement, run

REMEMBERED = timedelta(days=400)
"""How long an act that was sent with a key is known; a desk may have been without a network for long."""
BUSY = ("database is locked", "database table is locked", "lock timeout", "could not obtain lock", "deadlock detected")


@dataclass(slots=True)
class _Act:
    """The act under way in this thread."""

    commits: bool
    """Whether it commits when it ends; it doesn't where somebody else's transaction is around it."""
    held: dict[type[Model], Any] = field(default_factory=dict)
    """The row that it holds of each table, by its primary key."""
    carried: dict[str, Any] = field(default_factory=dict)
    before_commit: list[Callable[[], None]] = field(default_factory=list)


class _Under(threading.local):
    act: _Act | None = None


_under = _Under()


@contextmanager
def act(row: Model | None = None, *, alone: bool = False) -> Iterator[None]:
    """Everything inside is stored together, or nothing is; what it reads of `row` stays true until it ends.

    SQLite takes the write lock at once (immediate transactions). On PostgreSQL the row is locked, once, however many acts
    lie in each other. An act holds one row of a table at most, so that no two acts wait for each other. `alone`: no other
    act of the installation is under way meanwhile.

    Raises StorageBusy where another process held what is needed for too long, StorageFailed where the disk is full or the
    database fails; nothing of the act is stored then, and `row` is as it is stored.
    """
    outer = _under.act
    if outer is not None:
        assert not alone, "only an outermost act can be alone"
        with told_in_words(), transaction.atomic(savepoint=False):  # without a savepoint: if it fails, all of them do
            _lock(_unheld(outer, row))
            yield
        return
    under = _Act(commits=not connection.in_atomic_block)
    try:
        with told_in_words(), transaction.atomic(savepoint=False), _under_way(under):
            _lock([(ALONE if alone else TOGETHER, [(INSTALLATION,)]), *_unheld(under, row)])
            yield
            if connection.needs_rollback:
                raise StorageFailed(_("A part of this failed. Nothing was saved."))
            for last in under.before_commit if under.commits else ():
                last()
    except Exception:
        if row is not None and under.commits:
            with suppress(DatabaseError, ObjectDoesNotExist):
                row.refresh_from_db()
        raise


@contextmanager
def _under_way(under: _Act) -> Iterator[None]:
    """Until the commit: what is done after it may be an act of its own."""
    _under.act = under
    try:
        yield
    finally:
        _under.act = None


def once(key: str, do: Callable[[], int]) -> int:
    """Inside an act: do something that was sent with a key of its own. Sent again, it is not done again: what it returned the
    first time is returned."""
    done, new = Done.objects.get_or_create(pk=key, defaults={"result": 0})  # of two at the same moment, one waits here
    if new:
        done.result = do()
        done.save(update_fields=["result"])
    return done.result


def tidy() -> None:
    """Forget acts that nobody sends again."""
    Done.objects.filter(at__lt=timezone.now() - REMEMBERED).delete()


def before_commit(last: Callable[[], None]) -> None:
    """Have `last` done in the act under way, right before it commits."""
    assert _under.act is not None, "no act is under way"
    _under.act.before_commit.append(last)


def carried() -> dict[str, Any] | None:
    """What rooms note for the rest of the act under way, under names of their own; None unless an act commits."""
    return _under.act.carried if _under.act is not None and _under.act.commits else None


def _unheld(under: _Act, row: Model | None) -> list[Statement]:
    """What locks `row`; nothing where the act holds it already."""
    if row is None:
        return []
    held = under.held.get(type(row))
    assert held in (None, row.pk), f"an act on {type(row).__name__} {held} can't take {row.pk} as well"
    if held is not None:
        return []
    under.held[type(row)] = row.pk
    assert row._meta.pk is not None
    locking = f'SELECT 1 FROM "{row._meta.db_table}" WHERE "{row._meta.pk.column}" = %s FOR UPDATE'  # noqa: S608 - our own names
    return [(locking, [(row.pk,)])]


def _lock(statements: list[Statement]) -> None:
    """On PostgreSQL, where they travel together, and with BEGIN; SQLite's write lock is all there is to hold."""
    if statements and connection.vendor == "postgresql":
        run(statements)


@contextmanager
def told_in_words() -> Iterator[None]:
    """Raises StorageBusy and StorageFailed for what a database or a disk fails with."""
    try:
        yield
    except DatabaseError as error:
        words = str(error).strip()
        if any(sign in words for sign in BUSY):
            raise StorageBusy(
                _("Another process is writing to the record and did not finish in time. Nothing was saved. Try again.")
            ) from error
        if "full" in words or "No space left" in words:
            raise _full(words) from error
        raise StorageFailed(_("The database failed: {words}. Nothing was saved.").format(words=words)) from error
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise _full(str(error.strerror)) from error
        raise StorageFailed(
            _("{file}: {words}. Nothing was saved.").format(file=error.filename, words=error.strerror)
        ) from error


def _full(words: str) -> StorageFailed:
    return StorageFailed(
        _(
            "The disk that stores the record is full ({words}). Nothing was saved this time, and nothing "
            "saved earlier is lost. Free some space and try again."
        ).format(words=words)
    )


INSTALLATION = 0x6F6E7265636F7263
"""PostgreSQL's lock that every act shares, and that one which must be alone takes alone; any number would do."""
TOGETHER = "SELECT pg_advisory_xact_lock_shared(%s)"
ALONE = "SELECT pg_advisory_xact_lock(%s)"
