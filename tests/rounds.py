"""How often the same is tried with other values or at other moments: often enough to notice what breaks while one works on it,
and many times over with `make test-long`."""

from __future__ import annotations

import os

LONG = os.environ.get("TESTS") == "long"


def rounds(few: int, *, long: int) -> int:
    return long if LONG else few
