"""What the public pages let out."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

from tests.addresses import EDITION, LOG, E
from tests.leaks.building import restricted
from tests.leaks.place import Place, page


def found(place: Place) -> bytes:
    """What a search finds for the beginning of each secret, and for what occurs in every passage."""
    sought = {word[:3] for word in restricted().values()} | {"a", "e", "plo", "off"}
    return place.get(E + "record/find/") + b"".join(place.get(f"{E}record/find/?q={one}") for one in sorted(sought))


def bundle(place: Place) -> bytes:
    answer = place.get(E + "export/bundle/")
    start = answer.index(b"PK\x03\x04")
    with zipfile.ZipFile(io.BytesIO(answer[start:])) as archive:
        return answer[:start] + b"".join(name.encode() + archive.read(name) for name in archive.namelist())


def exports(place: Place) -> bytes:
    from onrecord.publication.exports import FORMATS

    return bundle(place) + b"".join(place.get(f"{E}export/{name}/") for name in FORMATS if name != "bundle")


def tiles(place: Place) -> bytes:
    return place.get(f"{E}log/tile/0/000.p/{place.size}") + place.get(f"{E}log/tile/entries/000.p/{place.size}")


WAYS: dict[str, Callable[[Place], bytes]] = {
    "": page("/"),
    "verify/": page("/verify/"),
    "verify/onrecord_check.py": page("/verify/onrecord_check.py"),
    "<slug:series>/": page("/regional-media/"),
    EDITION: page(E),
    EDITION + "record/": lambda place: page(E + "record/")(place) + place.all(E + "record/?from={}"),
    EDITION + "record/part/": lambda place: place.all(E + "record/part/?from={}") + place.all(E + "record/?before={}"),
    EDITION + "record/find/": found,
    EDITION + "screen/": lambda place: place.get(E + "screen/") + place.get(E + "screen/?lines=6"),
    EDITION + "u/<number:index>/": lambda place: place.all(E + "u/{}/"),
    EDITION + "u/<number:index>.tlog-proof": lambda place: place.all(E + "u/{}.tlog-proof"),
    EDITION + "export/<slug:format>/": exports,
    LOG + "checkpoint": page(E + "log/checkpoint"),
    LOG + "verifier.key": page(E + "log/verifier.key"),
    LOG + "tile/<path:path>": tiles,
    LOG + "open/<number:index>": lambda place: place.all(E + "log/open/{}"),
}
