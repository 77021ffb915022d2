"""What the addresses that belong to no room let out."""

from __future__ import annotations

from collections.abc import Callable

from tests.leaks.place import Place, page

WAYS: dict[str, Callable[[Place], bytes]] = {"logo.jpg": page("/logo.jpg")}
