"""A draw as JSON, the file that the host publishes anew at every step; strict both ways.

    {"draw": "v1", "event": "13th edition", "outside": {"source": "drand quicknet 52db…", "round": 28657300},
     "commitment": "<64 hex digits>", "code": "onrecord 0.1.0", "nonces": [["q1", "a word of my own"]],
     "parts": {"roster": "<64 hex digits>"}, "closing": "…", "secret": "…", "value": "…", "beacon": "…"}

What belongs to a later step is not there yet.
"""

from __future__ import annotations

import json
import re
from typing import Any

from .draw import Draw, DrawError, Nonce, Outside

VERSION = "v1"
_DIGESTS = ("closing", "secret", "value", "beacon")
_MEMBERS = ("draw", "event", "outside", "commitment", "code", "nonces", "parts", *_DIGESTS)
_HEX = re.compile(r"[0-9a-f]{64}", re.ASCII)


def to_json(draw: Draw) -> str:
    """The text that `from_json` reads back as the same draw."""
    document: dict[str, Any] = {"draw": VERSION, "event": draw.event}
    if draw.outside:
        document["outside"] = {"source": draw.outside.source, "round": draw.outside.round}
    document["commitment"] = draw.commitment.hex()
    if draw.closing is not None:
        document["code"] = draw.code
        document["nonces"] = [[nonce.request, nonce.text] for nonce in draw.nonces]
        document["parts"] = {name: digest.hex() for name, digest in sorted(draw.parts.items())}
    for name in _DIGESTS:
        if (digest := getattr(draw, name)) is not None:
            document[name] = digest.hex()
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def from_json(text: str | bytes) -> Draw:
    """The draw in a JSON text; raises DrawError naming the line or the member that is wrong."""
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        raise DrawError(f"line {error.lineno}: is not JSON: {error.msg}") from None
    except (ValueError, RecursionError):
        raise DrawError("is not JSON in UTF-8, or is nested too deeply") from None
    if not isinstance(document, dict) or document.get("draw") != VERSION:
        raise DrawError(f'is not a draw; `onrecord floor draw commit` writes one, with "draw": "{VERSION}"')
    for name in document:
        if name not in _MEMBERS:
            raise DrawError(f"“{name}” is not a member here; members are {', '.join(_MEMBERS)}")
    return Draw(
        event=_text("event", document.get("event")),
        commitment=_digest("commitment", document.get("commitment")),
        outside=_outside(document["outside"]) if "outside" in document else None,
        code=_text("code", document.get("code", "")),
        nonces=tuple(
            _nonce(f"nonces[{number}]", each) for number, each in enumerate(_list(document.get("nonces", [])))
        ),
        parts=_parts(document.get("parts", {})),
        **{name: _digest(name, document[name]) for name in _DIGESTS if name in document},
    )


def digest(where: str, text: str) -> bytes:
    """32 bytes from 64 hex digits, small ones or capitals; raises DrawError."""
    return _digest(where, text.strip().lower())


def _outside(value: object) -> Outside:
    match value:
        case {"source": str(source), "round": int(number), **rest} if not rest and number > 0 and number is not True:
            return Outside(_text("outside.source", source), number)
    raise DrawError("outside: must have a source, a text, and a round, a whole number from 1")


def _nonce(where: str, value: object) -> Nonce:
    match value:
        case [str(request), str(text)]:
            return Nonce(_text(where, request), _text(where, text))
    raise DrawError(f"{where}: must be a request's id and its nonce, two texts")


def _parts(value: object) -> dict[str, bytes]:
    if not isinstance(value, dict):
        raise DrawError("parts: must be an object of names and digests")
    return {_text("parts", name): _digest(f"parts.{name}", each) for name, each in value.items()}


def _list(value: object) -> list[Any]:
    if not isinstance(value, list):
        raise DrawError("nonces: must be a list")
    return value


def _text(where: str, value: object) -> str:
    if not isinstance(value, str) or not value.isprintable():
        raise DrawError(f"{where}: must be a text on one line")
    return value


def _digest(where: str, value: object) -> bytes:
    if not isinstance(value, str) or not _HEX.fullmatch(value):
        raise DrawError(f"{where}: must be 64 hex digits")
    return bytes.fromhex(value)
