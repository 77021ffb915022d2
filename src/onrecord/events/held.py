"""Which roles a person has."""

from __future__ import annotations

from typing import Any

from onrecord.events.models import Appointment
from onrecord.people.held import Held, register
from onrecord.people.models import Person


def _roles(person: Person) -> list[dict[str, Any]]:
    found = Appointment.objects.filter(person__in=person.records()).select_related("edition__series")
    return [{"edition": one.edition.path, "role": one.role} for one in found]


register(Held("roles", _roles))
