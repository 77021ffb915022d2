"""Which addresses letters go to."""

from __future__ import annotations

import re

USABLE = re.compile(r"(?!.*=\?)(?=.{1,254}\Z)[a-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[a-z0-9.-]+", re.IGNORECASE | re.ASCII)
"""What can break no header: neither quotation marks nor encoded words (RFC 2047), and nothing but ASCII."""


def is_usable(address: str) -> bool:
    return bool(USABLE.fullmatch(address))
