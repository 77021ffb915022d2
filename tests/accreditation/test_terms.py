"""Terms that change while people apply leave nobody with others than they read, nor in another kind of place."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from onrecord.accreditation import acts, reads
from onrecord.accreditation.contents import Category
from onrecord.accreditation.forms import CallForm
from onrecord.accreditation.models import Application, Call
from onrecord.accreditation.states import State
from onrecord.keeping.errors import ActRefused
from tests import cast
from tests.accreditation.building import applied, drafted, open_call

pytestmark = pytest.mark.django_db(transaction=True)
E = "/regional-media/13/"
PRESS, PHOTO = Category(code="press", name="Press"), Category(code="photo", name="Photographers", places=12)


def posted(call: Call, **other: str) -> dict[str, Any]:
    """The terms as the form has them, with some that are others."""
    form = CallForm(initial=CallForm.initial_of(call))
    shown = {name: form[name].value() for name in form.fields}
    times = {name: f"{shown[name]:%Y-%m-%dT%H:%M}" for name in ("opens", "closes", "decides_by")}
    return (
        shown | times | {"late_until": "", "offers_until": "", "reason": "We were wrong.", "confirmed": "yes"} | other
    )


def change(call: Call, **other: str) -> str:
    office = cast.signed_in(cast.press_officer(call.edition))
    return office.post(E + "desk/accreditation/call/", posted(call, **other), follow=True).content.decode()


def now(call: Call) -> Call:
    found = reads.call_of(call.edition)
    assert found
    return found


@pytest.mark.parametrize(
    ("lines", "codes"),
    [
        ("Press\nPhotographers, 12", ["press", "photo"]),
        ("Photographers, 14\nPress", ["photo", "press"]),
        ("Camera crews, 5\nPress\nPhotographers, 12", ["place-1", "press", "photo"]),
        ("Writing press\nPhotographers, 12", ["press", "photo"]),
    ],
)
def test_a_kind_of_place_stays_the_same_when_the_list_changes(lines: str, codes: list[str]) -> None:
    call = open_call(cast.edition(), categories=[PRESS, PHOTO])
    applied(call, cast.person("Ada Reyes"))
    change(call, categories=lines, places="90")
    assert [one.code for one in now(call).terms.categories] == codes


def test_a_kind_of_place_that_somebody_applied_for_is_not_taken_away() -> None:
    call = open_call(cast.edition(), categories=[PRESS, PHOTO])
    applied(call, cast.person("Ada Reyes"))
    assert "Keep “Press”: 1 person applied for it." in change(
        call, categories="Photographers, 12\nCamera crews, 3\nRadio"
    )
    assert now(call).newest == call.opened


def test_who_had_not_sent_yet_chooses_among_the_places_that_there_are() -> None:
    call = open_call(cast.edition(), categories=[PRESS, PHOTO])
    found = drafted(call, cast.person("Ada Reyes"))
    change(call, categories="Photographers, 12\nCamera crews, 3\nRadio")
    page = cast.signed_in(found.person).get(E + "apply/send/").content.decode()
    assert "Which place do you need?" in page and "Send application" not in page
    with pytest.raises(ActRefused, match="Which place do you need"):
        acts.submit(found)


def test_only_rules_that_were_read_are_accepted() -> None:
    call = open_call(cast.edition(), conduct=["Let others finish."])
    found = drafted(call, cast.person("Ada Reyes"))
    ada = cast.signed_in(found.person)
    read = fields(ada)
    change(call, conduct="Ask nothing about money.")
    answer = ada.post(E + "apply/send/", read | {"conduct": "on"})
    page = answer.content.decode()
    assert answer.status_code == 400 and "have just changed" in page and "Ask nothing about money." in page
    assert Application.objects.get(pk=found.pk).state == State.DRAFT
    ada.post(E + "apply/send/", fields(ada) | {"conduct": "on"})
    assert Application.objects.get(pk=found.pk).answers.conduct == now(call).newest


def fields(client: Client) -> dict[str, str]:
    """What the page to send from would post, without the box to tick."""
    form = client.get(E + "apply/send/").context["form"]
    return {one.html_name: str(one.value()) for one in form.hidden_fields()}


@pytest.mark.parametrize(
    ("name", "ahead", "words"),
    [("closes", -1, "time that is still to come"), ("deleted_on", 0, "day that is still to come")],
)
def test_a_call_is_not_opened_for_a_time_that_is_over(name: str, ahead: int, words: str) -> None:
    edition = cast.edition()
    long_ago = {"opens": -30, "closes": -20, "decides_by": -10, "deleted_on": 30} | {name: ahead}
    there = {one: (timezone.now() + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M") for one, days in long_ago.items()}
    there["deleted_on"] = there["deleted_on"][:10]
    form = {"criteria": "All.", "places": "10", "kept_for_appeals": "0", "appeal_to": "A council", "appeal_days": "7"}
    office = cast.signed_in(cast.press_officer(edition))
    answer = office.post(E + "desk/accreditation/call/", form | there | {"confirmed": "yes"})
    assert answer.status_code == 400 and words in answer.content.decode()
    assert reads.call_of(edition) is None
