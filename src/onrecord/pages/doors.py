"""Doors: pages as menus show them. Each room says its own in its `doors.py`, and all menus are built from them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol

from django.urls import reverse
from django.utils.functional import Promise

PUBLIC = "public"
"""At the top of pages that anyone reads."""
READING = "reading"
"""At the top of an edition's public pages."""
OWN = "own"
"""What somebody who signed in may do that is about no single edition."""
OFFICE = "office"
"""Between the pages of an edition that only staff see."""
DESK = "desk"
"""Beside the transcriber's line."""


@dataclass(frozen=True, slots=True)
class Door:
    """A page in a menu. Doors stand in the order of their numbers; leave room between them."""

    menu: str
    order: int
    label: str | Promise
    to: str
    """The name of the page's address."""
    permission: str = ""
    """Only who has it sees the door; empty: whoever sees the menu."""
    behind: tuple[str, ...] = ()
    """The names of addresses that are reached through this page."""
    listed: bool = False
    """Whether it also stands beside each edition in the list of one's editions."""
    there: Callable[[Any], bool] | None = None
    """Whether there is anything behind it yet, about what the menu is about; None: always."""


class Place(Protocol):
    """What a menu is about, an edition for instance."""

    @property
    def where(self) -> tuple[str, ...]:
        """Its part of an address."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A door in somebody's menu. `current` is `page` on that very page, and `true` on one behind it."""

    label: str
    href: str
    current: str


_doors: dict[str, list[Door]] = {}


def register(*doors: Door) -> None:
    """Show them in their menus."""
    for door in doors:
        _doors.setdefault(door.menu, []).append(door)


def doors(menu: str) -> list[Door]:
    """All doors of a menu, in order."""
    return sorted(_doors.get(menu, ()), key=lambda door: (door.order, door.to))


def open_to(
    may: Callable[[str], bool], menu: str, about: Place | None = None, *, at: str = "", listed: bool = False
) -> list[Shown]:
    """The doors that somebody who `may` do this and that finds open, on the page whose address is named `at`."""
    may = cache(may)  # several doors need the same permission
    where = about.where if about else ()
    return [
        Shown(str(door.label), reverse(door.to, args=where), _current(door, at))
        for door in doors(menu)
        if (door.listed or not listed)
        and (not door.permission or may(door.permission))
        and (door.there is None or door.there(about))
    ]


def _current(door: Door, at: str) -> str:
    if at == door.to:
        return "page"
    return "true" if at in door.behind else ""
