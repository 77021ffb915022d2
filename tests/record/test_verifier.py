"""Whatever an outsider does to a published log is found, and named; and a second program finds the same."""

from __future__ import annotations

import ast
import sys
import zipfile
from collections.abc import Callable
from importlib import resources
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.record import kinds
from onrecord.record.entry import Leaf, Opening
from onrecord.record.sources import BundleSource
from onrecord.record.verifier import Report, Unusable, verify_log
from onrecord.tlog.note import Signer
from onrecord.tlog.tiles import bundle_path, decode_bundle, encode_bundle, tile_path
from tests.record.logs import (
    ERASED,
    HELD,
    KEY,
    OPENED,
    ORIGIN,
    SIGNER,
    START,
    Files,
    Shelf,
    conference,
    said,
    tree,
    write_zip,
)
from tests.record.verifying import SMALL, Verify
from tests.rounds import rounds

OTHER = Signer(ORIGIN, bytes(range(1, 33)))
FILES = conference().files()
LARGE = conference(600).files()


def failure(report: Report) -> tuple[int | None, str]:
    assert report.failure is not None, "nothing was found"
    return report.failure.index, report.failure.words


def test_an_honest_log_holds_and_is_counted(verify: Verify) -> None:
    report = verify(FILES)
    assert report.ok, report.failure
    assert (report.origin, report.size, report.key_source, report.signed_by) == (ORIGIN, 14, "pinned", KEY)
    assert (report.public, report.held, report.erased) == (12, 1, 1)
    assert report.entries["utterance.spoken"] == 9
    assert report.unknown == {"weather.noted": 1}
    assert len(report.checks) == 7


def test_without_a_key_of_ones_own_the_report_says_whose_it_is(verify: Verify) -> None:
    report = verify(FILES, key=None)
    assert report.ok
    assert report.key_source == "the log's own"
    assert "The key came from the log itself" in report.checks[0]


@pytest.mark.parametrize("size", [0, 1, 2, 255, 256, 257, 512, 700])
def test_a_log_of_any_size_holds(verify: Verify, size: int) -> None:
    whole = conference(700)
    files = tree(whole.entries[:size]) | {"verifier.key": f"{KEY}\n".encode()}
    files |= {f"open/{index}": one for index, one in whole.openings.items() if index < size and index != ERASED}
    report = verify(files)
    assert report.ok, report.failure
    assert report.size == size


def test_two_levels_of_tiles_hold(verify: Verify) -> None:
    assert tile_path(1, 0, 2) in LARGE
    assert verify(LARGE).ok


@settings(max_examples=rounds(100, long=4_000), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_any_changed_byte_of_any_file_is_found(verify: Verify, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(sorted(FILES)))
    place = data.draw(st.integers(0, len(FILES[path]) - 1))
    changed = bytearray(FILES[path])
    changed[place] ^= data.draw(st.integers(1, 255))
    report = verify(FILES | {path: bytes(changed)}, key=data.draw(st.sampled_from([KEY, None])))
    assert not report.ok
    if path.startswith("open/"):
        assert failure(report)[0] == int(path.removeprefix("open/"))


@settings(max_examples=rounds(15, long=1_000), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_any_changed_byte_of_a_large_log_is_found(verify: Verify, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(sorted(path for path in LARGE if path.startswith("tile/"))))
    place = data.draw(st.integers(0, len(LARGE[path]) - 1))
    changed = bytearray(LARGE[path])
    changed[place] ^= data.draw(st.integers(1, 255))
    assert not verify(LARGE | {path: bytes(changed)}).ok


@pytest.mark.parametrize("path", sorted(path for path in LARGE if path.startswith("tile/")))
def test_a_missing_tile_is_named(verify: Verify, path: str) -> None:
    report = verify({name: content for name, content in LARGE.items() if name != path})
    assert path in failure(report)[1]


@pytest.mark.parametrize("path", sorted(path for path in LARGE if path.startswith("tile/")))
@pytest.mark.parametrize("change", [lambda tile: tile[:-1], lambda tile: tile + b"\0", lambda tile: b""])
def test_a_tile_of_another_length_is_found(verify: Verify, path: str, change: Callable[[bytes], bytes]) -> None:
    assert not verify(LARGE | {path: change(LARGE[path])}).ok


def test_tiles_in_another_order_are_found(verify: Verify) -> None:
    first, second = tile_path(0, 0), tile_path(0, 1)
    report = verify(LARGE | {first: LARGE[second], second: LARGE[first]})
    assert failure(report)[0] == 0


def test_a_changed_entry_is_named_with_its_index(verify: Verify) -> None:
    path = bundle_path(1)
    entries = decode_bundle(LARGE[path], 256)
    entries[44] = Leaf(at=Leaf.decode(entries[44]).at, kind="utterance.spoken", commit=bytes(32)).encode()
    assert failure(verify(LARGE | {path: encode_bundle(entries)}))[0] == 300


def test_an_entry_changed_together_with_all_tiles_breaks_the_signed_root(verify: Verify) -> None:
    log = conference(600)
    log.entries[300] = Leaf(at=Leaf.decode(log.entries[300]).at, kind="opened", commit=bytes(32), ref=1).encode()
    forged = log.files() | {"checkpoint": LARGE["checkpoint"]}
    assert "root" in failure(verify(forged))[1]


def test_a_truncated_log_is_found(verify: Verify) -> None:
    shorter = conference(3).files() | {"checkpoint": FILES["checkpoint"]}
    assert "missing" in failure(verify(shorter))[1]


def test_a_log_signed_anew_by_another_key_is_found(verify: Verify) -> None:
    forged = conference().files(OTHER)
    assert "not the key" in failure(verify(forged))[1]
    assert "signed" in failure(verify(forged | {"verifier.key": FILES["verifier.key"]}))[1]
    assert "signed" in failure(verify(forged | {"verifier.key": FILES["verifier.key"]}, key=None))[1]


def test_a_key_of_another_log_is_found(verify: Verify) -> None:
    elsewhere = Signer("elsewhere.example.org/log", bytes(range(32)))
    forged = FILES | {"checkpoint": conference().files(elsewhere)["checkpoint"]}
    assert not verify(forged).ok


def test_swapped_openings_are_found(verify: Verify) -> None:
    swapped = {"open/10": FILES["open/11"], "open/11": FILES["open/10"]}
    assert failure(verify(FILES | swapped))[0] == 10


def test_an_invented_opening_of_a_held_entry_is_found(verify: Verify) -> None:
    invented = Opening(bytes(32), said("Under embargo until never.").canonical()).encode()
    assert failure(verify(FILES | {f"open/{HELD}": invented}))[0] == HELD


def test_an_opened_entry_without_its_opening_is_found(verify: Verify) -> None:
    del (files := dict(FILES))[f"open/{OPENED}"]
    index, words = failure(verify(files))
    assert index == OPENED
    assert "opened" in words


def test_a_left_out_opening_that_nothing_promised_is_counted_as_held(verify: Verify) -> None:
    """What can't be told from a held one is at least never counted as public."""
    del (files := dict(FILES))["open/2"]
    assert (verify(files).held, verify(FILES).held) == (2, 1)


def test_an_erased_entry_whose_opening_is_still_there_is_found(verify: Verify) -> None:
    index, words = failure(verify(FILES | {f"open/{ERASED}": conference().destroyed[ERASED]}))
    assert index == ERASED
    assert "erased" in words


@pytest.mark.parametrize(
    "stray", ["open/14", "open/007", "open/-1", "open/x", "tile/0/001", "tile/0/000.p/13", "tile/x", "notes.txt"]
)
def test_a_file_that_belongs_to_nothing_is_found(verify: Verify, stray: str) -> None:
    assert stray in failure(verify(FILES | {stray: FILES["open/2"]}))[1]


def test_a_readme_may_lie_beside_the_log(verify: Verify) -> None:
    assert verify(FILES | {"README.txt": b"What this is"}).ok


def signed(*entries: bytes) -> Files:
    """A log whose owner signed whatever these entries are, after an honest first one."""
    return tree([conference().entries[0], *entries]) | {"verifier.key": f"{KEY}\n".encode()}


def entry(kind: str = "session.started", *, at: int = START + 5000, ref: int | None = None) -> bytes:
    return Leaf(at=at, kind=kind, commit=bytes(32), ref=ref).encode()


@pytest.mark.parametrize(
    ("entries", "index", "words"),
    [
        ([b"{}"], 1, "members"),
        ([b""], 1, "JSON"),
        ([entry().replace(b'"v":1', b'"v": 1')], 1, "canonical"),
        ([entry().replace(b'"v":1', b'"v":2')], 1, "version"),
        ([entry().replace(b"session.started", b"\\ud800")], 1, ""),
        ([entry().replace(b"2026", b"0026")], 1, ""),
        ([entry().replace(b"2026-05", b"2026-13")], 1, "time"),
        ([entry(), entry(at=START + 4999)], 2, "earlier than"),
        ([entry(ref=1)], 1, "not an earlier entry"),
        ([entry(ref=2), entry()], 1, "not an earlier entry"),
        ([entry("opened")], 1, "which entry"),
        ([entry(), entry("erased")], 2, "which entry"),
        ([entry(), entry("opened", ref=1)], 1, "opened"),
        ([entry(), entry("edition.opened")], 2, "first"),
    ],
)
def test_what_even_the_owner_may_not_sign_is_found(
    verify: Verify, entries: list[bytes], index: int, words: str
) -> None:
    found, message = failure(verify(signed(*entries)))
    assert found == index
    assert words in message


def test_a_log_that_does_not_begin_with_its_edition_is_found(verify: Verify) -> None:
    files = tree([entry()]) | {"verifier.key": f"{KEY}\n".encode()}
    assert failure(verify(files)) == (0, "edition.opened must be the first entry and no other")


def test_an_opening_spelled_differently_is_found(verify: Verify) -> None:
    spelled = FILES["open/2"].replace(b'","nonce"', b'", "nonce"')
    assert failure(verify(FILES | {"open/2": spelled}))[0] == 2


def test_a_known_kind_with_a_content_of_another_shape_is_found(verify: Verify) -> None:
    log = conference()
    log.add_raw("opened", b'{"reson":"a slip","v":1}', ref=1)
    index, words = failure(verify(log.files(), by_content=True))
    assert index == 14
    assert "reason" in words


def test_another_version_of_a_known_kind_is_kept_as_unknown(verify: Verify) -> None:
    log = conference()
    log.add_raw("session.ended", b'{"applause":true,"v":2}')
    report = verify(log.files())
    assert report.ok, report.failure
    assert report.unknown == {"weather.noted": 1, "session.ended, another version": 1}


def test_an_unpacked_bundle_holds_as_the_zip_does(tmp_path: Path) -> None:
    for name, content in FILES.items():
        path = tmp_path / "regional-media-13" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    assert verify_log(BundleSource(tmp_path), kinds.known, key=KEY).ok
    assert verify_log(BundleSource(tmp_path / "regional-media-13"), kinds.known, key=KEY).ok


def test_an_enormous_size_costs_nothing() -> None:
    text = f"{ORIGIN}\n{10**18}\n{'A' * 43}=\n"
    report = verify_log(Shelf({"checkpoint": SIGNER.sign(text).encode()}), kinds.known, key=KEY)
    assert failure(report) == (None, "tile/entries/000 is missing")


def test_without_checkpoint_or_key_there_is_nothing_to_check() -> None:
    with pytest.raises(Unusable, match="no checkpoint"):
        verify_log(Shelf({}), kinds.known, key=KEY)
    with pytest.raises(Unusable, match="--key"):
        verify_log(Shelf({"checkpoint": FILES["checkpoint"]}), kinds.known)
    with pytest.raises(Unusable, match="key looks like"):
        verify_log(Shelf(FILES), kinds.known, key="nonsense")


class Growing(Shelf):
    """A live log: once opening `at` is asked for, it has become `later`."""

    def __init__(self, files: Files, *, at: str, later: Files, gone: set[str]) -> None:
        super().__init__(files)
        self._at, self._later, self._gone = at, later, gone

    def fetch(self, path: str) -> bytes:
        if path == self._at:
            self.files, self.gone = self.files | self._later, self._gone
        return super().fetch(path)

    def paths(self) -> list[str]:
        return []


@pytest.mark.parametrize("size", [4, 250])
def test_an_entry_erased_while_the_log_is_read_is_no_fault(size: int) -> None:
    before, after = conference(size), conference(size)
    after.erase(OPENED)
    later = {path: content for path, content in after.files().items() if path not in before.files()}
    later["checkpoint"] = after.files()["checkpoint"]
    for path in (f"open/{OPENED}", "open/2"):
        report = verify_log(
            Growing(before.files(), at=path, later=later, gone={f"open/{OPENED}"}), kinds.known, key=KEY
        )
        assert report.ok, report.failure
        assert (report.size, report.erased, report.held) == (10 + size, 2, 1)


def test_an_opening_that_is_gone_without_a_word_is_a_fault() -> None:
    for path in ("open/2", f"open/{OPENED}"):
        index, words = failure(verify_log(Shelf(FILES, gone={path}), kinds.known, key=KEY))
        assert index == int(path.removeprefix("open/"))
        assert "no entry says that it was erased" in words


def test_a_log_that_changes_its_past_while_it_is_read_is_found() -> None:
    other = conference()
    other.entries[3] = entry()
    other.erase(2)
    later = {path: content for path, content in other.files().items() if path not in FILES}
    later["checkpoint"] = other.files()["checkpoint"]
    report = verify_log(Growing(FILES, at="open/2", later=later, gone={"open/2"}), kinds.known, key=KEY)
    assert "contradicts itself" in failure(report)[1]


def test_the_small_verifier_runs_on_old_pythons_and_imports_nothing_of_ours() -> None:
    source = (resources.files("onrecord.record") / "onrecord_check.py").read_text()
    module = ast.parse(source, feature_version=(3, 9))
    imported = {
        name
        for node in ast.walk(module)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    roots = {name.split(".")[0] for name in imported} - {"__future__"}
    assert roots - set(sys.stdlib_module_names) == {"cryptography"}


def test_a_file_beside_the_folder_is_found_but_not_what_file_managers_leave(tmp_path: Path) -> None:
    bundle = write_zip(tmp_path / "beside.zip", {f"a/{name}": one for name, one in FILES.items()}, folder="")
    with zipfile.ZipFile(bundle, "a") as archive:
        archive.writestr("__MACOSX/a/._open", b"")
    assert verify_log(BundleSource(bundle), kinds.known, key=KEY).ok
    with zipfile.ZipFile(bundle, "a") as archive:
        archive.writestr("b/open/2", b"")
    assert failure(verify_log(BundleSource(bundle), kinds.known, key=KEY)) == (
        None,
        "b/open/2 does not belong to this log",
    )


@pytest.mark.parametrize("key", ["nonsense", KEY[:-1], KEY.replace("+", "+0", 1), KEY.lower()])
def test_a_mistyped_key_is_no_verdict(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], key: str
) -> None:
    bundle = write_zip(tmp_path / "bundle.zip", FILES)
    with pytest.raises(Unusable, match="key looks like"):
        verify_log(BundleSource(bundle), kinds.known, key=key)
    monkeypatch.setattr(sys, "argv", ["onrecord_check.py", str(bundle), "--key", key])
    assert SMALL["main"]() == 2
    assert "not a verifier key" in capsys.readouterr().out
