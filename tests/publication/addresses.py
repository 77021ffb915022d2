"""The addresses that anyone may open."""

from __future__ import annotations

from tests.addresses import EDITION, LOG, E, Public

ADDRESSES = {
    "": Public("/"),
    "verify/": Public("/verify/"),
    "verify/onrecord_check.py": Public("/verify/onrecord_check.py"),
    "<slug:series>/": Public("/regional-media/"),
    EDITION: Public(E),
    EDITION + "record/": Public(E + "record/"),
    EDITION + "record/part/": Public(E + "record/part/"),
    EDITION + "record/find/": Public(E + "record/find/?q=school"),
    EDITION + "screen/": Public(E + "screen/"),
    EDITION + "u/<number:index>/": Public(E + "u/2/"),
    EDITION + "u/<number:index>.tlog-proof": Public(E + "u/2.tlog-proof"),
    EDITION + "export/<slug:format>/": Public(E + "export/json/"),
    LOG + "checkpoint": Public(E + "log/checkpoint"),
    LOG + "verifier.key": Public(E + "log/verifier.key"),
    LOG + "tile/<path:path>": Public(E + "log/tile/0/000.p/4"),
    LOG + "open/<number:index>": Public(E + "log/open/2"),
}
