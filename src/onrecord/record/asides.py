"""Words that other rooms keep about entries: sealed under the keys of the openings, and destroyed with what they are about.

A room that keeps words from the floor, or words about them, keeps them here and only the aside's key in its own tables. So an
erasure finds them without knowing those rooms, and no earlier copy of the database opens them any more.
"""

from __future__ import annotations

import os
from collections.abc import Iterable

from onrecord.record import openings, sealing
from onrecord.record.entry import NONCE_BYTES, Opening
from onrecord.record.errors import KeysUnusable, OpeningDamaged
from onrecord.record.models import Aside, Log


def keep(log: Log, index: int, content: bytes) -> Aside:
    """Keep `content`, which is about entry `index`; inside an act on the log."""
    aside = Aside(log=log, index=index)
    return change(aside, content)


def change(aside: Aside, content: bytes) -> Aside:
    """Keep `content` in the place of what `aside` had; inside an act on its log."""
    keyring = openings.keyring()
    keyring.refresh()  # under the log's lock, so that no rotation can pass between key and commit
    sealed = Opening(os.urandom(NONCE_BYTES), content)
    place = sealing.aside_place_of(aside.log.origin, aside.pk)
    aside.wrapped_key, aside.sealed = sealing.seal(sealed, place=place, wrapping_key=keyring.wrapping_keys[0])
    aside.save()
    return aside


def contents(keys: Iterable[str]) -> dict[str, bytes]:
    """What these asides have, by their keys; those that were destroyed, or are damaged, are left out."""
    found, failed = _tried(keys)
    if failed:  # an erasure may have replaced the wrapping key between the rows and their unsealing
        openings.keyring().refresh()
        again, failed = _tried(failed)
        found |= again
    if failed:
        openings.require_keys()
    return found


def _tried(keys: Iterable[str]) -> tuple[dict[str, bytes], list[str]]:
    """What could be unsealed, and the keys of what could not."""
    found, failed = {}, []
    for aside in Aside.objects.filter(pk__in=list(keys)).select_related("log"):
        try:
            found[aside.pk] = openings.opened(aside, sealing.aside_place_of(aside.log.origin, aside.pk)).content
        except (KeysUnusable, OpeningDamaged):
            failed.append(aside.pk)
    return found, failed
