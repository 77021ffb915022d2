"""Who may open what: each room says it of its own addresses in `tests/<room>/addresses.py`; `test_permissions` tries all.

To add an address: one line in that file's ADDRESSES, with an example of it and who may. For one that is only posted to, use
`Post`. Where something must be there first, the example is a function that makes it on the edition and gives the path.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from onrecord.events.models import Edition
from onrecord.pages.languages import is_page
from onrecord.people.models import Person
from tests.rooms import beside

NOBODY, PERSON, ELSEWHERE = "nobody", "a person without a role", "an administrator of another edition"
REVIEWER, TRANSCRIBER, PRESS_OFFICER = "reviewer", "transcriber", "press officer"
ADMINISTRATOR, INSTALLATION = "administrator of the edition", "administrator of the installation"
EVERYBODY = (NOBODY, PERSON, ELSEWHERE, REVIEWER, TRANSCRIBER, PRESS_OFFICER, ADMINISTRATOR, INSTALLATION)

SIGNED_IN = frozenset(EVERYBODY) - {NOBODY}
MAY_TRANSCRIBE = frozenset({TRANSCRIBER, PRESS_OFFICER, ADMINISTRATOR, INSTALLATION})
MAY_DIRECT = MAY_TRANSCRIBE - {TRANSCRIBER}
MAY_REVIEW = MAY_DIRECT | {REVIEWER}
MAY_ADMINISTER = MAY_DIRECT - {PRESS_OFFICER}
MAY_ADMINISTER_ALL = frozenset({INSTALLATION})

E = "/regional-media/13/"
EDITION, LOG = "<slug:series>/<slug:edition>/", "<slug:series>/<slug:edition>/log/"
Where = str | Callable[[Edition], str]


@dataclass(frozen=True)
class Own:
    """An object of one person's: `make` gives whose it is, and its path. They get `status` where the others get what the
    address says."""

    make: Callable[[Edition], tuple[Person, str]]
    status: int = 200


@dataclass(frozen=True)
class Public:
    """Anyone reads it; it sets no cookie, varies with none, and takes no POST."""

    path: Where


@dataclass(frozen=True)
class Form(Public):
    """As `Public`, with a form in it: a post without what the form holds is answered 400."""


@dataclass(frozen=True)
class Open:
    """Needs no sign-in, but is about signing in, so it may use a session. `status` by who asks, where it isn't 200."""

    path: Where
    status: dict[str, int] = field(default_factory=dict)
    otherwise: int = 200
    own: Own | None = None


@dataclass(frozen=True)
class Desk:
    """A page for `may`: `then` for them, to the sign-in for nobody, 403 for the others."""

    path: Where
    may: frozenset[str]
    then: int = 200


@dataclass(frozen=True)
class Post:
    """As `Desk`, but only to post to; `then` is what it answers to those who may."""

    path: Where
    may: frozenset[str]
    body: dict[str, Any] = field(default_factory=dict)
    then: int = 302
    own: Own | None = None


Address = Public | Open | Desk | Post


def every_address() -> dict[str, Address]:
    """What all rooms say, by the address as their `urls` have it. Fails where two rooms say it of one."""
    found: dict[str, Address] = {}
    for room in beside("addresses"):
        assert not found.keys() & room.ADDRESSES.keys(), f"{room.__name__} says it of another room's address"
        found |= room.ADDRESSES
    return found


def routes() -> dict[str, object]:
    """Every address, as the rooms have it, and the view behind it."""
    return dict(_routes(get_resolver()))


def _routes(of: URLResolver, before: str = "") -> Iterator[tuple[str, object]]:
    for one in of.url_patterns:
        here = before + str(one.pattern)
        if isinstance(one, URLPattern):
            yield here, one.callback
        else:
            yield from _routes(one, here)


def pages() -> set[str]:
    """The addresses that stand in every language."""
    return {route for route, view in routes().items() if is_page(view)}


def path_of(address: Address, edition: Edition) -> str:
    """The example of an address, with what it is about made on the edition."""
    return address.path if isinstance(address.path, str) else address.path(edition)
