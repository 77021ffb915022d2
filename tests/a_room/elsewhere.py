"""Words from the floor by which an item was recognised go with the words themselves."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Model, QuerySet

from onrecord.keeping.elsewhere import Elsewhere, register
from tests.a_room.models import Clue


def find(log: Model, indexes: Collection[int]) -> str:
    count = _of(log, indexes).count()
    return f"Descriptions of lost property that quote them: {count}." if count else ""


def destroy(log: Model, indexes: Collection[int]) -> None:
    _of(log, indexes).delete()


def _of(log: Model, indexes: Collection[int]) -> QuerySet[Clue]:
    return Clue.objects.filter(log=log.pk, passage__in=indexes)


register(Elsewhere(find, destroy))
