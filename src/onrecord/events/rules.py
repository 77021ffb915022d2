"""Who may do what on an edition: each room registers its roles in its `rules.py`, and says which roles its permissions have.

An administrator of the installation may do everything, everywhere; an administrator of an edition, everything on it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rules.permissions import add_perm, perm_exists
from rules.predicates import Predicate

from onrecord.people.rules import administers_installation


@dataclass(frozen=True, slots=True)
class Role:
    """A task on an edition. `name` is what is stored; `does` says in half a sentence what somebody who has it can do."""

    name: str
    label: str | Promise
    does: str | Promise


_roles: dict[str, Role] = {}
_allowed: dict[str, set[str]] = {}


def register(role: Role) -> Role:
    """A role that somebody may be given. No other room may have one of that name."""
    if role.name in _roles:
        raise ValueError(f"there is a role “{role.name}” already; choose another name")
    return _roles.setdefault(role.name, role)


def allow(permission: str, *roles: Role) -> None:
    """Whoever has one of the roles on an edition has the permission there, beside those to whom it was allowed before."""
    names = _allowed.setdefault(permission, {ADMINISTRATOR.name})
    names.update(role.name for role in roles)
    if not perm_exists(permission):
        add_perm(permission, administers_installation | _has_one_of(names))


def roles() -> list[Role]:
    """All roles, from whoever may least to whoever may most."""
    return sorted(_roles.values(), key=lambda role: (len(allowed_to([role.name])), str(role.label)))


def label_of(name: str) -> str:
    """What a stored role is called. One that no room has, since its room was removed, is shown as it is."""
    return str(_roles[name].label) if name in _roles else _("unknown role “{name}”").format(name=name)


def allowed_to(names: Iterable[str]) -> frozenset[str]:
    """The permissions on an edition of somebody with these roles there. An unknown role has none."""
    having = set(names)
    return frozenset(permission for permission, allowed in _allowed.items() if allowed & having)


def every_permission() -> frozenset[str]:
    """All permissions on an edition, as an administrator of the installation has them."""
    return frozenset(_allowed)


def _has_one_of(names: set[str]) -> Predicate:
    def has(person: Any, edition: Any) -> bool:
        if edition is None or not person.is_authenticated:
            return False
        return bool(edition.appointments.filter(person=person, role__in=names).exists())

    return Predicate(has, name="has_a_role")


ADMINISTRATOR = register(
    Role("administrator", gettext_lazy("Administrator"), gettext_lazy("does all of this and gives people roles"))
)
PRESS_OFFICER = register(
    Role(
        "press-officer",
        gettext_lazy("Press officer"),
        gettext_lazy("does what reviewers and transcribers do; decides who is accredited, runs the conference"),
    )
)
"""The host's office: each room says what it may do there."""

add_perm("events.open", administers_installation)
"""New editions."""
allow("events.administer")
"""Who has which role."""
