"""Every public opening is exactly what its entry committed to, and no file lies in the log that was not checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

from pydantic import ValidationError

from onrecord.record.contents import Content
from onrecord.record.entry import EntryError, Leaf, Opening, check_canonical
from onrecord.record.kinds import Kinds
from onrecord.record.verifier.source import Gone, Missing, Progress, Source
from onrecord.record.verifier.verdict import Fault, Report
from onrecord.tlog.tiles import bundle_path, bundles_of, tile_path, tiles_of

BESIDE_THE_TREE = {"checkpoint", "verifier.key", "README.txt"}


def check_opening(index: int, leaf: Leaf, opening: bytes) -> bytes:
    """The content of an opening that answers the commitment in `leaf`. Raises Fault."""
    try:
        found = Opening.decode(opening)
    except ValueError as error:
        raise Fault(str(error), index) from None
    if found.encode() != opening:
        raise Fault("the opening is not canonical JSON (RFC 8785)", index)
    if not found.answers(leaf):
        raise Fault("the opening doesn't match the commitment: its words are not the ones that were recorded", index)
    try:
        check_canonical(found.content)
    except EntryError as error:
        raise Fault(str(error), index) from None
    return found.content


def check_openings(
    source: Source, leaves: Sequence[Leaf], kinds: Kinds, report: Report, progress: Progress
) -> tuple[set[int], set[int], dict[int, str]]:
    """The entries whose opening is there, each checked, those whose opening is gone (410), and what contents say that they
    belong to."""
    present, gone, belongs = set[int](), set[int](), dict[int, str]()
    unknown: Counter[str] = Counter()
    for index, answer in enumerate(_fetch_openings(source, len(leaves))):
        kind = leaves[index].kind
        if kind not in kinds:
            unknown[kind] += 1
        if answer is Gone:
            gone.add(index)
        if isinstance(answer, bytes):
            content = check_opening(index, leaves[index], answer)
            present.add(index)
            understood = _understood(index, kinds, kind, content)
            if understood is None and kind in kinds:
                unknown[f"{kind}, another version"] += 1
            elif understood and understood.belongs:
                belongs[index] = getattr(understood, understood.belongs)
            if understood and understood.tallies:
                _check_tally(index, leaves, getattr(understood, understood.tallies))
        progress("openings", index + 1, len(leaves))
    _no_strays(source, len(leaves), present)
    report.public, report.unknown = len(present), dict(unknown)
    report.checks.append(f"All {len(present)} public openings match what their entries committed to.")
    return present, gone, belongs


def _check_tally(index: int, leaves: Sequence[Leaf], said: Mapping[str, int]) -> None:
    for kind, number in said.items():
        found = sum(leaf.kind == kind for leaf in leaves[:index])
        if found != number:
            raise Fault(
                f"it says that the log has {number} entries of the kind {kind} before it, but there are {found}", index
            )


def _understood(index: int, kinds: Kinds, kind: str, content: bytes) -> Content | None:
    try:
        return kinds.parse(kind, content)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(map(str, first["loc"])) or "content"
        raise Fault(f"its content is not a valid {kind}: {place}: {first['msg']}", index) from None


def _fetch_openings(source: Source, size: int) -> Iterator[bytes | type[LookupError]]:
    def fetch(index: int) -> bytes | type[LookupError]:
        try:
            return source.fetch(f"open/{index}")
        except (Missing, Gone) as error:
            return type(error)

    parallel: int = getattr(source, "parallel", 1)
    if parallel == 1:
        yield from map(fetch, range(size))
        return
    pool = ThreadPoolExecutor(parallel)
    try:
        for start in range(0, size, 1024):  # so that answers don't pile up
            yield from pool.map(fetch, range(start, min(start + 1024, size)))
    finally:
        pool.shutdown(cancel_futures=True)


def _no_strays(source: Source, size: int, openings: set[int]) -> None:
    """Nothing may lie among the files of the log that was not checked."""
    paths: Callable[[], Sequence[str]] = getattr(source, "paths", tuple)
    expected = BESIDE_THE_TREE | {tile_path(*tile) for tile in tiles_of(size)}
    expected |= {bundle_path(n, width) for n, width in bundles_of(size)} | {f"open/{index}" for index in openings}
    for path in sorted(set(paths()) - expected):
        raise Fault(f"{path} does not belong to this log")
