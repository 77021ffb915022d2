"""What the entries of a log come to: each room says in its `fold` how it reads them.

A fold takes one entry after the other. What it must remember for the next ones is its state, which is small and never grows
with the log; what grows is rows, in tables of the room. The writer stores both with the entries, and `projection` reads
them off the log again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from types import ModuleType
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from django.db import connection
from django.db.models import Model
from pydantic import TypeAdapter

from onrecord.keeping.statements import Statement, read_row
from onrecord.record.contents import Content
from onrecord.record.models import FoldState, Log

BLOCK = 64
"""Entries that share one stored state: from the end of a block a log can be folded on without what came before."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """An entry as a fold sees it: `content` is None while it isn't public, or of an unknown kind."""

    index: int
    kind: str
    ref: int | None
    content: Content | None


class Row(Protocol):
    """A row: a dataclass with slots, each of them a column of its table; `index` is the entry that it belongs to."""

    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def index(self) -> int: ...


ContentOf = Callable[[int], Content | None]
"""The content of an earlier entry, None while it isn't public."""
StateOf = TypeVar("StateOf")


def _nothing(log: Log, indexes: Collection[int]) -> Mapping[int, Content]:
    return {}


@dataclass(eq=False)
class Fold(Generic[StateOf]):
    """How a room reads a log.

    `follow` is pure: the state after an entry, and the rows that it adds, or replaces, in `tables`. It may replace the row of
    an earlier entry where kind and `ref` say so, never because of what a content says: a content that was erased since
    doesn't say it again. `state` is a frozen dataclass with a default for each field, so that one that was stored by an
    older `version` can be read. `stand_ins` gives what may stand in for contents that are damaged.
    """

    name: str
    version: int
    state: type[StateOf]
    tables: Mapping[type[Any], type[Model]]
    follow: Callable[[StateOf, Recorded, ContentOf], tuple[StateOf, Sequence[Row]]]
    stand_ins: Callable[[Log, Collection[int]], Mapping[int, Content]] = _nothing
    upserts: dict[type[Any], tuple[str, Callable[[Any], tuple[Any, ...]]]] = field(init=False)
    """For each type of row the statement that stores one, and its values but the log."""

    def __post_init__(self) -> None:
        self._json = TypeAdapter(self.state)
        self.upserts = {row: (_upsert(row, model), attrgetter(*row.__slots__)) for row, model in self.tables.items()}

    def dump(self, state: StateOf) -> str:
        return self._json.dump_json(state, exclude_defaults=True).decode()

    def load(self, stored: str | None) -> StateOf:
        """The state in `stored`, which `SELECT_STATE` found; before the first entry that changes it there is none."""
        if stored is None:
            return self.state()
        version, _space, state = stored.partition(" ")
        if int(version) > self.version:
            raise RuntimeError(f"the state of {self.name} was stored by a newer version ({version}) than this one")
        return self._json.validate_json(state)


def _upsert(row: type[Any], model: type[Model]) -> str:
    columns = [f'"{name}"' for name in row.__slots__]
    marks = ", ".join(["%s"] * (len(columns) + 1))
    updates = ", ".join(f"{column} = excluded.{column}" for column in columns if column != '"index"')
    return (
        f"INSERT INTO {model._meta.db_table} (log_id, {', '.join(columns)}) VALUES ({marks}) "  # noqa: S608 - names of our own
        f'ON CONFLICT (log_id, "index") DO UPDATE SET {updates}'
    )


known: list[Fold[Any]] = []
"""The folds of all rooms that are installed: `record.apps` collects them."""


def collect(module: ModuleType) -> None:
    """Add the folds that are defined in `module`."""
    known.extend(one for one in vars(module).values() if isinstance(one, Fold) and one not in known)


SELECT_STATE = (
    "(SELECT version || ' ' || state FROM record_foldstate WHERE log_id = record_log.id AND fold = %s "
    "ORDER BY block DESC LIMIT 1)"
)
"""A fold's newest state, as a column of the log's row."""
UPSERT_STATE = (
    "INSERT INTO record_foldstate (log_id, fold, block, version, state) VALUES (%s, %s, %s, %s, %s) "
    "ON CONFLICT (log_id, fold, block) DO UPDATE SET version = excluded.version, state = excluded.state"
)


def read(log: Log, *folds: Fold[Any]) -> list[Any]:
    """Where each of the folds stands, for which `log` is brought up to date; inside an act on it, it stays true."""
    connection.ensure_connection()
    select = f"SELECT size, segments, {', '.join([SELECT_STATE] * len(folds))} FROM record_log WHERE id = %s"  # noqa: S608
    log.size, log.segments, *stored = read_row(select, (*(fold.name for fold in folds), log.pk))
    return [fold.load(one) for fold, one in zip(folds, stored, strict=True)]


@dataclass(slots=True)
class Course:
    """All folds on their way through a log, and what of it is to be stored."""

    log: Log
    states: dict[str, Any]
    changed: dict[tuple[str, int], Any] = field(default_factory=dict)
    """The states after the last entry that changed them in a block, by fold and block."""
    rows: dict[tuple[type[Any], int], Row] = field(default_factory=dict)

    def follow(self, entry: Recorded, content_of: ContentOf) -> None:
        for fold in known:
            before = self.states[fold.name]
            after, rows = fold.follow(before, entry, content_of)
            if after is not before and after != before:
                self.states[fold.name] = self.changed[fold.name, entry.index // BLOCK] = after
            for row in rows:
                self.rows[type(row), row.index] = row

    def statements(self) -> list[Statement]:
        """What stores the changed rows and states."""
        upserts = {row: upsert for fold in known for row, upsert in fold.upserts.items()}
        values: dict[str, list[tuple[Any, ...]]] = {}
        for (row_type, _index), row in self.rows.items():
            upsert, columns = upserts[row_type]
            values.setdefault(upsert, []).append((self.log.pk, *columns(row)))
        return [*values.items(), (UPSERT_STATE, self.stored_states())]

    def stored_states(self) -> list[tuple[int, str, int, int, str]]:
        """The values of `UPSERT_STATE`."""
        folds = {fold.name: fold for fold in known}
        return [
            (self.log.pk, name, block, folds[name].version, folds[name].dump(state))
            for (name, block), state in self.changed.items()
        ]


def states_before(log: Log, block: int) -> dict[str, Any]:
    """The states of all folds at the end of the block before `block`."""
    states = {}
    for fold in known:
        before = FoldState.objects.filter(log=log, fold=fold.name, block__lt=block).order_by("-block").first()
        states[fold.name] = fold.load(f"{before.version} {before.state}" if before else None)
    return states
