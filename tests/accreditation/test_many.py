"""The queue of a thousand: found, counted, and decided on together, each with an answer of its own."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from onrecord.accreditation import acts
from onrecord.accreditation.models import Call
from onrecord.accreditation.states import Act
from onrecord.post.models import Letter
from tests import cast
from tests.accreditation.building import applied, open_call

pytestmark = pytest.mark.django_db(transaction=True)
QUEUE = "/regional-media/13/desk/accreditation/"
MANY = QUEUE + "many/"


@pytest.fixture
def call(settings: object) -> Call:
    settings.ONRECORD_MAIL = "page"  # type: ignore[attr-defined]
    return open_call(cast.edition(), places=2, country="RU")


@pytest.fixture
def office(call: Call) -> Client:
    return cast.signed_in(cast.press_officer(call.edition))


@pytest.fixture
def other(call: Call) -> Client:
    return cast.signed_in(cast.administrator(call.edition))


def states(call: Call) -> list[str]:
    return list(call.applications.order_by("number").values_list("state", flat=True))


def shown(client: Client, address: str, given: object = None) -> str:
    answer = client.post(address, given) if given is not None else client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def hidden(page: str) -> list[str]:
    return re.findall(r'name="number" value="([^"]+)"', page)


def test_many_are_recommended_and_decided_and_each_has_an_answer(call: Call, office: Client, other: Client) -> None:
    for name in ("Ada Reyes", "Bohdan Lis", "Imani Koda"):
        applied(call, cast.person(name))
    chosen = shown(office, MANY)
    assert "3 applications" in chosen and "deciding would do" in chosen
    accept = {"number": hidden(chosen), "outcome": "accept"}
    preview = shown(office, MANY, accept | {"act": "recommend"})
    assert "3 would change." in preview and "Nothing has been changed so far." in preview
    assert states(call) == ["submitted"] * 3
    done = office.post(MANY, accept | {"act": "recommend", "confirmed": "yes"}, follow=True)
    assert "Done with 3 applications." in done.content.decode() and states(call) == ["recommended"] * 3

    mine = shown(office, MANY, accept | {"number": hidden(shown(office, MANY)), "act": "decide"})
    assert "0 would change." in mine and mine.count("You recommended this yourself") == 3
    each = {"number": hidden(shown(other, MANY)), "outcome": "as-recommended", "act": "decide"}
    preview = shown(other, MANY, each)
    assert (
        "2 would change." in preview
        and "All 2 places are taken" in preview
        and not Letter.objects.filter(state="draft")
    )
    done_page = shown(other, MANY, each | {"confirmed": "yes"})
    assert "1 was left as it is." in done_page and "All 2 places are taken" in done_page
    assert states(call) == ["accepted", "accepted", "recommended"]
    assert Letter.objects.filter(state="draft").count() == 2


def test_what_happened_since_somebody_looked_is_not_overrun(call: Call, office: Client, other: Client) -> None:
    found = applied(call, cast.person("Ada Reyes"))
    acts.recommend(found, outcome=Act.ACCEPT, by=cast.person("Chiara Okoye"))
    looked = {"number": hidden(shown(other, MANY)), "outcome": "as-recommended", "act": "decide"}
    assert "1 would change." in shown(other, MANY, looked)
    acts.recommend(found, outcome=Act.REFUSE, reason="work", fact="2", by=cast.person("Chiara Okoye"))
    assert "Look at it again." in shown(other, MANY, looked | {"confirmed": "yes"})
    assert states(call) == ["recommended"]


def test_a_reason_is_asked_for_where_one_is_needed_and_nobody_chosen_means_nobody(call: Call, office: Client) -> None:
    applied(call, cast.person("Ada Reyes"))
    refuse = {"number": hidden(shown(office, MANY)), "outcome": "refuse", "act": "recommend"}
    preview = shown(office, MANY, refuse)
    assert "Choose a reason" in preview and "0 would change." in preview
    nobody = shown(office, MANY + "?ticked=yes")
    assert "No application is chosen" in nobody
    assert office.post(MANY, refuse | {"number": [], "confirmed": "yes"}).status_code == 400
    assert office.post(MANY, refuse | {"act": "dance"}).status_code == 404
    assert office.post(MANY, refuse | {"outcome": "as-recommended", "confirmed": "yes"}).status_code == 400
    assert states(call) == ["submitted"]


def test_the_queue_finds_a_name_in_any_script_and_order(call: Call, office: Client) -> None:
    applied(call, cast.person("Ada Reyes"), given_names="Ада", family_names="Рейес", latin="")
    applied(call, cast.person("Bohdan Lis"), outlet="Vrana Post")
    for words, who in (("reyes ada", "Ада"), ("РЕЙЕС", "Ада"), ("vrana", "Bohdan"), ("bohdan.lis@", "Bohdan")):
        page = shown(office, f"{QUEUE}?q={words}")
        assert who in page and page.count('name="number"') == 1, words
        assert len(hidden(shown(office, f"{MANY}?q={words}"))) == 1
    assert "No application fits this." in shown(office, f"{QUEUE}?q=nobody")


def test_the_queue_shows_from_where_somebody_came_and_from_where_nobody(call: Call, office: Client) -> None:
    applied(call, cast.person("Ada Reyes"), region="RU-KGD")
    page = " ".join(shown(office, QUEUE).split())
    assert "1 applied, 0 accepted" in page and "Nobody applied from 8" in page
    assert "Moskva" in page
