"""Which letters there are: each room registers those that it writes, in its `letters.py`."""

from __future__ import annotations

from django.utils.functional import Promise

_kinds: dict[str, str | Promise] = {}


def register(code: str, name: str | Promise) -> str:
    """A kind of letter, as the office reads it: “Answer to a correction request”. Returns its code."""
    _kinds[code] = name
    return code


def known(code: str) -> bool:
    return code in _kinds


def name_of(code: str) -> str:
    """What letters of this kind are called; a code that this version doesn't know is shown as it is."""
    return str(_kinds.get(code, code))
