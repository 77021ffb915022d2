"""Who changes name, outlet or function after the decision is decided on anew, and keeps their place until then."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from onrecord.accreditation import acts, belonging, places
from onrecord.accreditation.models import Application, Call
from onrecord.accreditation.states import Act, State
from onrecord.keeping.errors import ActRefused
from onrecord.record import openings
from tests import cast
from tests.accreditation.building import applied, decided, open_call, outlet

pytestmark = pytest.mark.django_db(transaction=True)
E = "/regional-media/13/"


@pytest.fixture
def call() -> Call:
    return open_call(cast.edition(), places=1)


@pytest.fixture
def accepted(call: Call) -> Application:
    found = decided(call, cast.person("Ada Reyes"), Act.ACCEPT)
    acts.tell(call, [found.number], by=cast.person("Dov Sand"))
    return found


def state(found: Application) -> str:
    return Application.objects.get(pk=found.pk).state


def test_a_new_outlet_is_decided_on_anew_and_the_place_is_kept(call: Call, accepted: Application) -> None:
    ada = cast.signed_in(accepted.person)
    assert "Change name, outlet or function" in ada.get(E + "apply/mine/").content.decode()
    assert "Your accreditation is suspended" in ada.get(E + "apply/amend/").content.decode()
    ada.post(E + "apply/amend/")
    page = ada.get(E + "apply/mine/").content.decode()
    assert state(accepted) == State.AMENDED and "Being changed" in page and "apply/step/outlet/" in page
    with pytest.raises(ActRefused, match="Nothing has changed"):
        acts.submit(accepted)
    another = {
        "kind": "tv",
        "outlet": "Tamra Television",
        "region": "RU-SA",
        "editor": "Yusuf Adeyemi, +47 21 00 00 01",
    }
    ada.post(E + "apply/step/outlet/", another)
    assert ada.get(E + "apply/send/").status_code == 200
    ada.post(E + "apply/send/")
    assert state(accepted) == State.SUBMITTED and places.free(call) == 0
    said = openings.kept_contents_of(call.edition.log, list(range(Call.objects.get().newest, 9)))
    who = [one for content in said.values() if (one := getattr(content, "who", None))]
    assert [(one.outlet, one.outlet_kind, one.region) for one in who] == [("Tamra Television", "tv", "RU-SA")]
    chiara, dov = cast.person("Chiara Okoye"), cast.person("Dov Sand")
    acts.recommend(accepted, outcome=Act.REFUSE, reason="late", fact="14 May", by=chiara)
    acts.decide(accepted, outcome=Act.REFUSE, reason="late", fact="14 May", by=dov)
    assert places.free(call) == 0, "nobody was told yet"
    acts.take_back(accepted, by=dov)
    acts.recommend(accepted, outcome=Act.ACCEPT, by=chiara)
    acts.decide(accepted, outcome=Act.ACCEPT, by=dov)
    acts.tell(call, [accepted.number], by=dov)
    assert state(accepted) == State.ACCEPTED and places.free(call) == 0


def test_everything_can_stay_as_it_was(accepted: Application) -> None:
    known = outlet("Tamra Group", aliases=["Tamra"])
    acts.assign(accepted, known, by=cast.person("Chiara Okoye"))
    ada = cast.signed_in(accepted.person)
    ada.post(E + "apply/amend/")
    acts.save(accepted, given={"outlet": "Tamra Television"}, kind="tv")
    assert "Leave everything as it was?" in ada.get(E + "apply/amend/").content.decode()
    ada.post(E + "apply/amend/")
    found = Application.objects.get(pk=accepted.pk)
    assert (found.state, found.kind, found.answers.outlet) == (State.ACCEPTED, "radio", "Radio Tamra")
    assert belonging.of(found) == known


def test_what_changes_with_an_answer_is_said_anew_in_the_log(call: Call) -> None:
    found = applied(call, cast.person("Bohdan Lis"))
    due = timezone.now() + timedelta(days=3)
    acts.ask(found, reason="outlet", fact="", due=due, by=cast.person("Chiara Okoye"))
    acts.save(found, given={}, region="RU-SA")
    acts.answer(found, note="Here it is.")
    entry = found.steps.get(act=Act.ANSWER).entry
    assert entry is not None
    assert openings.kept_contents_of(call.edition.log, [entry])[entry].who.region == "RU-SA"  # type: ignore[attr-defined]
