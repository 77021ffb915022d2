"""What pages of errors let out, and pages that are kept in memory."""

from __future__ import annotations

from collections.abc import Callable

from tests.addresses import E
from tests.leaks.place import Place


def errors(place: Place) -> bytes:
    paths = ("/nothing/", E + "record/?from=x", E + "u/999/", E + "export/nothing/", E + "log/open/999", E + "live/999")
    return b"".join(map(place.get, paths))


def from_memory(place: Place) -> bytes:
    """Each page that is kept, by the second answer, packed and as it is."""
    paths = [E, E + "record/", E + "record/part/", E + "screen/", E + "screen/?lines=12", "/regional-media/", "/"]
    for index in place.asked_of or range(place.size):
        paths += [f"{E}u/{index}/", f"{E}record/part/?from={index}", f"{E}u/{index}.tlog-proof", f"{E}log/open/{index}"]
    return b"".join(place.get(path, packed=packed) for path in paths for packed in (True, False))


WAYS: dict[str, Callable[[Place], bytes]] = {
    "errors": errors,
    "from memory": from_memory,
}
