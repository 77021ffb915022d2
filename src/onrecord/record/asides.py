"""Words that other rooms keep about entries: sealed under the keys of the openings, and destroyed with what they are about.

A room that keeps words from the floor, or words about them, keeps them here and only the aside's key in its own tables. So an
erasure finds them without knowing those rooms, and no earlier copy of the database opens them any more.
"""

from __future__ import annotations

from collections.abc import Iterable

from onrecord.keeping import sealing
from onrecord.record.models import Aside, Log


def keep(log: Log, index: int, content: bytes) -> Aside:
    """Keep `content`, which is about entry `index`; inside an act on the log."""
    return change(Aside(log=log, index=index), content)


def change(aside: Aside, content: bytes) -> Aside:
    """Keep `content` in the place of what `aside` had; inside an act on its log."""
    aside.seal(content)
    aside.save()
    return aside


def contents(keys: Iterable[str]) -> dict[str, bytes]:
    """What these asides have, by their keys; those that were destroyed, or are damaged, are left out."""
    wanted = list(keys)
    found, _damaged = sealing.unsealed(lambda: Aside.objects.filter(pk__in=wanted))
    return {aside.pk: content for aside, content in found}
