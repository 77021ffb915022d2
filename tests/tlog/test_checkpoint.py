from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.tlog import base64
from onrecord.tlog.checkpoint import Checkpoint, open_checkpoint, sign
from onrecord.tlog.merkle import Frontier, leaf_hash
from onrecord.tlog.note import NoteError, Signer, Verifier, open_note
from tests.tlog.others import GO_KEY, GO_NOTE, GO_TEXT, TESSERA_ENTRIES, TESSERA_KEY

Shared = Callable[[str], Path]
TESSERA = Verifier.parse(TESSERA_KEY)
OURS = Signer("press.example.org/13/log", bytes(range(32)))
WITNESS = Signer("witness.example", b"w" * 32)
ROOT = leaf_hash(b"")
BASE64 = base64.encode(ROOT)


def test_another_logs_checkpoints_have_the_roots_of_its_entries(shared: Shared) -> None:
    folder, frontier = shared("vectors/tessera-log"), Frontier()
    for size, word in enumerate([*TESSERA_ENTRIES, b""]):
        note = (folder / f"checkpoint.{size}").read_bytes()
        checkpoint = open_checkpoint(note, [TESSERA])
        assert checkpoint == Checkpoint("example.com/log/testdata", size, frontier.root())
        assert note.decode().startswith(f"{checkpoint.text()}\n— ")
        frontier = frontier.append(leaf_hash(word))
    newest = open_checkpoint((folder / "checkpoint").read_bytes(), [TESSERA])
    assert (newest.size, base64.encode(newest.root)) == (15, "rKbDipCvhuX1GZ7g5BBe8sA6BbJ7ja/1nk427v383cs=")


def test_a_checkpoint_whose_origin_is_not_its_keys_name_is_refused() -> None:
    """The Go checksum database's is one: its note opens, but as a checkpoint of a log of ours it wouldn't do."""
    key = Verifier.parse(GO_KEY)
    assert Checkpoint.parse(open_note(GO_NOTE, [key]).text).size == 35_225_469
    with pytest.raises(
        NoteError, match=r"the origin is go\.sum database tree, but it is signed only by sum\.golang\.org"
    ):
        open_checkpoint(GO_NOTE, [key])


def test_a_witness_alone_does_not_make_a_checkpoint() -> None:
    checkpoint = Checkpoint(OURS.verifier.name, 7, ROOT)
    ours, cosigned = OURS.sign(checkpoint.text()), WITNESS.sign(checkpoint.text())
    both = ours + cosigned.removeprefix(f"{checkpoint.text()}\n")
    assert open_checkpoint(both, [OURS.verifier, WITNESS.verifier]) == checkpoint
    with pytest.raises(NoteError, match=r"signed only by witness\.example"):
        open_checkpoint(both, [WITNESS.verifier])


@given(st.integers(0, 2**63 - 1), st.binary(min_size=32, max_size=32))
def test_what_we_sign_opens_again(size: int, root: bytes) -> None:
    checkpoint = Checkpoint(OURS.verifier.name, size, root)
    assert open_checkpoint(sign(checkpoint, OURS), [OURS.verifier]) == checkpoint


def test_we_sign_the_three_lines_and_no_more() -> None:
    note = sign(Checkpoint(OURS.verifier.name, 7, ROOT), OURS)
    assert note.startswith(f"press.example.org/13/log\n7\n{BASE64}\n\n— press.example.org/13/log ")


@pytest.mark.parametrize(
    ("checkpoint", "words"),
    [
        (Checkpoint("another.example", 7, ROOT), "the origin is another.example, but the key's name is press"),
        (Checkpoint(OURS.verifier.name, 7, ROOT, ("more",)), "extension lines are read, never written"),
        (Checkpoint(OURS.verifier.name, -1, ROOT), r"a size below 2\^63 and a root of 32 bytes"),
        (Checkpoint(OURS.verifier.name, 2**63, ROOT), r"a size below 2\^63 and a root of 32 bytes"),
        (Checkpoint(OURS.verifier.name, 7, ROOT[1:]), r"a size below 2\^63 and a root of 32 bytes"),
    ],
)
def test_nothing_is_signed_that_is_no_checkpoint_of_ours(checkpoint: Checkpoint, words: str) -> None:
    with pytest.raises(NoteError, match=words):
        sign(checkpoint, OURS)


def test_extension_lines_of_others_are_kept() -> None:
    text = f"log.example\n7\n{BASE64}\none\ntwo more\n"
    checkpoint = Checkpoint.parse(text)
    assert checkpoint == Checkpoint("log.example", 7, ROOT, ("one", "two more"))
    assert checkpoint.text() == text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "at least three lines"),
        ("\n\n\n", "at least three lines"),
        (f"7\n{BASE64}\n", "at least three lines"),
        (f"log\n7\n{BASE64}", "at least three lines"),
        (f"\n7\n{BASE64}\n", "none empty"),
        (f"log\n7\n{BASE64}\n\n", "none empty"),
        (f"log\n7\n{BASE64}\n\nmore\n", "none empty"),
        (f"log\n07\n{BASE64}\n", "line 2"),
        (f"log\n00\n{BASE64}\n", "line 2"),
        (f"log\n+7\n{BASE64}\n", "line 2"),
        (f"log\n-7\n{BASE64}\n", "line 2"),
        (f"log\n7 \n{BASE64}\n", "line 2"),
        (f"log\n7_0\n{BASE64}\n", "line 2"),
        (f"log\n٧\n{BASE64}\n", "line 2"),
        (f"log\n{2**63}\n{BASE64}\n", "line 2"),
        (f"log\n{'9' * 5000}\n{BASE64}\n", "line 2"),
        (f"log\n7\n{BASE64[:-1]}\n", "line 3"),
        (f"log\n7\n{BASE64} \n", "line 3"),
        (f"log\n7\n{base64.encode(ROOT[1:])}\n", "line 3"),
        (f"log\n7\n{base64.encode(ROOT + b'x')}\n", "line 3"),
        (f"log\n7\n{'/' * 43}=\n", "line 3"),
        (f"log\n7\n{GO_TEXT}", "line 3"),
    ],
)
def test_a_malformed_checkpoint_is_refused_with_its_line(text: str, words: str) -> None:
    with pytest.raises(NoteError, match=f"^Checkpoint.parse: .*{words}"):
        Checkpoint.parse(text)


wild = st.text(st.characters(codec=None))


@given(
    wild
    | st.lists(st.sampled_from(["log\n", "7\n", f"{BASE64}\n", "\n", "0"]) | wild, max_size=6).map("".join)
    | st.tuples(wild, st.integers().map(str), st.binary().map(base64.encode), wild).map("\n".join)
)
def test_any_text_is_a_checkpoint_or_a_note_error(text: str) -> None:
    try:
        checkpoint = Checkpoint.parse(text)
    except NoteError:
        return
    assert checkpoint.text() == text
