"""Which key a log is checked with, and the checkpoint that it signed."""

from __future__ import annotations

from onrecord.record.verifier.source import Gone, Missing, Source
from onrecord.record.verifier.verdict import Fault, Unusable
from onrecord.tlog.checkpoint import Checkpoint, open_checkpoint
from onrecord.tlog.note import NoteError, Verifier


def key_of(source: Source, pinned: str | None) -> Verifier:
    """The key to check with: `pinned`, which the log's own must not contradict, or else the log's own.

    Raises Fault, or Unusable where there is neither.
    """
    try:
        own = source.fetch("verifier.key").decode()
    except (Missing, Gone):
        own = None
    except UnicodeDecodeError:
        raise Fault("verifier.key is not a verifier key") from None
    if pinned is None and own is None:
        raise Unusable(f"{source.name} has no verifier.key: get the key from its owner and give it with --key")
    verifier = parse_key(pinned) if pinned is not None else None
    if own is None:
        assert verifier is not None
        return verifier
    try:
        owned = Verifier.parse(own)
    except NoteError as error:
        raise Fault(f"verifier.key is not a verifier key ({error})") from None
    if own != f"{owned}\n":
        raise Fault("verifier.key must be one key on one line")
    if verifier is not None and owned != verifier:
        raise Fault(f"verifier.key is not the key that you gave, but {owned}{_renamed(verifier, owned)}")
    return owned


def _renamed(given: Verifier, owned: Verifier) -> str:
    if given.public != owned.public:
        return ""
    return (
        f". It has the same owner, but is for a log with another name. If that log continues {given.name}, check it with "
        "its own key to see where, and what is missing"
    )


def parse_key(text: str) -> Verifier:
    """A verifier key as somebody typed it. Raises Unusable."""
    try:
        return Verifier.parse(text)
    except NoteError as error:
        raise Unusable(
            f"the key is not a verifier key ({error}); a key looks like press.example.org/series/edition/log+1a2b3c4d+AbCd…"
        ) from None


def fetch_checkpoint(source: Source) -> bytes:
    """The log's newest signed checkpoint as it stands there. Raises Unusable where there is none."""
    try:
        return source.fetch("checkpoint")
    except (Missing, Gone):
        raise Unusable(f"there is no log at {source.name}: no checkpoint was found there") from None


def opened_by(note: bytes | str, verifier: Verifier) -> Checkpoint:
    """The checkpoint in a note signed with the key of `verifier`. Raises Fault."""
    try:
        return open_checkpoint(note, [verifier])
    except NoteError as error:
        raise Fault(f"the checkpoint is not what {verifier.name} signed ({error})") from None
