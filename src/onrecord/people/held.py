"""Everything that is held about a person, for that person: each room says its own in its `held.py`."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from onrecord.people import sessions
from onrecord.people.journal import label_of
from onrecord.people.models import JournalEntry, Membership, Person

Files = Iterable[tuple[str, bytes]]


def _none(_person: Person) -> Files:
    return ()


@dataclass(frozen=True, slots=True)
class Held:
    """What a room holds about somebody: as the member `name` of one JSON file, and as files beside it with their names."""

    name: str
    find: Callable[[Person], Any]
    files: Callable[[Person], Files] = _none


_rooms: list[Held] = []


def register(held: Held) -> None:
    """Have it in what every person can take with them."""
    _rooms.append(held)


def everything(person: Person) -> bytes:
    """A ZIP file with `everything.json`, and the files that it tells of."""
    told = {"person": person.email, "as_of": timezone.now()} | {room.name: room.find(person) for room in _rooms}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("everything.json", json.dumps(told, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1))
        for room in _rooms:
            for name, content in room.files(person):
                archive.writestr(name, content)
    return out.getvalue()


def _account(person: Person) -> dict[str, Any]:
    did = JournalEntry.objects.filter(person=person).select_related("log")
    return {
        "name": person.name,
        "email": person.email,
        "language": person.language,
        "administrator": person.is_administrator,
        "merged": list(Person.objects.filter(pk__in=person.records() - {person.pk}).values("name", "email")),
        "signed_in": [
            {"browser": one.browser, "began": one.began, "until": one.expire_date} for one in sessions.of(person)
        ],
        "journal": [
            {"at": one.at, "what": label_of(one.code), "edition": one.log.origin if one.log else ""} for one in did
        ],
    }


def _outlets(person: Person) -> list[dict[str, Any]]:
    """Where they work, and whose people they name."""
    own = Membership.objects.filter(person__in=person.records()).select_related("outlet")
    return [
        {"outlet": one.outlet.name, "focal_point": one.focal, "since": one.since, "until": one.until} for one in own
    ]


register(Held("account", _account))
register(Held("outlets", _outlets))
