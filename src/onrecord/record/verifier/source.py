"""A log's files as the verifier asks for them, whoever has them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol


class Missing(LookupError):
    """There is nothing at that path, or not yet (404)."""


class Gone(LookupError):
    """There was an opening at that path; it was destroyed (410)."""


class Source(Protocol):
    """Where a log's files come from: paths as below `log/`.

    A source that several threads may ask at once says how many in `parallel`; one that is a closed set of files
    lists them in `paths()`, so that nothing can lie among them unchecked.
    """

    name: str

    def fetch(self, path: str) -> bytes:
        """The bytes at `path`. Raises Missing, Gone, or Unusable where the source itself fails."""


Progress = Callable[[str, int, int], None]
"""Told what is being read, how much of it is done, and of how much."""


def quietly(what: str, done: int, of: int) -> None:
    """No progress shown."""
