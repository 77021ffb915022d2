"""Letters that are not sent yet may quote words: they go with them."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Model
from django.utils.translation import gettext as _

from onrecord.keeping import keys, rotation, sealing
from onrecord.keeping.acting import before_commit
from onrecord.keeping.elsewhere import Elsewhere, register
from onrecord.post.models import DESTROYED, Letter, Reason, State, now


def find(log: Model, indexes: Collection[int]) -> str:
    count = len(_quoting(log, indexes))
    return _("Letters about them that have not been sent yet: {count}.").format(count=count) if count else ""


def destroy(log: Model, indexes: Collection[int]) -> None:
    """Withdraw them. One that is being sent may still arrive; nothing of it stays here."""
    found = _quoting(log, indexes)
    letters = Letter.objects.filter(pk__in=found)
    Letter.move_all(letters, State.WITHDRAWN, at=now(), due=None, reason=Reason.ERASED, **DESTROYED)
    if found:
        before_commit(lambda: rotation.begin(keys.PERSONAL))


def _quoting(log: Model, indexes: Collection[int]) -> list[int]:
    """The letters, by their primary keys, whose text is still here and may quote the entries."""
    kept = sealing.kept(Letter).filter(log=log.pk).values_list("pk", "entries")
    return [pk for pk, entries in kept if not set(indexes).isdisjoint(entries)]


register(Elsewhere(find, destroy))
