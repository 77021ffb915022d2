"""Openings at rest: each under a data key of its own, and that key wrapped by the installation's.

Both are AES-256-GCM, a random 96-bit nonce before the ciphertext, bound to log and index as associated
data, so that a row put in another's place does not open. To erase is to destroy the wrapped data key, here
and (by rotating the wrapping key, see `acts.erase`) in every earlier copy of the database.
"""

from __future__ import annotations

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.utils.translation import gettext as _

from onrecord.record.entry import NONCE_BYTES, Opening
from onrecord.record.errors import KeysUnusable, OpeningDamaged

IV_BYTES = 12
KEY_BYTES = 32


def seal(opening: Opening, *, place: bytes, wrapping_key: bytes) -> tuple[bytes, bytes]:
    """The wrapped data key and the sealed opening for `place` (see `place_of`)."""
    data_key = os.urandom(KEY_BYTES)
    return wrap(data_key, place=place, wrapping_key=wrapping_key), _encrypt(
        data_key, opening.nonce + opening.content, place
    )


def unseal(wrapped_key: bytes, sealed: bytes, *, place: bytes, wrapping_keys: tuple[bytes, ...]) -> Opening:
    """The opening again. Raises KeysUnusable where none of the keys wrapped it, OpeningDamaged where it is not what was
    sealed."""
    plain = _decrypt(unwrap(wrapped_key, place=place, wrapping_keys=wrapping_keys), sealed, place)
    if plain is None:
        raise OpeningDamaged(_("the stored data of {place} is damaged and can't be read").format(place=place.decode()))
    return Opening(nonce=plain[:NONCE_BYTES], content=plain[NONCE_BYTES:])


def wrap(data_key: bytes, *, place: bytes, wrapping_key: bytes) -> bytes:
    """The data key, encrypted under the wrapping key."""
    return _encrypt(wrapping_key, data_key, place)


def unwrap(wrapped_key: bytes, *, place: bytes, wrapping_keys: tuple[bytes, ...]) -> bytes:
    """The data key again, with the first wrapping key that fits."""
    for wrapping_key in wrapping_keys:
        data_key = _decrypt(wrapping_key, wrapped_key, place)
        if data_key is not None:
            return data_key
    raise KeysUnusable(
        _("openings.key is not the key that sealed {place}; put the right key file back").format(place=place.decode())
    )


def place_of(origin: str, index: int) -> bytes:
    """The associated data of an opening: the log and the index it belongs to."""
    return f"{origin}#{index}".encode()


def speaker_place_of(origin: str, index: int) -> bytes:
    """The associated data of the opening of an entry's true speaker."""
    return f"{origin}#{index}/speaker".encode()


def aside_place_of(origin: str, key: str) -> bytes:
    """The associated data of what another room keeps about an entry of the log."""
    return f"{origin}/aside/{key}".encode()


def _encrypt(key: bytes, plain: bytes, place: bytes) -> bytes:
    iv = os.urandom(IV_BYTES)
    return iv + AESGCM(key).encrypt(iv, plain, place)


def _decrypt(key: bytes, sealed: bytes, place: bytes) -> bytes | None:
    try:
        return AESGCM(key).decrypt(sealed[:IV_BYTES], sealed[IV_BYTES:], place)
    except (InvalidTag, ValueError):  # ValueError: cut so short that not even the nonce is left
        return None
