"""The ways out: each is a function that gives all the bytes it lets out, headers and file names included.

Each room says its own in `tests/<room>/leaks.py`, by their addresses or by other names that `test_leaks` asks for. What
speaks several languages is a way out in each of them.
"""

from __future__ import annotations

from collections.abc import Callable

from onrecord.live import application
from onrecord.pages.languages import spoken
from tests import cast
from tests.addresses import pages
from tests.leaks.place import Place
from tests.rooms import beside

Way = Callable[[Place], bytes]

PLAIN: dict[str, Way] = {way: out for room in beside("leaks") for way, out in getattr(room, "WAYS", {}).items()}


def elsewhere(language: str, out: Way) -> Way:
    """The way out that is the same one in that language."""
    return lambda place: out(place.behind(language))


TRANSLATED = pages() | {f"live/{way}" for way in application.WAYS}
WAYS = PLAIN | {
    f"{language}: {way}": elsewhere(language, PLAIN[way])
    for language in spoken()
    if language != cast.LANGUAGE
    for way in sorted(TRANSLATED)
}
