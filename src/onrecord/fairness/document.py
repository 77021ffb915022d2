"""A sitting as JSON: strict both ways, numbers exact.

    {"journalists": [{"id": "ada", "groups": {"region": "North"}, "start": "-1/2", "topics": ["roads"]}],
     "requests": [{"id": "q1", "author": "ada", "topic": "roads", "supporters": ["bohdan"]}],
     "shares": {"support": "1/2", "region": "1/2"}, "guard": "region", "group_starts": {"region": {"North": "1/3"}},
     "one_call_each": true, "beacon": "<hex digits>", "commitment": "<hex digits>",
     "calls": ["q1", {"call": "q2", "reason": "a follow-up"}, {"absent": "ada"}, {"returned": "ada"}, {"withdrawn": "q3"}]}

`calls` is what happened, in order. `journalists` and `requests` must be there, and `shares` if journalists have groups; the
rest has the defaults of `Room`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from .room import Absent, Act, Call, Journalist, Request, Returned, Room, RoomError, Sitting, Withdrawn

_EXACT = re.compile(r"[+-]?\d{1,18}(?:/\d{1,18}|\.\d{1,18})?", re.ASCII)

_MEMBERS = (
    *("journalists", "requests", "shares", "guard", "beacon", "commitment"),
    *("one_call_each", "group_starts", "calls"),
)


def from_json(text: str | bytes) -> Sitting:
    """The sitting in a JSON text; raises RoomError naming the line where it isn't JSON, or the member that is wrong."""
    try:
        document = json.loads(text, object_pairs_hook=_members_once)
    except UnicodeDecodeError as error:
        raise RoomError(f"byte {error.start}", "is not UTF-8") from None
    except json.JSONDecodeError as error:
        raise RoomError(f"line {error.lineno}, column {error.colno}", f"is not JSON: {error.msg}") from None
    except RoomError:
        raise
    except (RecursionError, ValueError):
        raise RoomError("", "is nested too deeply, or contains a number that is too long") from None
    return parse(document)


def _members_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise RoomError("", f"an object has the member “{twice}” twice; keep one")
    return members


def parse(document: object) -> Sitting:
    """The sitting in a decoded JSON document; raises RoomError naming the member that is wrong and what would be right."""
    given = _object("the document", document, _MEMBERS)
    for name in ("journalists", "requests"):
        if name not in given:
            raise RoomError(name, "is missing; it must be a list")
    journalists = tuple(
        _journalist(f"journalists[{number}]", each)
        for number, each in enumerate(_list("journalists", given["journalists"]))
    )
    optional: dict[str, Any] = {}
    if "shares" in given:
        shares = _object("shares", given["shares"])
        optional["shares"] = {name: rational(share, where=f"shares.{name}") for name, share in shares.items()}
    elif dimensions := {name for each in journalists for name in each.groups}:
        example = '{"support": "1/2", "region": "1/4", "kind": "1/4"}'
        problem = (
            f"is missing, although journalists have groups ({', '.join(sorted(dimensions))}); for example {example}"
        )
        raise RoomError("shares", problem)
    if given.get("guard") is not None:
        optional["guard"] = _text("guard", given["guard"])
    for name in ("beacon", "commitment"):
        if name in given:
            optional[name] = _digest(name, given[name])
    if "one_call_each" in given:
        if not isinstance(given["one_call_each"], bool):
            raise RoomError("one_call_each", "must be true or false")
        optional["one_call_each"] = given["one_call_each"]
    if "group_starts" in given:
        optional["group_starts"] = _group_starts(given["group_starts"])
    room = Room(
        journalists=journalists,
        requests=tuple(
            _request(f"requests[{number}]", each) for number, each in enumerate(_list("requests", given["requests"]))
        ),
        **optional,
    )
    acts = tuple(_act(f"calls[{number}]", act) for number, act in enumerate(_list("calls", given.get("calls", []))))
    return Sitting(room=room, acts=acts)


def rational(value: object, *, where: str) -> Fraction:
    """An exact number from `"1/4"`, `"0.25"`, `"-2"` or an integer; a float is refused, because it isn't what was written."""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if isinstance(value, float):
        raise RoomError(
            where, f'{value!r} is a floating-point number, which is not exact; write it as a string: "1/4" or "0.25"'
        )
    if not isinstance(value, str) or not _EXACT.fullmatch(value):
        raise RoomError(
            where, f'{value!r} is not an exact number; write "1/4", "0.25" or 2, with at most 18 digits each'
        )
    try:
        return Fraction(value)
    except ZeroDivisionError:
        raise RoomError(where, f"{value!r} divides by zero; write another number") from None


def to_document(sitting: Sitting) -> dict[str, Any]:
    """The document that `parse` reads back as the same sitting."""
    room = sitting.room
    return {
        "journalists": [
            {
                "id": each.id,
                "groups": dict(each.groups),
                "start": str(each.start),
                "topics": list(each.topics),
            }
            for each in room.journalists
        ],
        "requests": [
            {"id": each.id, "author": each.author, "topic": each.topic, "supporters": list(each.supporters)}
            for each in room.requests
        ],
        "shares": {name: str(share) for name, share in room.shares.items()},
        "guard": room.guard,
        "beacon": room.beacon.hex(),
        "commitment": room.commitment.hex(),
        "one_call_each": room.one_call_each,
        "group_starts": {
            dimension: {group: str(start) for group, start in starts.items()}
            for dimension, starts in room.group_starts.items()
        },
        "calls": [_written(act) for act in sitting.acts],
    }


def _written(act: Act) -> str | dict[str, str]:
    match act:
        case Call(request, ""):
            return request
        case Call(request, reason):
            return {"call": request, "reason": reason}
        case Absent(journalist):
            return {"absent": journalist}
        case Returned(journalist):
            return {"returned": journalist}
        case Withdrawn(request):
            return {"withdrawn": request}


def _journalist(where: str, value: object) -> Journalist:
    given = _object(where, value, ("id", "groups", "start", "topics"), needed=("id",))
    groups = _object(f"{where}.groups", given.get("groups", {}))
    return Journalist(
        id=_text(f"{where}.id", given["id"]),
        groups={name: _text(f"{where}.groups.{name}", group) for name, group in groups.items()},
        start=rational(given.get("start", 0), where=f"{where}.start"),
        topics=_texts(f"{where}.topics", given.get("topics", [])),
    )


def _request(where: str, value: object) -> Request:
    given = _object(where, value, ("id", "author", "topic", "supporters"), needed=("id", "author"))
    return Request(
        id=_text(f"{where}.id", given["id"]),
        author=_text(f"{where}.author", given["author"]),
        topic=_text(f"{where}.topic", given.get("topic", "")),
        supporters=_texts(f"{where}.supporters", given.get("supporters", [])),
    )


def _group_starts(value: object) -> dict[str, dict[str, Fraction]]:
    return {
        dimension: {
            group: rational(start, where=f"group_starts.{dimension}.{group}")
            for group, start in _object(f"group_starts.{dimension}", starts).items()
        }
        for dimension, starts in _object("group_starts", value).items()
    }


def _act(where: str, value: object) -> Act:
    if isinstance(value, str):
        return Call(value)
    match _object(where, value, ("call", "reason", "absent", "returned", "withdrawn")):
        case {"call": call, **rest} if rest.keys() <= {"reason"}:
            return Call(_text(f"{where}.call", call), _reason(f"{where}.reason", rest.get("reason", "")))
        case {"absent": journalist, **rest} if not rest:
            return Absent(_text(f"{where}.absent", journalist))
        case {"returned": journalist, **rest} if not rest:
            return Returned(_text(f"{where}.returned", journalist))
        case {"withdrawn": request, **rest} if not rest:
            return Withdrawn(_text(f"{where}.withdrawn", request))
    right = 'a request\'s id, {"call": id, "reason": words}, {"absent": id}, {"returned": id} or {"withdrawn": id}'
    raise RoomError(where, f"must be {right}")


def _reason(where: str, value: object) -> str:
    text = _text(where, value)
    if not text.isprintable():
        raise RoomError(where, "has a character that can't be printed; write the reason on one line")
    return text


def _digest(where: str, value: object) -> bytes:
    text = _text(where, value)
    if not re.fullmatch(r"(?:[0-9a-fA-F]{2})*", text):
        raise RoomError(where, "must be hex digits, two for each byte")
    return bytes.fromhex(text)


def _object(
    where: str, value: object, members: tuple[str, ...] | None = None, *, needed: tuple[str, ...] = ()
) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise RoomError(where, "must be an object")
    for name in value:
        if members is not None and name not in members:
            raise RoomError(where, f"“{name}” is not a member here; members are {', '.join(members)}")
    for name in needed:
        if name not in value:
            raise RoomError(f"{where}.{name}", "is missing")
    return value


def _list(where: str, value: object) -> list[Any]:
    if not isinstance(value, list):
        raise RoomError(where, "must be a list")
    return value


def _text(where: str, value: object) -> str:
    if not isinstance(value, str):
        raise RoomError(where, f"{value!r} must be a string")
    return value


def _texts(where: str, value: object) -> tuple[str, ...]:
    return tuple(_text(f"{where}[{number}]", each) for number, each in enumerate(_list(where, value)))
