"""Two people fill the last place of an outlet at the same moment: it is filled once, and the other reads why not."""

from __future__ import annotations

import pytest

from onrecord.accreditation import acts, nominations, quotas
from onrecord.accreditation.models import Application, Call, Named
from onrecord.accreditation.states import Act, State
from onrecord.keeping.errors import ActRefused
from onrecord.people.models import Outlet, Person
from tests import cast
from tests.accreditation.at_once import at_once
from tests.accreditation.building import applied, closed, focal_point, named, open_call, outlet, row

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def call() -> Call:
    return open_call(cast.edition())


@pytest.fixture
def tamra() -> Outlet:
    return outlet(places=1)


@pytest.fixture
def yusuf(tamra: Outlet) -> Person:
    return focal_point(tamra)


def test_two_focal_points_fill_the_last_place(call: Call, tamra: Outlet, yusuf: Person) -> None:
    lena = focal_point(tamra, "Lena Moor")
    told = at_once(
        lambda: acts.name_people(call, tamra, [row("Ada Reyes")], by=yusuf),
        lambda: acts.name_people(call, tamra, [row("Bohdan Lis")], by=lena),
    )
    assert len(told) == 1 and "left for your outlet: 0" in told[0]
    assert len(nominations.on_list(nominations.of(call, tamra))) == 1


def test_one_form_that_is_sent_twice_fills_one_place(call: Call, tamra: Outlet, yusuf: Person) -> None:
    acts.set_places(call, tamra, number=2, by=cast.person("Chiara Okoye"))
    told = at_once(*(lambda: acts.name_people(call, tamra, [row("Ada Reyes")], by=yusuf) for _ in range(2)))
    assert len(told) == 1 and "on your list already" in told[0]
    assert quotas.free(call, tamra) == 1


def test_the_last_place_goes_to_whom_the_outlet_names_or_to_whom_the_office_accepts(
    call: Call, tamra: Outlet, yusuf: Person
) -> None:
    found = applied(call, cast.person("Ada Reyes"))
    acts.recommend(found, outcome=Act.ACCEPT, by=cast.person("Chiara Okoye"))
    dov = cast.person("Dov Sand")
    told = at_once(
        lambda: acts.name_people(call, tamra, [row("Bohdan Lis")], by=yusuf),
        lambda: acts.decide(found, outcome=Act.ACCEPT, by=dov),
    )
    assert len(told) == 1
    accepted = Application.objects.filter(state=State.ACCEPTED).count()
    assert accepted + Named.objects.count() == quotas.taken(call, tamra) == 1


def test_whoever_was_named_begins_once(call: Call, tamra: Outlet, yusuf: Person) -> None:
    named(call, tamra, "Ada Reyes", by=yusuf)
    ada = cast.person("Ada Reyes")
    assert at_once(*(lambda: acts.begin(call, ada, language="en") for _ in range(3))) == []
    assert Named.objects.get().application == Application.objects.get()


def test_nobody_is_named_on_a_page_that_was_read_before_the_call_closed(
    call: Call, tamra: Outlet, yusuf: Person
) -> None:
    assert call.takes_applications, "as the page read it"
    closed(call)
    with pytest.raises(ActRefused, match="while applications are open"):
        acts.name_people(call, tamra, [row("Ada Reyes")], by=yusuf)
    with pytest.raises(ActRefused, match="while applications are open"):
        acts.ask_outlet(call, tamra, by=cast.person("Chiara Okoye"))
