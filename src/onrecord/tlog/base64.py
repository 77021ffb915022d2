"""Base64 with one way to write each value, so that no two files mean the same signature, hash or nonce."""

from __future__ import annotations

import base64
import binascii


def decode(text: str) -> bytes:
    """The bytes of standard, padded base64. Raises ValueError for any other way to write them."""
    try:
        value = base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError(f"not base64: {error}") from None
    if encode(value) != text:
        raise ValueError("not the canonical way to write this value in base64")
    return value


def encode(value: bytes) -> str:
    """Standard, padded base64."""
    return base64.b64encode(value).decode()
