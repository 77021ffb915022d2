"""What the database holds and can't be read there: encrypted under keys made from SECRET_KEY, which is kept apart."""

from __future__ import annotations

import base64

from cryptography.fernet import Fernet
from django.utils.crypto import salted_hmac


def fernet(purpose: str) -> Fernet:
    """Encrypts and decrypts with a key of this purpose's own."""
    key = salted_hmac(f"onrecord.people.{purpose}", "", algorithm="sha256").digest()
    return Fernet(base64.urlsafe_b64encode(key))
