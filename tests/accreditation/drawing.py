"""A call whose places are drawn, with the clock where a test needs it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from onrecord.accreditation import acts, selection
from onrecord.accreditation.contents import Lot
from onrecord.accreditation.models import Application, Call
from onrecord.accreditation.states import Act
from onrecord.events.models import Edition
from tests import cast
from tests.accreditation.building import applied, moment, open_call

VALUE = "5e" * 32
"""What came out."""
PEOPLE = (
    ("Ada Reyes", "Radio Tamra", "RU-KGD"),
    ("Bohdan Lis", "Radio Tamra", "RU-KGD"),
    ("Imani Koda", "Brodna Post", "RU-PSK"),
    ("Yusuf Adeyemi", "Verkhna Today", "RU-KGD"),
    ("Esi Moran", "Verkhna Today", "RU-KGD"),
)


def lot(**other: Any) -> Lot:
    return Lot(**({"each_region": 1, "per_outlet": 1, "drawn_at": moment(minutes=40)} | other))


def drawn_call(edition: Edition, *, places: int = 2, **other: Any) -> Call:
    """A call that takes applications now, and draws in forty minutes."""
    return open_call(edition, places=places, closes=moment(minutes=20), lot=lot(**other))


def recommended(call: Call, first: int = len(PEOPLE)) -> list[Application]:
    """The first of PEOPLE applied, and Chiara would accept each of them."""
    officer = cast.person("Chiara Okoye")
    people = PEOPLE[:first]
    found = [
        applied(call, cast.person(name), outlet=outlet, region=region, before=number > 1)
        for number, (name, outlet, region) in enumerate(people)
    ]
    for one in found:
        acts.recommend(one, outcome=Act.ACCEPT, by=officer)
    return found


def later(monkeypatch: pytest.MonkeyPatch, **ahead: float) -> None:
    """The clock that the draw looks at has moved on."""
    moved = datetime.now(UTC) + timedelta(**ahead)
    monkeypatch.setattr(selection, "now", lambda: moved)
