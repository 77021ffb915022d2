"""Read access to openings: unsealed one by one or in a run, public ones only unless asked otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import TypeVar

from django.conf import settings
from django.db.models import QuerySet

from onrecord.record import contents, sealing
from onrecord.record.contents import Content
from onrecord.record.entry import Leaf, Opening
from onrecord.record.errors import KeysUnusable
from onrecord.record.keys import Keyring
from onrecord.record.models import Entry, Log, SpeakerOpening
from onrecord.record.models import Opening as Stored

T = TypeVar("T")


@cache
def keyring() -> Keyring:
    """The installation's keys."""
    return Keyring(settings.ONRECORD_KEYS)


def unseal(log: Log, stored: Stored) -> Opening:
    """The opening behind a stored row that isn't destroyed."""
    return _open(stored, sealing.place_of(log.origin, stored.index))


def _open(stored: Stored | SpeakerOpening, place: bytes) -> Opening:
    wrapped_key, sealed = bytes(stored.wrapped_key), bytes(stored.sealed)
    return sealing.unseal(wrapped_key, sealed, place=place, wrapping_keys=keyring().wrapping_keys)


def _read(read: Callable[[], T]) -> T:
    """What `read` gives; once more where an erasure replaced the wrapping key between the rows and their unsealing."""
    try:
        return read()
    except KeysUnusable:
        keyring().refresh()
        return read()


def public(log: Log, indexes: Iterable[int] | range) -> dict[int, Opening]:
    """The public openings among `indexes`, by index. A range is one query; other sets are batched by 500."""
    return _unsealed(log, indexes, Stored.objects.filter(log=log, state=Stored.State.PUBLIC))


def kept(log: Log, indexes: Iterable[int] | range) -> dict[int, Opening]:
    """The openings among `indexes` that are not destroyed, those held back included: for acts and the office only."""
    return _unsealed(log, indexes, Stored.objects.filter(log=log).exclude(state=Stored.State.DESTROYED))


def _unsealed(log: Log, indexes: Iterable[int] | range, rows: QuerySet[Stored]) -> dict[int, Opening]:
    wanted = indexes if isinstance(indexes, range) else list(indexes)

    def found() -> Iterable[Stored]:
        if isinstance(wanted, range):
            return rows.filter(index__gte=wanted.start, index__lt=wanted.stop)
        return (row for i in range(0, len(wanted), 500) for row in rows.filter(index__in=wanted[i : i + 500]))

    return _read(lambda: {row.index: unseal(log, row) for row in found()})


def true_speaker(log: Log, index: int) -> Opening | None:
    """Who is behind the `speaker_commit` of entry `index`: for the office only. None where nothing is kept."""
    place = sealing.speaker_place_of(log.origin, index)

    def read() -> Opening | None:
        stored = SpeakerOpening.objects.filter(log=log, index=index).first()
        return _open(stored, place) if stored else None

    return _read(read)


def leaves(log: Log, start: int = 0, stop: int | None = None) -> Iterator[tuple[int, bytes]]:
    """Index and bytes of the entries from `start` up to but without `stop`."""
    rows = Entry.objects.filter(log=log, index__gte=start).order_by("index")
    if stop is not None:
        rows = rows.filter(index__lt=stop)
    for index, leaf in rows.values_list("index", "leaf").iterator(chunk_size=1000):
        yield index, bytes(leaf)


def leaves_of(log: Log, indexes: Iterable[int]) -> Iterator[tuple[int, bytes]]:
    """Index and bytes of the entries among `indexes`, batched by 500: for a few that lie far apart."""
    wanted = list(indexes)
    for i in range(0, len(wanted), 500):
        rows = Entry.objects.filter(log=log, index__in=wanted[i : i + 500])
        for index, leaf in rows.values_list("index", "leaf"):
            yield index, bytes(leaf)


def recorded_at(log: Log, index: int) -> int:
    """When entry `index` was recorded, in ms since 1970."""
    return next(Leaf.decode(leaf).at for _, leaf in leaves_of(log, [index]))


def referring(log: Log, index: int) -> Iterator[tuple[int, Leaf]]:
    """The later entries that are about entry `index`, public or not."""
    for later, entry in leaves(log, index + 1):
        if b'"ref":%d,' % index in entry and (leaf := Leaf.decode(entry)).ref == index:
            yield later, leaf


def contents_of(
    log: Log, indexes: Iterable[int] | range, *, known: Mapping[int, Leaf] | None = None
) -> dict[int, Content]:
    """The typed public contents among `indexes`; those of unknown kinds are left out. `known`: their leaves, if read before."""
    return _typed(log, public(log, indexes), known)


def kept_contents_of(log: Log, indexes: Iterable[int] | range) -> dict[int, Content]:
    """As `contents_of`, those held back included: for acts and the office only."""
    return _typed(log, kept(log, indexes))


def _typed(log: Log, opened: dict[int, Opening], known: Mapping[int, Leaf] | None = None) -> dict[int, Content]:
    if known is None:
        known = {index: Leaf.decode(leaf) for index, leaf in leaves_of(log, opened)}
    found = {index: contents.parse(known[index].kind, one.content) for index, one in opened.items()}
    return {index: content for index, content in found.items() if content is not None}
