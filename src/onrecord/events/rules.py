"""Who may do what on an edition. An administrator of the installation may do everything, everywhere."""

from __future__ import annotations

from typing import Any

from rules.permissions import add_perm
from rules.predicates import Predicate

from onrecord.events.models import Role
from onrecord.people.rules import administers_installation


def has_role(*roles: Role) -> Predicate:
    """The predicate that a person has one of `roles` on an edition."""

    def has(person: Any, edition: Any) -> bool:
        if edition is None or not person.is_authenticated:
            return False
        return bool(edition.appointments.filter(person=person, role__in=roles).exists())

    return Predicate(has, name=f"has_role:{'|'.join(roles)}")


may_administer = administers_installation | has_role(Role.ADMINISTRATOR)
may_direct = administers_installation | has_role(Role.PRESS_OFFICER, Role.ADMINISTRATOR)
may_transcribe = administers_installation | has_role(Role.TRANSCRIBER, Role.PRESS_OFFICER, Role.ADMINISTRATOR)

add_perm("events.open", administers_installation)
"""New editions."""
add_perm("events.transcribe", may_transcribe)
"""Speakers, words and their session, which a transcriber alone at a keyboard runs: start, pause, end, and how long words are
held for mistakes; append, correct, confirm; off the record, what is caught by it, and back."""
add_perm("events.direct", may_direct)
"""The office's day: all other ground rules, what is withheld and when it is published, what readers are answered."""
add_perm("events.administer", may_administer)
"""Who has which role."""
