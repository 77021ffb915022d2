"""What each room says beside its own tests, so that a new room adds files and edits none."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

from django.conf import settings

WITHOUT_PAGES = ("onrecord.live", "onrecord.web", "onrecord.cli")


def beside(name: str) -> Iterator[ModuleType]:
    """The module `tests/<room>/<name>.py` of every installed room that has one."""
    for room in (*settings.ROOMS, *WITHOUT_PAGES):
        module = f"tests.{room.rpartition('.')[2]}.{name}"
        if find_spec(module):
            yield import_module(module)
