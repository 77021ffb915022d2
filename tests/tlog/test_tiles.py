from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.tlog.merkle import (
    EMPTY_ROOT,
    HASH_SIZE,
    Frontier,
    ProofError,
    leaf_hash,
    verify_consistency,
    verify_inclusion,
)
from onrecord.tlog.tiles import (
    TILE_LEVELS,
    TILE_WIDTH,
    Tile,
    TileError,
    TileReader,
    bundle_path,
    bundles_of,
    decode_bundle,
    encode_bundle,
    parse_path,
    partial_width,
    tile_path,
    tiles_of,
)
from tests.tlog import reference
from tests.tlog.others import TESSERA_ENTRIES
from tests.tlog.reference import ENTRIES

Shared = Callable[[str], Path]


# Paths


def test_paths_are_those_of_the_specification() -> None:
    assert tile_path(0, 1234067) == "tile/0/x001/x234/067"
    assert tile_path(2, 1234067, 112) == "tile/2/x001/x234/067.p/112"
    assert tile_path(63, 0, 1) == "tile/63/000.p/1"
    assert bundle_path(1000) == "tile/entries/x001/000"
    assert bundle_path(999, 255) == "tile/entries/999.p/255"


@given(st.none() | st.integers(0, TILE_LEVELS - 1), st.integers(0, 2**64 - 1), st.integers(1, TILE_WIDTH))
def test_a_path_is_read_as_it_was_written(level: int | None, n: int, width: int) -> None:
    path = bundle_path(n, width) if level is None else tile_path(level, n, width)
    assert parse_path(path) == Tile(level, n, width)
    assert parse_path(path).path == path


@pytest.mark.parametrize(
    "path",
    [
        "",
        "tile",
        "tile/0",
        "tile/0/",
        "/tile/0/000",
        "tile/0/000/",
        "tile/0/000\n",
        "tile/0/0",
        "tile/0/1000",
        "tile/0/001/000",
        "tile/0/x001",
        "tile/0/x000/001",
        "tile/0/x001/x000/x002/",
        "tile/00/000",
        "tile/01/000",
        "tile/64/000",
        "tile/99/000",
        "tile/-1/000",
        "tile/0/000.p",
        "tile/0/000.p/",
        "tile/0/000.p/0",
        "tile/0/000.p/01",
        "tile/0/000.p/256",
        "tile/0/000.p/999",
        "tile/0/x001.p/1/000",
        "tile/0/٠٠٠",
        "tile/entries",
        "tile/Entries/000",
        "tile/entries/000.p/256",
        "tile/0/" + "x999/" * 2000 + "999",
    ],
)
def test_a_path_spelled_differently_is_refused(path: str) -> None:
    with pytest.raises(TileError, match=r"parse_path: .* is not a tile path like"):
        parse_path(path)


@given(st.text() | st.from_regex(r"tile/(entries|[0-9]{1,3})/(x?[0-9]{2,4}/?){1,9}(\.p/[0-9]{0,4})?"))
def test_any_text_is_a_path_or_a_tile_error(text: str) -> None:
    try:
        tile = parse_path(text)
    except TileError:
        return
    assert tile.path == text


@pytest.mark.parametrize(("n", "width"), [(-1, 256), (0, 0), (0, 257), (0, -3)])
def test_no_path_is_made_for_what_no_tile_is(n: int, width: int) -> None:
    with pytest.raises(TileError, match=r"^tile_path: "):
        tile_path(0, n, width)
    with pytest.raises(TileError, match=r"^bundle_path: "):
        bundle_path(n, width)


@pytest.mark.parametrize("level", [-1, 64])
def test_no_path_is_made_for_a_level_that_no_log_has(level: int) -> None:
    with pytest.raises(TileError, match=f"tile_path: level {level} is not from 0 to 63"):
        tile_path(level, 0)


# Which tiles there are


def test_a_log_of_70_000_has_the_tiles_the_specification_counts() -> None:
    tiles = tiles_of(70_000)
    assert tiles[:273] == [(0, n, 256) for n in range(273)]
    assert tiles[273:] == [(0, 273, 112), (1, 0, 256), (1, 1, 17), (2, 0, 1)]
    assert bundles_of(70_000) == [(n, 256) for n in range(273)] + [(273, 112)]
    assert [partial_width(level, 70_000) for level in range(5)] == [112, 17, 1, 0, 0]


@pytest.mark.parametrize(
    ("size", "tiles"),
    [(0, []), (1, [(0, 0, 1)]), (255, [(0, 0, 255)]), (256, [(0, 0, 256), (1, 0, 1)])],
)
def test_an_empty_tile_is_no_tile(size: int, tiles: list[tuple[int, int, int]]) -> None:
    assert tiles_of(size) == tiles
    assert bundles_of(size) == [(n, width) for level, n, width in tiles if level == 0]


def test_a_negative_size_is_refused() -> None:
    for count in (tiles_of, bundles_of):
        with pytest.raises(TileError, match=f"{count.__name__}: size -1 is negative"):
            count(-1)


# Bundles


@given(st.lists(st.binary(max_size=300), max_size=20))
def test_a_bundle_gives_its_entries_back(entries: list[bytes]) -> None:
    assert decode_bundle(encode_bundle(entries), len(entries)) == entries


@given(st.binary(max_size=400), st.integers(0, 6))
def test_bytes_are_the_bundle_they_would_be_written_as_or_refused(bundle: bytes, width: int) -> None:
    try:
        entries = decode_bundle(bundle, width)
    except TileError:
        return
    assert len(entries) == width
    assert encode_bundle(entries) == bundle


@pytest.mark.parametrize(
    ("bundle", "width", "words"),
    [
        (b"\0", 1, "entry 0 of 1 is cut off"),
        (b"\0\3ab", 1, "entry 0 of 1 is cut off"),
        (b"\0\1a\0", 1, "entry 1 of 1 is cut off"),
        (b"\0\1a", 2, "1 entries, not 2"),
        (b"\0\1a\0\0", 1, "2 entries, not 1"),
        (b"", 1, "0 entries, not 1"),
    ],
)
def test_a_bundle_that_is_cut_or_too_long_is_refused(bundle: bytes, width: int, words: str) -> None:
    with pytest.raises(TileError, match=words):
        decode_bundle(bundle, width)


def test_the_longest_entry_fits_and_a_longer_one_is_refused() -> None:
    longest = b"x" * 65_535
    assert decode_bundle(encode_bundle([b"", longest]), 2) == [b"", longest]
    with pytest.raises(TileError, match="entry 1 has 65536 bytes; at most 65535 fit"):
        encode_bundle([b"", longest + b"x"])


def test_another_log_is_rebuilt_byte_for_byte(shared: Shared) -> None:
    folder = shared("vectors/tessera-log")
    hashes = [leaf_hash(word) for word in TESSERA_ENTRIES]
    files = {}
    for size in range(1, len(TESSERA_ENTRIES) + 1):
        files |= {tile_path(level, n, width): b"".join(hashes[:width]) for level, n, width in tiles_of(size)}
        files |= {bundle_path(n, width): encode_bundle(TESSERA_ENTRIES[:width]) for n, width in bundles_of(size)}
    theirs = {str(file.relative_to(folder)): file.read_bytes() for file in folder.glob("tile/**/*") if file.is_file()}
    assert len(theirs) == 30
    assert files == theirs


def test_another_log_is_read_from_its_files(shared: Shared) -> None:
    folder = shared("vectors/tessera-log")
    for size in range(1, len(TESSERA_ENTRIES) + 1):
        reader = TileReader(lambda path: (folder / path).read_bytes(), size)
        assert [reader.entry(index) for index in range(size)] == TESSERA_ENTRIES[:size]
        assert reader.root() == reference.mth(TESSERA_ENTRIES[:size])
        for index in range(size):
            assert reader.inclusion_proof(index) == reference.path(index, TESSERA_ENTRIES[:size])


# Reading a tree out of tiles


@given(st.integers(1, 600), st.data())
def test_all_that_tiles_give_is_what_the_rfc_gives(size: int, data: st.DataObject) -> None:
    entries = ENTRIES[:size]
    reader = TileReader(reference.tiles(entries).__getitem__, size)
    index, old = data.draw(st.integers(0, size - 1)), data.draw(st.integers(1, size))
    assert reader.root() == reference.mth(entries)
    assert reader.inclusion_proof(index) == reference.path(index, entries)
    assert reader.consistency_proof(old) == reference.proof(old, entries)
    level = data.draw(st.integers(0, size.bit_length() - 1))
    place = data.draw(st.integers(0, (size >> level) - 1))
    assert reader.hash(level, place) == reference.mth(entries[place << level : (place + 1) << level])


@given(st.integers(0, 600), st.integers(-1, 11), st.integers(-1, 601))
def test_a_hash_that_the_tree_has_not_is_refused(size: int, level: int, index: int) -> None:
    reader = TileReader(reference.tiles(ENTRIES[:size]).__getitem__, size)
    if level >= 0 and index >= 0 and (index + 1) << level <= size:
        assert len(reader.hash(level, index)) == HASH_SIZE
        return
    with pytest.raises(TileError, match=f"a log of {size} entries has no hash {index} at level {level}"):
        reader.hash(level, index)


def test_a_tree_three_tiles_high_is_read() -> None:
    size = 70_000
    leaves = [leaf_hash(b"%d" % n) for n in range(size)]
    files = reference.tiles([b"%d" % n for n in range(size)])
    assert set(files) == {tile_path(*tile) for tile in tiles_of(size)}
    root = Frontier().extend(leaves).root()
    fetched: list[str] = []

    def fetch(path: str) -> bytes:
        fetched.append(path)
        return files[path]

    reader = TileReader(fetch, size)
    assert reader.root() == root
    for index in (0, 255, 256, 65_535, 65_536, 69_887, 69_888, 69_999):
        verify_inclusion(index, size, leaves[index], reader.inclusion_proof(index), root)
    for old in (1, 256, 65_536, 65_537, 69_999):
        verify_consistency(old, size, reader.consistency_proof(old), Frontier().extend(leaves[:old]).root(), root)
    assert len(fetched) == len(set(fetched)), "a tile was fetched twice"


def test_a_proof_needs_one_tile_a_level() -> None:
    files, fetched = reference.tiles(ENTRIES), set()

    def fetch(path: str) -> bytes:
        fetched.add(path)
        return files[path]

    TileReader(fetch, 600).inclusion_proof(3)
    assert fetched == {"tile/0/000", "tile/1/000.p/2", "tile/0/002.p/88"}


@given(st.integers(2, 600), st.data())
def test_a_proof_from_a_changed_tile_is_refused(size: int, data: st.DataObject) -> None:
    entries = ENTRIES[:size]
    index = data.draw(st.integers(0, size - 1))
    changed = {path: bytes(byte ^ 1 for byte in tile) for path, tile in reference.tiles(entries).items()}
    proof = TileReader(changed.__getitem__, size).inclusion_proof(index)
    with pytest.raises(ProofError):
        verify_inclusion(index, size, leaf_hash(entries[index]), proof, reference.mth(entries))


@pytest.mark.parametrize("change", [-32, -1, 1, 32])
def test_a_tile_of_another_width_is_refused_by_its_path(change: int) -> None:
    for path, tile in reference.tiles(ENTRIES).items():
        wrong = tile[:change] if change < 0 else tile + b"x" * change
        reader = TileReader((reference.tiles(ENTRIES) | {path: wrong}).__getitem__, 600)
        with pytest.raises(TileError, match=f"^{re.escape(path)}: {len(wrong)} bytes, not {len(tile)}"):
            [reader.inclusion_proof(index) for index in (0, 300, 599)]


def test_an_entry_comes_from_its_bundle() -> None:
    files = {bundle_path(n, width): encode_bundle(ENTRIES[n * 256 : n * 256 + width]) for n, width in bundles_of(600)}
    reader = TileReader(files.__getitem__, 600)
    for index in (0, 255, 256, 511, 512, 599):
        assert reader.entry(index) == ENTRIES[index]
    for index in (-1, 600):
        with pytest.raises(TileError, match=f"a log of 600 entries has no entry {index}"):
            reader.entry(index)
    with pytest.raises(TileError, match=r"^tile/entries/002\.p/88: decode_bundle: 1 entries, not 88"):
        TileReader(lambda path: b"\0\1a", 600).entry(599)


def test_an_empty_log_has_the_empty_root_and_needs_no_tile() -> None:
    reader = TileReader({}.__getitem__, 0)
    assert reader.root() == EMPTY_ROOT
    with pytest.raises(ProofError):
        reader.inclusion_proof(0)
    with pytest.raises(ProofError):
        reader.consistency_proof(0)


def test_what_the_source_raises_passes_through() -> None:
    with pytest.raises(KeyError, match=r"tile/0/000\.p/7"):
        TileReader({}.__getitem__, 7).root()
