"""Why something that was sent does not become pictures. Whoever shows it has the sentence."""

from __future__ import annotations

from enum import StrEnum


class Fault(StrEnum):
    EMPTY = "empty"
    LARGE = "large"
    """More bytes than we take."""
    KIND = "kind"
    """Neither PDF nor a picture that we take, by its content."""
    PAGES = "pages"
    PIXELS = "pixels"
    LOCKED = "locked"
    """It needs a password."""
    BROKEN = "broken"
    LONG = "long"
    """It takes more time or memory than any document needs."""
    BUSY = "busy"
    """Too many send something at this moment."""


class Unfit(Exception):
    """It does not become pictures; `found` is what it seems to be, as the ending of a file's name."""

    def __init__(self, fault: Fault, found: str = "") -> None:
        super().__init__(fault, found)
        self.fault, self.found = fault, found
