"""What public pages depend on, in so few bytes that they can be compared at each request."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import BinaryField

from onrecord.events.models import Edition, Series
from onrecord.events.stages import TURNS, turns
from onrecord.proceedings.models import Rule
from onrecord.record.models import Log

Where = tuple[str, str]
"""The slugs of a series and an edition."""


@dataclass(frozen=True, slots=True)
class State:
    """Two that are equal mean pages that are equal, until the clock comes to one of `lapses`: the ends of embargoes, and when
    applications open and close, in order, in ms since 1970.

    `rows` stands for the whole rows of edition, series and log. The log's has the signed checkpoint, which commits to every
    entry, and each opening, erasure and correction is one; the others have what stands in no log, such as a title.
    """

    rows: bytes
    lapses: tuple[int, ...]


def states(wanted: Collection[Where]) -> dict[Where, State]:
    """The state of each of these editions that there is; two queries, however many."""
    series, slugs = {series for series, _slug in wanted}, {slug for _series, slug in wanted}
    named = Edition.objects.filter(series__slug__in=series, slug__in=slugs)
    rows = {row[:2]: row[2:] for row in named.values_list("series__slug", "slug", "log_id", *TURNS, *COLUMNS)}
    found = {where: row for where, row in rows.items() if where in wanted}
    lapses = defaultdict[int, list[int]](list)
    embargoes = Rule.objects.filter(log__in=[row[0] for row in found.values()], until__isnull=False)
    for log, until in embargoes.values_list("log_id", "until"):
        lapses[log].append(until or 0)
    for row in found.values():
        lapses[row[0]] += turns(*row[1 : 1 + len(TURNS)])
    return {where: State(_digest([row]), tuple(sorted(lapses[row[0]]))) for where, row in found.items()}


def state_of_all() -> State:
    """The state of all editions and series together, as far as lists of them show it: they know no embargo."""
    series = Series.objects.order_by("pk").values_list()
    editions = list(
        Edition.objects.order_by("pk").values_list(*TURNS, *_columns(Edition), "log__checkpoint", "log__segments")
    )
    lapses = {turn for row in editions for turn in turns(*row[: len(TURNS)])}
    return State(_digest([*series, *editions]), tuple(sorted(lapses)))


def _columns(model: type[Any], before: str = "") -> list[str]:
    return [before + field.attname for field in model._meta.concrete_fields if not isinstance(field, BinaryField)]


COLUMNS = [*_columns(Edition), *_columns(Series, "series__"), *_columns(Log, "log__")]
"""All but the log's frontier, of which the checkpoint has the root."""


def _digest(rows: Iterable[object]) -> bytes:
    return hashlib.blake2b(repr(list(rows)).encode(), digest_size=16).digest()
