"""Signed notes (C2SP signed-note) with Ed25519 keys: a text that ends in a newline, an empty line, signatures."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from onrecord.tlog import base64

ED25519 = b"\x01"
KEY_SIZE = 32
KEY_ID_SIZE = 4
DASH = "\u2014 "
MOST_SIGNATURES = 100
_CONTROL = re.compile("[\x00-\x1f\ud800-\udfff]")
"""Below U+0020, or half of a surrogate pair, which UTF-8 can't hold."""


class NoteError(ValueError):
    """A note, or a key of one, that can't be read or must not be trusted."""


@dataclass(frozen=True, slots=True)
class Verifier:
    """The name and the public half (32 bytes) of an Ed25519 key. As text: `NAME+KEYID+KEY`."""

    name: str
    public: bytes

    @property
    def key_id(self) -> bytes:
        """The four bytes that, beside the name, tell in a note which key has signed."""
        return _key_id(self.name, self.public)

    @classmethod
    def parse(cls, vkey: str) -> Verifier:
        """The key written `NAME+KEYID+KEY`; white space around it is of no account. Raises NoteError."""
        name, _, rest = vkey.strip().partition("+")
        key_id, _, encoded = rest.partition("+")
        if not _is_name(name):
            raise NoteError("Verifier.parse: a key is written NAME+KEYID+KEY, the name without spaces")
        try:
            key = base64.decode(encoded)
        except ValueError:
            raise NoteError("Verifier.parse: the part after the second plus sign is not base64") from None
        if key[:1] != ED25519 or len(key) != 1 + KEY_SIZE:
            raise NoteError(f"Verifier.parse: not an Ed25519 key, which is byte 01 and {KEY_SIZE} bytes in base64")
        verifier = cls(name, key[1:])
        if verifier.key_id.hex() != key_id:
            raise NoteError(
                f"Verifier.parse: the key id is {key_id!r}, but this name and key have {verifier.key_id.hex()}"
            )
        return verifier

    def __str__(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{base64.encode(ED25519 + self.public)}"

    def accepts(self, signature: bytes, text: str) -> bool:
        """Whether `signature` (64 bytes) is this key's over `text`."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, text.encode())
        except InvalidSignature:
            return False
        return True


class Signer:
    """A name and an Ed25519 private key (32 bytes). Raises NoteError for a name or a key that can't be one."""

    def __init__(self, name: str, private_key: bytes) -> None:
        if not _is_name(name):
            raise NoteError(f"Signer: {name!r} is not a key name: it is empty, or has a space or a plus sign")
        if len(private_key) != KEY_SIZE:
            raise NoteError(f"Signer: the private key has {len(private_key)} bytes, not {KEY_SIZE}")
        self._key = Ed25519PrivateKey.from_private_bytes(private_key)
        self.verifier = Verifier(name, self._key.public_key().public_bytes_raw())

    @classmethod
    def generate(cls, name: str) -> Signer:
        """A signer with a new random key."""
        return cls(name, Ed25519PrivateKey.generate().private_bytes_raw())

    def sign(self, text: str) -> str:
        """The note of `text` with this key's signature. Raises NoteError for a text that can't be one."""
        if not text.endswith("\n"):
            raise NoteError("Signer.sign: the text must end with a newline")
        _require_plain("Signer.sign", text)
        signature = base64.encode(self.verifier.key_id + self._key.sign(text.encode()))
        return f"{text}\n{DASH}{self.verifier.name} {signature}\n"


@dataclass(frozen=True, slots=True)
class Note:
    """A note that at least one known key has signed: whose signatures hold, and whose keys aren't known."""

    text: str
    verified_by: tuple[str, ...]
    unknown: tuple[str, ...] = ()


def open_note(note: str | bytes, verifiers: Iterable[Verifier]) -> Note:
    """The text of `note` and who signed it. Signatures of other keys than `verifiers` are ignored.

    Raises NoteError where the note is malformed, has over 100 signatures, has none of a known key, or has one of a
    known key that doesn't hold.
    """
    text, lines = _split(_decoded(note))
    known = {(verifier.name, verifier.key_id): verifier for verifier in verifiers}
    signed: list[str] = []
    unknown: list[str] = []
    for at, line in enumerate(lines, start=1):
        name, key_id, signature = _signature(line, at)
        verifier = known.get((name, key_id))
        if verifier is None:
            unknown.append(name)
        elif verifier.accepts(signature, text):
            signed.append(name)
        else:
            raise NoteError(f"open_note: the signature of {name} (signature {at}) is not valid")
    if not signed:
        raise NoteError(f"open_note: signed by no known key, only by {', '.join(unknown)}")
    return Note(text, tuple(dict.fromkeys(signed)), tuple(dict.fromkeys(unknown)))


def _decoded(note: str | bytes) -> str:
    if isinstance(note, bytes):
        try:
            note = note.decode()
        except UnicodeDecodeError as error:
            raise NoteError(f"open_note: byte {error.start} is not UTF-8") from None
    _require_plain("open_note", note)
    return note


def _split(note: str) -> tuple[str, list[str]]:
    """The text and the signature lines: the last empty line is between them."""
    text, gap, tail = note.rpartition("\n\n")
    if not gap or not tail.endswith("\n"):
        raise NoteError("open_note: a note is a text, an empty line, and signature lines that each end with a newline")
    lines = tail[:-1].split("\n")
    if len(lines) > MOST_SIGNATURES:
        raise NoteError(f"open_note: {len(lines)} signatures; at most {MOST_SIGNATURES} are read")
    return text + "\n", lines


def _signature(line: str, at: int) -> tuple[str, bytes, bytes]:
    """Name, key id and signature in signature line `at`, counted from 1."""
    name, _, encoded = line.removeprefix(DASH).partition(" ")
    try:
        raw = base64.decode(encoded)
    except ValueError:
        raw = b""
    if not line.startswith(DASH) or not _is_name(name) or len(raw) <= KEY_ID_SIZE:
        raise NoteError(f"open_note: signature {at} is not written `{DASH}NAME BASE64`")
    return name, raw[:KEY_ID_SIZE], raw[KEY_ID_SIZE:]


@lru_cache(maxsize=256)
def _key_id(name: str, public: bytes) -> bytes:
    return sha256(name.encode() + b"\n" + ED25519 + public).digest()[:KEY_ID_SIZE]


def _is_name(name: str) -> bool:
    return bool(name) and not any(_CONTROL.match(sign) or sign.isspace() or sign == "+" for sign in name)


def _require_plain(function: str, text: str) -> None:
    found = _CONTROL.search(text.replace("\n", " "))
    if found:
        raise NoteError(
            f"{function}: character {found.start()} is {found[0]!r}; a note is UTF-8 without control characters"
        )
