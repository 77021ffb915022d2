"""Who may do what with the installation as a whole."""

from __future__ import annotations

from typing import Any

from rules.permissions import add_perm
from rules.predicates import predicate


@predicate
def administers_installation(person: Any) -> bool:
    return bool(person.is_authenticated and person.is_administrator)


add_perm("people.administer", administers_installation)
