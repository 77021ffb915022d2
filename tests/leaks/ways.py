"""The ways out: each is a function that gives all the bytes it lets out, headers and file names included.

Each room says its own in `tests/<room>/leaks.py`, by their addresses or by other names that `test_leaks` asks for.
"""

from __future__ import annotations

from collections.abc import Callable

from tests.leaks.place import Place
from tests.rooms import beside

WAYS: dict[str, Callable[[Place], bytes]] = {
    way: out for room in beside("leaks") for way, out in getattr(room, "WAYS", {}).items()
}
