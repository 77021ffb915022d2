"""What a check comes to: it holds, something in it doesn't, or there is nothing to check."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal


def counted(count: int) -> str:
    return "1 entry" if count == 1 else f"{count} entries"


@dataclass(frozen=True, slots=True)
class Failure:
    """The first thing that doesn't hold, and the entry it is about, where it is about one."""

    words: str
    index: int | None = None

    def __str__(self) -> str:
        return self.words if self.index is None else f"entry {self.index}: {self.words}"


@dataclass(slots=True, kw_only=True)
class Verdict:
    """What held, in words and in the order it was checked, and the first thing that didn't."""

    checks: list[str] = field(default_factory=list)
    failure: Failure | None = None
    breaks: list[str] = field(default_factory=list)
    """Where the log goes on from one of another name, and what is missing since: nothing that doesn't hold, but a loss."""

    @property
    def ok(self) -> bool:
        return self.failure is None


@dataclass(slots=True, kw_only=True)
class Report(Verdict):
    """The verdict on a log. `root` is in hexadecimal; counts stay 0 where checking ended before them."""

    source: str
    origin: str = ""
    size: int = 0
    root: str = ""
    signed_by: str = ""
    """The verifier key that the checkpoint's signature was checked with."""
    key_source: Literal["", "pinned", "the log's own"] = ""
    entries: dict[str, int] = field(default_factory=dict)
    """How many entries of each kind."""
    unknown: dict[str, int] = field(default_factory=dict)
    """Kinds this version doesn't know, or not in that version: verified, not understood."""
    public: int = 0
    held: int = 0
    erased: int = 0


class Fault(Exception):
    """Ends a check: something doesn't hold."""

    def __init__(self, words: str, index: int | None = None) -> None:
        super().__init__(words)
        self.failure = Failure(words, index)


class Unusable(Exception):
    """What was given can't be checked at all; says nothing about the record."""
