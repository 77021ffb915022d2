"""Sessions of which the database can't be made to give anybody away: neither their keys nor what they hold are in it in clear.

A copy of the database signs nobody in. What a session holds, a code that was just sent among it, is encrypted under a key
made from SECRET_KEY, which is kept apart; and the browser's key is stored as its hash. Whose session it is, since when and in
which browser stands beside it, so that everybody can see their own and end them.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from cryptography.fernet import InvalidToken
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.http import HttpRequest
from django.utils import timezone

from onrecord.people.models import Person, Session
from onrecord.people.under_key import fernet

BROWSER, BEGAN = "browser", "began"
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("Chrom", "Chrome"),
    ("CriOS", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)
"""What a browser's name for itself contains, in the order in which it must be looked for, and what people call it."""


class SessionStore(db.SessionStore):
    """Django's store. `session_key` is the browser's; the row's own `session_key` is its hash."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def _get_session_from_db(self) -> Session | None:
        found = Session.objects.filter(session_key=hashed(self.session_key), expire_date__gt=timezone.now()).first()
        if found is None:
            self._session_key = None
        return found

    def exists(self, session_key: str) -> bool:
        return super().exists(hashed(session_key))

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key:
            super().delete(hashed(key))

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        row: Session = super().create_model_instance(data)  # type: ignore[assignment]
        row.session_key = hashed(row.session_key)
        row.person_id = int(data[SESSION_KEY]) if SESSION_KEY in data else None
        row.browser = data.get(BROWSER, "")
        row.began = datetime.fromisoformat(data[BEGAN]) if BEGAN in data else None
        return row

    def encode(self, session_dict: dict[str, Any]) -> str:
        return fernet("sessions").encrypt(super().encode(session_dict).encode()).decode()

    def decode(self, session_data: str | bytes) -> dict[str, Any]:
        try:
            return super().decode(fernet("sessions").decrypt(session_data).decode())
        except InvalidToken:
            return {}


def hashed(session_key: str | None) -> str:
    """What the database knows a session by: as long as its column takes, 160 bits."""
    return hashlib.sha256((session_key or "").encode()).hexdigest()[:40]


def begin(request: HttpRequest) -> None:
    """Somebody has just signed in: from now on their list has this browser."""
    agent = request.META.get("HTTP_USER_AGENT", "")
    request.session[BROWSER] = " · ".join(filter(None, (_named(agent, BROWSERS), _named(agent, SYSTEMS))))
    request.session[BEGAN] = timezone.now().isoformat()


def of(person: Person) -> list[Session]:
    """Where they are signed in, the newest first."""
    return list(person.sessions.filter(expire_date__gt=timezone.now()).order_by("-began"))


def end(person: Person, *, key: str = "", but: str = "") -> int:
    """End the one of their sessions that the database knows by `key`, or all of them `but` one. Returns how many ended."""
    found = person.sessions.filter(session_key=key) if key else person.sessions.exclude(session_key=but)
    return found.delete()[0]


def forget_expired() -> None:
    Session.objects.filter(expire_date__lt=timezone.now()).delete()


def _named(agent: str, names: tuple[tuple[str, str], ...]) -> str:
    return next((name for sign, name in names if sign in agent), "")
