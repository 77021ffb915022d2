"""Who is accredited, by name, outlet and region, for the rooms above: who may speak, as the record names them."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from onrecord.accreditation.contents import AccreditationActed, DataPurged
from onrecord.accreditation.models import Answers, Application
from onrecord.accreditation.states import State
from onrecord.events.models import Edition
from onrecord.keeping import sealing
from onrecord.record.models import Entry


@dataclass(frozen=True, slots=True)
class Accredited:
    """Somebody who was told that they are accredited; `id` is the same each time."""

    id: uuid.UUID
    name: str
    outlet: str
    outlet_kind: str
    region: str


def of(edition: Edition) -> list[Accredited]:
    """By name; nobody once the applications are deleted. What can't be read any more is left out."""
    told = Application.objects.filter(
        call__edition=edition, state__in=(State.ACCEPTED, State.NOTICE), told_at__isnull=False
    )
    rows = told.select_related("call__edition__log", "of_outlet__outlet")
    readable, _damaged = sealing.unsealed(lambda: rows.all())
    found = [_accredited(one, Answers.model_validate_json(value)) for one, value in readable]
    return sorted(found, key=lambda one: (one.name.casefold(), one.id))


def with_id(edition: Edition, wanted: uuid.UUID) -> Accredited | None:
    return next((one for one in of(edition) if one.id == wanted), None)


def may_have_changed(edition: Edition, *, since: int) -> bool:
    """Whether somebody's accreditation may have become another one since the log had `since` entries."""
    kinds = (AccreditationActed.kind, DataPurged.kind)
    return Entry.objects.filter(log=edition.log, index__gte=since, kind__in=kinds).exists()


def _accredited(application: Application, answers: Answers) -> Accredited:
    known = getattr(application, "of_outlet", None)
    return Accredited(
        id=uuid.uuid5(uuid.NAMESPACE_URL, f"{application.call.edition.log.origin}/accredited/{application.ticket}"),
        name=answers.name,
        outlet=known.outlet.name if known else answers.outlet,
        outlet_kind=application.kind,
        region=application.region,
    )
