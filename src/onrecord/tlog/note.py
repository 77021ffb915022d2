"""Signed notes (C2SP signed-note) with Ed25519."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from onrecord.tlog import base64

ED25519 = b"\x01"
DASH = "\u2014 "
MOST_SIGNATURES = 100


class NoteError(ValueError):
    """A note or key that can't be trusted or read."""


@dataclass(frozen=True, slots=True)
class Verifier:
    """A public Ed25519 key and its name; written `NAME+hex(keyid)+base64(alg ‖ public)`."""

    name: str
    public: bytes

    @property
    def key_id(self) -> bytes:
        """SHA-256(name ‖ 0x0A ‖ alg ‖ public), the first four bytes."""
        return hashlib.sha256(self.name.encode() + b"\n" + ED25519 + self.public).digest()[:4]

    @classmethod
    def parse(cls, text: str) -> Verifier:
        """Raises NoteError where `text` is no verifier key, or its id another key's."""
        try:
            name, key_id, encoded = text.strip().split("+", 2)
            key = base64.decode(encoded)
        except ValueError:
            raise NoteError("Verifier.parse: not NAME+KEYID+KEY") from None
        if key[:1] != ED25519 or len(key) != 33 or not _good_name(name):
            raise NoteError("Verifier.parse: not an Ed25519 key")
        verifier = cls(name, key[1:])
        if verifier.key_id.hex() != key_id:
            raise NoteError(f"Verifier.parse: key id {key_id} is not that of the key")
        return verifier

    def __str__(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{base64.encode(ED25519 + self.public)}"


def _good_name(name: str) -> bool:
    return bool(name) and "+" not in name and not any(sign.isspace() for sign in name)


class Signer:
    """A private Ed25519 key (32 bytes) and its name."""

    def __init__(self, name: str, private_key: bytes) -> None:
        if not _good_name(name):
            raise NoteError(f"Signer: {name!r} has a space or a plus sign")
        self._key = Ed25519PrivateKey.from_private_bytes(private_key)
        self.verifier = Verifier(name, self._key.public_key().public_bytes_raw())

    @classmethod
    def generate(cls, name: str) -> Signer:
        """A new key."""
        return cls(name, Ed25519PrivateKey.generate().private_bytes_raw())

    def sign(self, text: str) -> str:
        """The signed note over `text`, which must end with a newline."""
        if not text.endswith("\n"):
            raise NoteError("Signer.sign: the text must end with a newline")
        signature = base64.encode(self.verifier.key_id + self._key.sign(text.encode()))
        return f"{text}\n{DASH}{self.verifier.name} {signature}\n"


@dataclass(frozen=True, slots=True)
class Note:
    """A note's text, and the names of the known keys whose signatures hold."""

    text: str
    verified_by: tuple[str, ...]


def open_note(note: str | bytes, verifiers: Iterable[Verifier]) -> Note:
    """The note, verified. Unknown keys are ignored; a bad signature of a known key, or no known one, is a NoteError."""
    if isinstance(note, bytes):
        try:
            note = note.decode()
        except UnicodeDecodeError:
            raise NoteError("open_note: not UTF-8") from None
    if any(ord(sign) < 0x20 and sign != "\n" for sign in note):
        raise NoteError("open_note: control characters")
    text, gap, tail = note.rpartition("\n\n")
    text += "\n"
    if not gap or not tail.endswith("\n"):
        raise NoteError("open_note: no signatures")
    known = {(v.name, v.key_id): v for v in verifiers}
    names = []
    for line in tail[:-1].split("\n")[:MOST_SIGNATURES]:
        name, _, encoded = line.removeprefix(DASH).partition(" ")
        try:
            raw = base64.decode(encoded)
        except ValueError:
            raise NoteError("open_note: bad signature line") from None
        if not line.startswith(DASH) or len(raw) < 5 or not _good_name(name):
            raise NoteError("open_note: bad signature line")
        verifier = known.get((name, raw[:4]))
        if verifier is None:
            continue
        try:
            Ed25519PublicKey.from_public_bytes(verifier.public).verify(raw[4:], text.encode())
        except InvalidSignature:
            raise NoteError(f"open_note: the signature of {name} does not hold") from None
        names.append(name)
    if not names:
        raise NoteError("open_note: no signature of a known key")
    return Note(text, tuple(names))
