"""What pages of errors let out."""

from __future__ import annotations

from collections.abc import Callable

from tests.addresses import E
from tests.leaks.place import Place


def errors(place: Place) -> bytes:
    paths = ("/nothing/", E + "record/?from=x", E + "u/999/", E + "export/nothing/", E + "log/open/999", E + "live/999")
    return b"".join(map(place.get, paths))


WAYS: dict[str, Callable[[Place], bytes]] = {
    "errors": errors,
}
