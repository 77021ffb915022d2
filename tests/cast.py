"""The cast, as persons with roles on one edition; for tests of whatever asks who somebody is."""

from __future__ import annotations

import base64
import datetime
import hmac
import struct
import time

from django.test import Client

from onrecord.accreditation.rules import REVIEWER
from onrecord.events import acts as events
from onrecord.events.models import Edition
from onrecord.events.rules import ADMINISTRATOR, PRESS_OFFICER, Role
from onrecord.people import acts as people
from onrecord.people.models import Person
from onrecord.record.contents import EditionOpened
from onrecord.transcription.rules import TRANSCRIBER

LANGUAGE = "en"
"""Of what they say."""


def edition(slug: str = "13", *, language: str = LANGUAGE) -> Edition:
    """An edition of the cast's series, open, with nothing said yet."""
    series = events.start_series(slug="regional-media", title="Press conference for regional media")
    content = EditionOpened(
        series=series.title, title=f"{slug}th edition", date=datetime.date(2026, 5, 14), languages=[language]
    )
    return events.open_edition(series, slug=slug, timezone="Etc/GMT-3", content=content)


def person(name: str) -> Person:
    """Somebody without a role: “Esi Moran” is esi.moran@example.org."""
    return people.welcome(email=f"{name.lower().replace(' ', '.')}@example.org", name=name, by=None)


def reviewer(edition: Edition) -> Person:
    return _appointed(edition, "Nilo Hart", REVIEWER)


def transcriber(edition: Edition) -> Person:
    return _appointed(edition, "Esi Moran", TRANSCRIBER)


def press_officer(edition: Edition) -> Person:
    return _appointed(edition, "Chiara Okoye", PRESS_OFFICER)


def administrator(edition: Edition, name: str = "Dov Sand") -> Person:
    return _appointed(edition, name, ADMINISTRATOR)


def administrator_of_all() -> Person:
    found = person("Ines Varga")
    people.entrust(found, by=None)
    return found


def signed_in(person: Person | None) -> Client:
    """A browser in which `person` is signed in; nobody with None."""
    client = Client()
    if person:
        client.force_login(person)
    return client


def confirmed(person: Person) -> Client:
    """As `signed_in`, and `person` has just shown a second factor, which was added for it."""
    client = signed_in(person)
    client.get("/desk/account/app/")
    added = client.post("/desk/account/app/", {"code": code_of(client.session["mfa.totp.secret"])})
    assert added.status_code == 200
    return client


def code_of(secret: str, *, ahead: int = 0) -> str:
    """What an authenticator app shows that holds `secret` (RFC 6238); `ahead`: so many half minutes from now."""
    key = base64.b32decode(secret)
    digest = hmac.digest(key, struct.pack(">Q", int(time.time()) // 30 + ahead), "sha1")
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at : at + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


def _appointed(edition: Edition, name: str, role: Role) -> Person:
    found = person(name)
    events.appoint(edition, person=found, role=role.name, by=None)
    return found
