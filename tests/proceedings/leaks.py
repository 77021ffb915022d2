"""What the form for corrections lets out."""

from __future__ import annotations

from collections.abc import Callable

from tests.addresses import EDITION, E
from tests.leaks.place import Place

WAYS: dict[str, Callable[[Place], bytes]] = {
    EDITION + "u/<number:index>/ask/": lambda place: (
        place.all(E + "u/{}/ask/") + place.all(E + "u/{}/ask/?words=plover")
    ),
}
