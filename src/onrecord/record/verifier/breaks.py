"""Where a log continues under another name, because entries that were published are missing in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pydantic import ValidationError

from onrecord.record.contents import LogContinued
from onrecord.record.entry import Leaf
from onrecord.record.verifier.openings import check_opening
from onrecord.record.verifier.source import Gone, Missing, Source
from onrecord.record.verifier.verdict import Fault, Report
from onrecord.tlog.checkpoint import Checkpoint, open_checkpoint
from onrecord.tlog.merkle import Frontier, leaf_hash
from onrecord.tlog.note import NoteError, Verifier


@dataclass(frozen=True, slots=True)
class Break:
    """From entry `index` on the log goes on under another name than `origin`, of which `published` had been published."""

    index: int
    origin: str
    published: Checkpoint

    def __str__(self) -> str:
        return (
            f"At entry {self.index} this log continues {self.origin}, which was published with {self.published.size} entries "
            f"(root {self.published.root.hex()}). Its entries from {self.index} on are missing here."
        )


def check_breaks(
    source: Source, entries: Sequence[bytes], leaves: Sequence[Leaf], verifier: Verifier, report: Report
) -> list[Break]:
    """What the log says of its own breaks is so; each is named in the report."""
    breaks = breaks_of(source, entries, leaves, verifier)
    report.breaks += map(str, breaks)
    if report.breaks:
        report.checks.append("What the log says about each break is signed under its previous name.")
    return breaks


def check_belonging(leaves: Sequence[Leaf], belongs: Mapping[int, str], breaks: Sequence[Break], origin: str) -> None:
    """A content that names the entry it belongs to is about that entry: it was not copied from another one's leaf."""
    for index, names in belongs.items():
        name = next((one.origin for one in breaks if one.index > index), origin)
        if names != f"{name}#{leaves[index].ref}":
            raise Fault(f"its content belongs to {names}, but the entry is about {name}#{leaves[index].ref}", index)


def breaks_of(source: Source, entries: Sequence[bytes], leaves: Sequence[Leaf], verifier: Verifier) -> list[Break]:
    """Where the log says that it goes on from one of another name. Raises Fault where that isn't so."""
    found = []
    for index, leaf in enumerate(leaves):
        if leaf.kind != LogContinued.kind:
            continue
        content = _content(source, index, leaf)
        ended, published = (
            _signed(content.origin, note, verifier, index) for note in (content.checkpoint, content.published)
        )
        root = Frontier().extend(map(leaf_hash, entries[:index])).root()
        if content.size != index or (ended.size, ended.root) != (index, root):
            raise Fault(f"it continues the log {content.origin}, but that log did not end as this entry says", index)
        if published.size < index or (published.size, published.root) == (index, root):
            raise Fault("the log continues under another name here, although nothing published is missing", index)
        found.append(Break(index, content.origin, published))
    return found


def _content(source: Source, index: int, leaf: Leaf) -> LogContinued:
    try:
        return LogContinued.model_validate_json(check_opening(index, leaf, source.fetch(f"open/{index}")))
    except (Missing, Gone):
        raise Fault("it continues another log, but its opening, which names that log, is missing", index) from None
    except ValidationError:
        raise Fault("its content is not a valid log.continued", index) from None


def _signed(origin: str, note: str, verifier: Verifier, index: int) -> Checkpoint:
    try:
        return open_checkpoint(note, [Verifier(origin, verifier.public)])
    except NoteError as error:
        raise Fault(f"it names a checkpoint that the key of {origin} did not sign ({error})", index) from None
