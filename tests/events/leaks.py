"""What the pages of series let out."""

from __future__ import annotations

from collections.abc import Callable

from tests.leaks.place import Place, page

WAYS: dict[str, Callable[[Place], bytes]] = {"<slug:series>/logo.jpg": page("/regional-media/logo.jpg")}
