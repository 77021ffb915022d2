"""The requests of readers that wait may quote words: they go with them."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from onrecord.keeping.elsewhere import Elsewhere, register
from onrecord.proceedings.models import CorrectionRequest


def find(log: Model, indexes: Collection[int]) -> str:
    count = _about(log, indexes).count()
    return _("Readers' unanswered requests about them: {count}.").format(count=count) if count else ""


def destroy(log: Model, indexes: Collection[int]) -> None:
    _about(log, indexes).delete()


def _about(log: Model, indexes: Collection[int]) -> QuerySet[CorrectionRequest]:
    waiting = CorrectionRequest.objects.filter(state=CorrectionRequest.State.WAITING)
    return waiting.filter(edition__log=log.pk, index__in=indexes)


register(Elsewhere(find, destroy))
