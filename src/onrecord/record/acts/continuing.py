"""A log whose database came back from a copy goes on: as the same log, or under another name that says where it broke."""

from __future__ import annotations

from django.utils.translation import gettext as _

from onrecord.keeping import sealing
from onrecord.keeping.acting import act
from onrecord.keeping.errors import ActRefused
from onrecord.record import heads, serving
from onrecord.record.contents import LogContinued
from onrecord.record.models import Log, OfEntry, tables_of_entries
from onrecord.record.signing import signer_for, signer_of
from onrecord.record.writer import Draft, append
from onrecord.tlog.checkpoint import Checkpoint, open_checkpoint
from onrecord.tlog.merkle import EMPTY_ROOT, subtree
from onrecord.tlog.note import NoteError


def waits(log: Log) -> bool:
    """Whether nothing can be added to the log before `continue_log`."""
    head = heads.read(log.origin)
    return head is None or log.checkpoint not in (head.intended, head.published)


def continue_log(log: Log, *, newest: str = "") -> int | None:
    """Let a log go on that came back from a copy. `newest`: the newest signed checkpoint that was published; "": there is
    none newer than what database and key folder here know.

    Where the log begins with all that was published, it just goes on. Else it goes on under a new name, since entries of
    it that readers have are missing; its first entry under that name names both checkpoints, and its index is returned.
    Raises ActRefused where `newest` is no checkpoint of this log.
    """
    with act(log):
        log.refresh_from_db()
        lost = _contradicting(log, newest)
        if lost is None:
            heads.settle(log.origin, log.checkpoint)
            return None
        old, ended = log.origin, log.checkpoint
        heads.settle(old, lost)  # so that no other log takes the name
        _rename(log, _free_name(old))
        content = LogContinued(origin=old, size=log.size, checkpoint=ended, published=lost)
        return append(log, Draft(content))[0]


def note_published(checkpoint: str) -> str:
    """Note that a log which isn't in this database was published up to `checkpoint`, so that no other takes its name.
    Returns its name. Raises ActRefused where this installation didn't sign it."""
    origin = checkpoint.partition("\n")[0]
    _parsed(origin, checkpoint)
    heads.settle(origin, checkpoint)
    return origin


def _contradicting(log: Log, newest: str) -> str | None:
    """The newest of all checkpoints known to be published, unless the log begins with it."""
    head = heads.read(log.origin)
    known = [(_parsed(log.origin, newest), newest)] if newest else []
    for note in (head.published, head.intended) if head else ():
        try:
            known.append((_parsed(log.origin, note), note))
        except ActRefused:  # empty, or half written
            continue
    for checkpoint, note in sorted(known, key=lambda one: one[0].size, reverse=True):
        if checkpoint.size > log.size or _root_at(log, checkpoint.size) != checkpoint.root:
            return note
    return None


def _parsed(origin: str, note: str) -> Checkpoint:
    try:
        return open_checkpoint(note, [signer_of(origin).verifier])
    except (NoteError, ValueError) as error:
        raise ActRefused(
            _("this is not a checkpoint signed by {origin}: {words}").format(origin=origin, words=error)
        ) from None


def _root_at(log: Log, size: int) -> bytes:
    return subtree(0, size, serving.reader(log).hash) if size else EMPTY_ROOT


def _free_name(origin: str) -> str:
    """The name with the next number: …/log-2, …/log-3."""
    names = (f"{origin}-{number}" for number in range(2, 1000))
    return next(name for name in names if heads.read(name) is None and not Log.objects.filter(origin=name).exists())


def _rename(log: Log, origin: str) -> None:
    """Give the log another name, under which its openings are sealed from now on."""
    signer_for(log)
    rows: list[tuple[OfEntry, bytes]] = []
    for model in tables_of_entries():
        found, _damaged = sealing.unsealed(lambda model=model: sealing.kept(model).filter(log=log))  # type: ignore[misc]
        rows += found
    log.origin, log.verifier_key = origin, str(signer_of(origin).verifier)
    log.save(update_fields=["origin", "verifier_key"])
    for row, value in rows:
        row.log = log
        row.seal(value)
        row.save(update_fields=["wrapped_key", "sealed"])
    heads.begin(origin)
