from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.tlog import base64
from onrecord.tlog.note import Note, NoteError, Signer, Verifier, open_note
from tests.tlog.others import GO_KEY, GO_NOTE, GO_TEXT

OURS = Signer("press.example.org/13/log", bytes(range(32)))
WITNESS = Signer("witness.example/Ωmega", b"w" * 32)
STRANGER = Signer("stranger.example", b"s" * 32)
TEXT = "Why?\n\nBecause — it was asked.\n"


def signature_of(signer: Signer, text: str = TEXT) -> str:
    """The signature line alone."""
    return signer.sign(text).removeprefix(f"{text}\n")


def line(name: str, raw: bytes) -> str:
    return f"— {name} {base64.encode(raw)}\n"


# Notes that open


def test_the_go_checksum_databases_note_opens() -> None:
    assert open_note(GO_NOTE, [Verifier.parse(GO_KEY)]) == Note(GO_TEXT, ("sum.golang.org",))
    assert open_note(GO_NOTE.encode(), [Verifier.parse(GO_KEY)]).text == GO_TEXT


plain = st.text(st.characters(exclude_categories=["Cs"], exclude_characters=[chr(n) for n in range(32) if n != 10]))


@given(plain)
def test_any_plain_text_comes_back_as_it_was_signed(text: str) -> None:
    note = OURS.sign(f"{text}\n")
    assert open_note(note, [OURS.verifier]) == Note(f"{text}\n", (OURS.verifier.name,))
    assert open_note(note.encode(), [OURS.verifier]).text == f"{text}\n"


def test_a_signature_is_the_same_every_time() -> None:
    assert OURS.sign(TEXT) == Signer(OURS.verifier.name, bytes(range(32))).sign(TEXT)


def test_a_new_key_is_another_key() -> None:
    one, other = Signer.generate("a.example"), Signer.generate("a.example")
    assert one.verifier != other.verifier
    with pytest.raises(NoteError, match="no known key"):
        open_note(one.sign(TEXT), [other.verifier])


def test_signatures_of_unknown_keys_are_ignored_and_named() -> None:
    note = f"{TEXT}\n{signature_of(STRANGER)}{signature_of(OURS)}{line('odd.example', b'id..' + b'x' * 5000)}"
    opened = open_note(note, [OURS.verifier, WITNESS.verifier])
    assert opened == Note(TEXT, (OURS.verifier.name,), ("stranger.example", "odd.example"))


def test_a_key_is_known_by_name_and_id_together() -> None:
    same_id = line("another.example", OURS.verifier.key_id + b"x" * 64)
    same_name = line(OURS.verifier.name, b"\0\0\0\0" + b"x" * 64)
    opened = open_note(f"{TEXT}\n{same_id}{same_name}{signature_of(OURS)}", [OURS.verifier])
    assert opened.verified_by == (OURS.verifier.name,)
    assert opened.unknown == ("another.example", OURS.verifier.name)


def test_everyone_who_signed_is_named_once() -> None:
    note = f"{TEXT}\n{signature_of(OURS)}{signature_of(WITNESS)}{signature_of(OURS)}"
    assert open_note(note, [WITNESS.verifier, OURS.verifier]).verified_by == (OURS.verifier.name, WITNESS.verifier.name)


@pytest.mark.parametrize("strangers", [15, 99])
def test_many_signatures_are_read(strangers: int) -> None:
    note = f"{TEXT}\n{signature_of(STRANGER) * strangers}{signature_of(OURS)}"
    assert open_note(note, [OURS.verifier]).verified_by == (OURS.verifier.name,)


# Notes that don't


def test_too_many_signatures_are_refused() -> None:
    with pytest.raises(NoteError, match="101 signatures; at most 100"):
        open_note(f"{TEXT}\n{signature_of(OURS) * 101}", [OURS.verifier])


def test_one_bad_signature_of_a_known_key_rejects_the_note() -> None:
    bad = signature_of(WITNESS, "Something else.\n")
    for lines in (signature_of(OURS) + bad, bad + signature_of(OURS)):
        with pytest.raises(NoteError, match=r"signature of witness.example/Ωmega \(signature [12]\) is not valid"):
            open_note(f"{TEXT}\n{lines}", [OURS.verifier, WITNESS.verifier])
        assert open_note(f"{TEXT}\n{lines}", [OURS.verifier]).unknown == (WITNESS.verifier.name,)


@pytest.mark.parametrize("length", [1, 63, 65, 5000])
def test_a_signature_of_another_length_does_not_hold(length: int) -> None:
    with pytest.raises(NoteError, match="is not valid"):
        open_note(f"{TEXT}\n{line(OURS.verifier.name, OURS.verifier.key_id + b'x' * length)}", [OURS.verifier])


def test_a_note_that_no_known_key_signed_is_refused() -> None:
    with pytest.raises(NoteError, match=r"signed by no known key, only by stranger\.example"):
        open_note(STRANGER.sign(TEXT), [OURS.verifier])
    with pytest.raises(NoteError, match="no known key"):
        open_note(OURS.sign(TEXT), [])


def test_any_flipped_bit_is_refused() -> None:
    note = OURS.sign(TEXT).encode()
    for bit in range(len(note) * 8):
        flipped = bytearray(note)
        flipped[bit // 8] ^= 1 << bit % 8
        with pytest.raises(NoteError):
            open_note(bytes(flipped), [OURS.verifier])


GOOD = signature_of(OURS)
SIGNATURE = GOOD.removeprefix(f"— {OURS.verifier.name} ").removesuffix("\n")


@pytest.mark.parametrize(
    ("note", "words"),
    [
        ("", "a note is a text, an empty line"),
        (TEXT, "signature 1 is not written"),
        (TEXT.rstrip("\n"), "a note is a text, an empty line"),
        (f"{TEXT}{GOOD}", "signature 1 is not written"),
        (f"\n{GOOD}", "a note is a text, an empty line"),
        (f"{TEXT}\n{GOOD.rstrip()}", "each end with a newline"),
        (f"{TEXT}\n{GOOD}\n", "each end with a newline"),
        (f"{TEXT}\n{GOOD}Afterthought\n", "signature 2 is not written"),
        (f"{TEXT}\n{GOOD.replace('— ', '- ')}", "signature 1 is not written"),
        (f"{TEXT}\n{GOOD.replace('— ', '—')}", "signature 1 is not written"),
        (f"{TEXT}\n{GOOD.replace('— ', '—  ')}", "signature 1 is not written"),
        (f"{TEXT}\n— {SIGNATURE}\n", "signature 1 is not written"),
        (f"{TEXT}\n— a+b {SIGNATURE}\n", "signature 1 is not written"),
        (f"{TEXT}\n— a\u2003b {SIGNATURE}\n", "signature 1 is not written"),
        (f"{TEXT}\n— {OURS.verifier.name} {SIGNATURE} \n", "signature 1 is not written"),
        (f"{TEXT}\n— {OURS.verifier.name} {SIGNATURE.rstrip('=')}\n", "signature 1 is not written"),
        (f"{TEXT}\n— {OURS.verifier.name} \n", "signature 1 is not written"),
        (f"{TEXT}\n— {OURS.verifier.name} {base64.encode(OURS.verifier.key_id)}\n", "signature 1 is not written"),
        (f"{TEXT}\n— {OURS.verifier.name} ÄÖÜ=\n", "signature 1 is not written"),
        (f"Why?\r\n\n{GOOD}", r"character 4 is '\\r'"),
        (f"Why?\x00\n\n{GOOD}", r"character 4 is '\\x00'"),
        (f"Why?\ud800\n\n{GOOD}", r"character 4 is '\\ud800'"),
        (f"Why?\n\n{GOOD}".encode("utf-16"), "byte 0 is not UTF-8"),
        (b"Why?\xff\n", "byte 4 is not UTF-8"),
    ],
)
def test_a_malformed_note_is_refused_with_its_place(note: str | bytes, words: str) -> None:
    with pytest.raises(NoteError, match=f"^open_note: .*{words}"):
        open_note(note, [OURS.verifier])


wild = st.text(st.characters(codec=None))
notelike = st.lists(
    st.sampled_from(["\n", "\n\n", "— ", "+", " ", "=", OURS.verifier.name, SIGNATURE, GOOD, TEXT, GO_NOTE, str(OURS)])
    | wild,
    max_size=12,
).map("".join)


@given(wild | notelike)
def test_any_text_is_a_note_or_a_note_error(text: str) -> None:
    try:
        opened = open_note(text, [OURS.verifier, WITNESS.verifier])
    except NoteError:
        return
    assert OURS.sign(opened.text).removesuffix(GOOD) == f"{opened.text}\n"


@given(st.binary() | st.binary().map(lambda junk: OURS.sign(TEXT).encode() + junk))
def test_any_bytes_are_a_note_or_a_note_error(note: bytes) -> None:
    with suppress(NoteError):
        assert open_note(note, [OURS.verifier]).text == TEXT


# Keys


@pytest.mark.parametrize("vkey", [GO_KEY, str(OURS.verifier), str(WITNESS.verifier)])
def test_a_key_is_written_as_it_was_read(vkey: str) -> None:
    assert str(Verifier.parse(vkey)) == vkey
    assert Verifier.parse(f" {vkey}\n") == Verifier.parse(vkey)


def test_a_key_id_is_that_of_the_specification() -> None:
    assert Verifier.parse(GO_KEY).key_id.hex() == "033de0ae"


NAME, KEY_ID, KEY = GO_KEY.split("+", 2)


@pytest.mark.parametrize(
    ("vkey", "words"),
    [
        ("", "written NAME\\+KEYID\\+KEY"),
        (f"+{KEY_ID}+{KEY}", "written NAME"),
        (f"sum golang+{KEY_ID}+{KEY}", "written NAME"),
        (f"sum\x01golang+{KEY_ID}+{KEY}", "written NAME"),
        (f"sum\ud800golang+{KEY_ID}+{KEY}", "written NAME"),
        (NAME, "not an Ed25519 key"),
        (f"{NAME}+{KEY_ID}", "not an Ed25519 key"),
        (f"{NAME}+{KEY_ID}+", "not an Ed25519 key"),
        (f"{NAME}+{KEY_ID}+{KEY[:-4]}", "not an Ed25519 key"),
        (f"{NAME}+{KEY_ID}+B{KEY[1:]}", "not an Ed25519 key"),
        (f"{NAME}+{KEY_ID}+{KEY[:-1]}", "not base64"),
        (f"{NAME}+{KEY_ID}+{KEY} {KEY}", "not base64"),
        (f"{NAME}+{KEY_ID.upper()}+{KEY}", "key id is '033DE0AE', but this name and key have 033de0ae"),
        (f"{NAME}+00000000+{KEY}", "but this name and key have 033de0ae"),
        (f"{NAME}.evil+{KEY_ID}+{KEY}", "but this name and key have"),
    ],
)
def test_a_malformed_key_is_refused_with_what_would_be_right(vkey: str, words: str) -> None:
    with pytest.raises(NoteError, match=f"^Verifier.parse: .*{words}"):
        Verifier.parse(vkey)


@given(wild | notelike | wild.map(lambda end: f"{NAME}+{KEY_ID}+{end}"))
def test_any_text_is_a_key_or_a_note_error(text: str) -> None:
    with suppress(NoteError):
        assert str(Verifier.parse(text)) == text.strip()


def test_any_flipped_bit_of_a_key_is_refused() -> None:
    for place in range(len(GO_KEY)):
        for bit in range(7):
            changed = GO_KEY[:place] + chr(ord(GO_KEY[place]) ^ 1 << bit) + GO_KEY[place + 1 :]
            if changed.strip() == GO_KEY:
                continue
            with pytest.raises(NoteError):
                Verifier.parse(changed)


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\nb", "a\u00a0b", "a\x00b", "a\udfffb"])
def test_no_key_gets_a_name_that_a_note_could_not_hold(name: str) -> None:
    with pytest.raises(NoteError, match=r"^Signer: .* is not a key name"):
        Signer(name, bytes(32))


def test_a_private_key_of_another_length_is_refused() -> None:
    with pytest.raises(NoteError, match="31 bytes, not 32"):
        Signer("a.example", bytes(31))


@pytest.mark.parametrize(
    ("text", "words"), [("", "newline"), ("Why?", "newline"), ("Why?\t\n", "character 4"), ("\ud800\n", "character 0")]
)
def test_nothing_is_signed_that_could_not_be_opened(text: str, words: str) -> None:
    with pytest.raises(NoteError, match=f"^Signer.sign: .*{words}"):
        OURS.sign(text)
