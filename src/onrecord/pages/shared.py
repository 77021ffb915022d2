"""Pages that are the same for everybody. Each says what it depends on, so that it is made once for all who read it (`web.kept`)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])


class Of(Enum):
    """What a page shows: nothing that changes while the server runs, the edition that its address names, or all of them."""

    NOTHING = auto()
    EDITION = auto()
    ALL = auto()


@dataclass(frozen=True, slots=True)
class Shared:
    """What the answer of a view depends on besides its path: the record as far as it is `of` it, and these parameters."""

    of: Of
    parameters: tuple[str, ...]


def shared(of: Of, *parameters: str) -> Callable[[View], View]:
    """Declares a view whose answer depends on nothing else: not on who asks, nor on any other part of the request. Of the
    clock it may depend only by embargoes and by when applications open and close, as `timekeeping.surely` or
    `timekeeping.now` has it."""

    def declare(view: View) -> View:
        view.__dict__["shared"] = Shared(of, parameters)  # goes along with a decorator that wraps the view
        return view

    return declare


def declared(view: Callable[..., Any]) -> Shared | None:
    """What `shared` said of a view."""
    return getattr(view, "shared", None)
