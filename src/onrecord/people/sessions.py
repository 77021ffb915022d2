"""Sessions of which the database can't be made to give anybody away: neither their keys nor what they hold are in it in clear.

A copy of the database signs nobody in. What a session holds, a code that was just sent among it, is encrypted under a key
made from SECRET_KEY, which is kept apart; and the browser's key is stored as its hash.
"""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.crypto import salted_hmac


class SessionStore(db.SessionStore):
    """Django's store. `session_key` is the browser's; the row's own `session_key` is its hash."""

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
        return row

    def encode(self, session_dict: dict[str, Any]) -> str:
        return _sealed().encrypt(super().encode(session_dict).encode()).decode()

    def decode(self, session_data: str | bytes) -> dict[str, Any]:
        try:
            return super().decode(_sealed().decrypt(session_data).decode())
        except InvalidToken:
            return {}


def hashed(session_key: str | None) -> str:
    """What the database knows a session by: as long as its column takes, 160 bits."""
    return hashlib.sha256((session_key or "").encode()).hexdigest()[:40]


def _sealed() -> Fernet:
    key = salted_hmac("onrecord.people.sessions", "", algorithm="sha256").digest()
    return Fernet(base64.urlsafe_b64encode(key))
