"""The one writer: entries, tree, openings, projections and the signed checkpoint, all in one transaction.

This is the hot path of the product, so it speaks SQL: a handful of statements an act, whatever the number
of entries in it.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection, transaction
from django.dispatch import Signal
from django.utils.translation import gettext as _

from onrecord.keeping import keys, sealing, timekeeping
from onrecord.keeping.acting import act
from onrecord.keeping.errors import ActRefused
from onrecord.keeping.statements import Statement, read_row, run
from onrecord.record import additions, folds, heads, openings, projection
from onrecord.record.contents import Content
from onrecord.record.entry import COMMIT_BYTES, Leaf, Opening, commitment
from onrecord.record.folds import Course, Recorded
from onrecord.record.kinds import known
from onrecord.record.models import Log, place_of
from onrecord.record.models import Opening as Stored
from onrecord.record.signing import signer_for, signer_of
from onrecord.tlog.checkpoint import Checkpoint, sign
from onrecord.tlog.merkle import Frontier, leaf_hash
from onrecord.tlog.tiles import TILE_WIDTH

appended = Signal()
"""Sent with `log` once the entries of an act are durable: the seam where readers are told."""


EntryRow = tuple[int, int, bytes, str, int | None, int]
OpeningRow = tuple[int, int, str, str, bytes, bytes, int | None]
"""As INSERT_ENTRY and INSERT_OPENING name their values."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry to be. `held`: why its opening is kept back until an `opened` entry, which the server appends at `until`
    (ms since 1970) by itself where that is given; `ref`: the entry it is about."""

    content: Content
    ref: int | None = None
    held: Stored.Why | None = None
    until: int | None = None

    @property
    def kind(self) -> str:
        return self.content.kind


@dataclass(frozen=True, slots=True)
class Committed:
    """An entry to be whose content somebody else has: they made its commitment, and may hand in the opening later
    (`acts.handing_in`). `of`: the kind, which must say with what its content `belongs` to entry `ref`."""

    of: type[Content]
    commit: bytes
    ref: int

    @property
    def kind(self) -> str:
        return self.of.kind


def open_log(origin: str, *, language: str = "") -> Log:
    """A new, empty log with a signed checkpoint of size 0; to be called inside an act. `language`: of what is said."""
    for other, signed in Log.objects.values_list("origin", "checkpoint"):
        if not heads.is_ours(other):
            heads.require(other, signed)  # of a copy nobody knows which other logs are missing
    heads.require(origin, "")
    signer = signer_of(origin)
    checkpoint = sign(Checkpoint(origin, 0, Frontier().root()), signer)
    _note(origin, before="", newest=checkpoint)
    return Log.objects.create(
        origin=origin, verifier_key=str(signer.verifier), language=language, checkpoint=checkpoint
    )


def append(log: Log, *drafts: Draft | Committed) -> range:
    """Append `drafts` to `log` in order; returns their indexes. `log` is brought up to date.

    Entries, openings, projections, frontier and checkpoint are stored together or not at all, and when the
    outermost act has ended they are durable. Raises ActRefused where a `ref` names no earlier entry, and for what somebody
    else made that nobody could read or open later (`_require_sound`),
    HistoryUnknown where entries may be missing (`heads`),
    KeysUnusable where the signing key isn't the log's, StorageBusy and StorageFailed as `keeping.acting.act` says.
    """
    with act(log):
        frontier, course = _head(log)
        heads.require(log.origin, log.checkpoint)
        before, start, now = log.checkpoint, log.size, max(timekeeping.now(), log.last_at)
        signer, wrapping_key = signer_for(log), sealing.newest_key(keys.OPENINGS)

        _require_sound(log, [draft for draft in drafts if isinstance(draft, Committed)])
        entries, sealed, fresh = list[EntryRow](), list[OpeningRow](), dict[int, Content]()

        def content_of(index: int) -> Content | None:
            return fresh.get(index) or additions.content_of(log, index)

        for index, draft in enumerate(drafts, start):
            kind = draft.kind
            if draft.ref is not None and (type(draft.ref) is not int or not 0 <= draft.ref < index):
                raise ActRefused(
                    _("{kind} refers to entry {index}, which does not exist").format(kind=kind, index=draft.ref)
                )
            if isinstance(draft, Committed):
                assert draft.of.belongs, f"the content of {kind} doesn't say what it belongs to"
                commit = draft.commit
                sealed.append((log.pk, index, Stored.State.AWAY.value, "", b"", b"", None))
            else:
                opening = Opening(nonce=os.urandom(32), content=draft.content.canonical())
                commit = commitment(opening.nonce, kind, opening.content)
                state = Stored.State.HELD if draft.held else Stored.State.PUBLIC
                place = place_of(log.origin, index)
                key, box = sealing.seal(opening.value, place=place, wrapping_key=wrapping_key)
                why = draft.held.value if draft.held else ""
                sealed.append((log.pk, index, state.value, why, key, box, draft.until))
                if not draft.held:
                    fresh[index] = draft.content
            leaf = Leaf(at=now, kind=kind, commit=commit, ref=draft.ref).encode()
            entries.append((log.pk, index, leaf, kind, draft.ref, log.segments))
            course.follow(Recorded(index, kind, draft.ref, fresh.get(index)), content_of)

        frontier = frontier.extend(leaf_hash(leaf) for _log, _index, leaf, *_rest in entries)
        log.size, log.last_at = frontier.size, now
        log.frontier, log.segments = frontier.to_bytes(), log.segments + 1
        log.checkpoint = sign(Checkpoint(log.origin, frontier.size, frontier.root()), signer)
        _note(log.origin, before=before, newest=log.checkpoint)
        _store(log, start, entries, sealed, course)
        changed = [
            draft.ref
            for draft in drafts
            if isinstance(draft, Draft) and draft.ref is not None and draft.content.changes_earlier
        ]
        if changed:
            projection.rebuild(log, start=min(changed))
        transaction.on_commit(lambda: appended.send(Log, log=log))
    return range(start, log.size)


def _require_sound(log: Log, made: Sequence[Committed]) -> None:
    """Raises ActRefused unless each of these can be read as an entry, was never here before, and may be opened one day."""
    if not made:
        return
    states = openings.states(log, {one.ref for one in made if type(one.ref) is int and 0 <= one.ref < log.size})
    there = {(ref, leaf.commit) for ref in states for _index, leaf in openings.referring(log, ref)}
    for one in made:
        if one.kind not in known:
            raise ActRefused(
                _("{kind} is no kind of entry that this server knows; nothing was stored").format(kind=one.kind)
            )
        if type(one.commit) is not bytes or len(one.commit) != COMMIT_BYTES:
            raise ActRefused(
                _("a commitment has exactly {bytes} bytes, and this one has not; nothing was stored").format(
                    bytes=COMMIT_BYTES
                )
            )
        if states.get(one.ref) == Stored.State.DESTROYED:
            raise ActRefused(_("entry {index} was erased; nothing more is taken in about it").format(index=one.ref))
        if (one.ref, one.commit) in there:
            raise ActRefused(_("this commitment about entry {index} is in the log already").format(index=one.ref))
        there.add((one.ref, one.commit))


def _note(origin: str, *, before: str, newest: str) -> None:
    """Note what is signed: intended before the commit, published once it has passed, before anybody is told."""
    signed = heads.sign_next(origin, before=before, newest=newest)
    if signed:
        transaction.on_commit(lambda: heads.stored(origin, signed.newest))


def _head(log: Log) -> tuple[Frontier, Course]:
    """The log's head as it stands now, and will until the act ends."""
    columns = [SELECT_LOG, *[folds.SELECT_STATE] * len(folds.known)]
    select = f"{', '.join(columns)} FROM record_log WHERE id = %s"
    head = read_row(select, (*(fold.name for fold in folds.known), log.pk))
    log.size, frontier, log.last_at, log.checkpoint, log.segments, *states = head
    loaded = {fold.name: fold.load(state) for fold, state in zip(folds.known, states, strict=True)}
    return Frontier.from_bytes(log.size, bytes(frontier)), Course(log, loaded)


def _store(
    log: Log,
    start: int,
    entries: Sequence[EntryRow],
    sealed: Sequence[OpeningRow],
    course: Course,
) -> None:
    statements: list[Statement] = [
        (INSERT_ENTRY, entries),
        (INSERT_OPENING, sealed),
    ]
    statements += course.statements()
    head = (log.size, bytes(log.frontier), log.checkpoint, log.last_at, log.segments, log.pk)
    statements.append((UPDATE_LOG, [head]))
    if connection.vendor == "postgresql":
        statements.append(notice(log.pk, log.segments))
    run(statements)
    for n in range(start // TILE_WIDTH, log.size // TILE_WIDTH):
        _grow_tiles(log, n)


def notice(log_id: int, segments: int) -> Statement:
    """Tells the other nodes, at the commit, that the log has so many segments. PostgreSQL only."""
    return NOTIFY, [(CHANNEL, f"{log_id} {segments}")]


def _grow_tiles(log: Log, n: int) -> None:
    """Level-0 tile `n` is full: its root joins the tile above, and so on upwards."""
    level, hashes = (
        0,
        [leaf_hash(leaf) for _, leaf in openings.leaves(log, n * TILE_WIDTH, (n + 1) * TILE_WIDTH)],
    )
    while len(hashes) == TILE_WIDTH:
        root, level, place = Frontier().extend(hashes).root(), level + 1, n % TILE_WIDTH
        n //= TILE_WIDTH
        tile, _new = log.tiles.get_or_create(log=log, level=level, n=n, defaults={"hashes": b""})
        stored = bytes(tile.hashes)
        assert len(stored) == place * 32, f"tile {level}/{n} of {log.origin} is out of step"
        tile.hashes = stored + root
        tile.save(update_fields=["hashes"])
        hashes = [tile.hashes[i : i + 32] for i in range(0, len(tile.hashes), 32)]


CHANNEL = "onrecord_segments"
"""Where PostgreSQL passes on what `notice` says."""
NOTIFY = "SELECT pg_notify(%s, %s)"
SELECT_LOG = "SELECT size, frontier, last_at, checkpoint, segments"
INSERT_ENTRY = 'INSERT INTO record_entry (log_id, "index", leaf, kind, ref, segment) VALUES (%s, %s, %s, %s, %s, %s)'
INSERT_OPENING = (
    'INSERT INTO record_opening (log_id, "index", state, why, wrapped_key, sealed, until) '
    "VALUES (%s, %s, %s, %s, %s, %s, %s)"
)
UPDATE_LOG = (
    "UPDATE record_log SET size = %s, frontier = %s, checkpoint = %s, last_at = %s, segments = %s WHERE id = %s"
)
