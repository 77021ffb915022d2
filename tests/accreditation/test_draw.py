"""More people than places: drawn so that nobody could have chosen the outcome, and anybody can work it out."""

from __future__ import annotations

import json
import re
import zipfile
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from typer.testing import CliRunner

from onrecord.accreditation import acts, receipts, selection
from onrecord.accreditation.models import Application, Call
from onrecord.accreditation.states import Act, State
from onrecord.cli.main import app
from onrecord.events.models import Edition
from onrecord.keeping.errors import ActRefused
from onrecord.people.journal import line
from onrecord.people.models import JournalEntry
from onrecord.post.models import Letter
from tests import cast
from tests.accreditation.building import applied, closed, drafted
from tests.accreditation.drawing import VALUE, drawn_call, later, lot, recommended

pytestmark = pytest.mark.django_db(transaction=True)
E = "/regional-media/13/"
DRAW = E + "desk/accreditation/draw/"


@pytest.fixture(autouse=True)
def mail(settings: object) -> None:
    settings.ONRECORD_MAIL = "page"  # type: ignore[attr-defined]


@pytest.fixture
def edition() -> Edition:
    return cast.edition()


@pytest.fixture
def dov(edition: Edition) -> Client:
    """Whoever decides."""
    return cast.signed_in(cast.administrator(edition))


@pytest.fixture
def call(edition: Edition) -> Call:
    """Five people for two places, at most one an outlet; nobody can apply any more."""
    opened = drawn_call(edition)
    recommended(opened)
    return closed(opened)


def test_from_the_list_to_the_decisions(call: Call, dov: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    page = dov.get(DRAW).content.decode()
    assert "You recommend 5 people for 2 free places." in page
    assert re.search(r"For the regions</dt><dd>2</dd>", page) and re.search(r"Waiting list</dt><dd>3</dd>", page)
    page = dov.post(DRAW, {"act": "close"}, follow=True).content.decode()
    assert "The list is closed, with 5 people." in page and "Draw the places" not in page
    public = Client().get(E + "accreditation/draw/").content.decode()
    tickets = list(Application.objects.values_list("ticket", flat=True))
    assert all(ticket in public for ticket in tickets) and "Radio Tamra" not in public and "Ada" not in public
    later(monkeypatch, minutes=41)
    assert "64 characters" in dov.post(DRAW, {"value": "abc"}).content.decode()
    page = dov.post(DRAW, {"value": VALUE.upper()}, follow=True).content.decode()
    assert "The places are drawn." in page and "5 applications are to be decided" in page
    page = dov.post(DRAW, {"act": "decide"}, follow=True).content.decode()
    assert "5 applications are decided. Their letters wait to be sent." in page
    accepted = Application.objects.filter(state=State.ACCEPTED)
    assert {one.region for one in accepted} == {"RU-KGD", "RU-PSK"}
    waiting = Application.objects.filter(state=State.WAITLISTED)
    assert sorted(one.answers.fact for one in waiting) == ["1", "2", "3"]
    assert {one.reason for one in waiting} == {"draw"}
    assert Letter.objects.filter(state="draft").count() == 5
    said = [line(one).what for one in JournalEntry.objects.all()]
    assert said.count("list for the draw closed") == said.count("places drawn") == 1


def test_an_applicant_finds_their_ticket_their_labels_and_their_number(
    call: Call, dov: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = cast.signed_in(cast.person("Ada Reyes"))
    own = Application.objects.get(person__name="Ada Reyes")
    page = ada.get(E + "apply/mine/").content.decode()
    assert own.ticket in page and "The number we added for you" in page and own.draw_nonce.text in page
    dov.post(DRAW, {"act": "close"})
    assert "You are in the list. Nothing is drawn yet." in ada.get(E + "apply/mine/").content.decode()
    later(monkeypatch, minutes=41)
    dov.post(DRAW, {"value": VALUE})
    page = ada.get(E + "apply/mine/").content.decode()
    assert "Your ticket was drawn" in page and re.search(r"Region\s+r[12], outlet\s+o[123]", page)


def test_what_the_browser_adds_is_in_the_entry_and_in_the_list(edition: Edition, dov: Client) -> None:
    call = drawn_call(edition)
    found = drafted(call, cast.person("Ada Reyes"))
    ada = cast.signed_in(found.person)
    assert "data-nonce" in ada.get(E + "apply/send/").content.decode()
    ada.post(E + "apply/send/", {"nonce": "ab" * 32})
    found.refresh_from_db()
    assert found.draw_nonce.text == "ab" * 32 and not found.draw_nonce.ours
    assert found.received is not None
    opening = json.loads(str(receipts.receipt(found, found.received)["opening"]))
    assert json.loads(opening["content"])["nonce"] == "ab" * 32
    other = applied(call, cast.person("Bohdan Lis"))
    acts.recommend(found, outcome=Act.ACCEPT, by=cast.person("Chiara Okoye"))
    acts.recommend(other, outcome=Act.ACCEPT, by=cast.person("Chiara Okoye"))
    assert "ab" * 32 in {one.nonce for one in selection.listed(closed(call)).entrants}


def test_each_step_has_its_time(edition: Edition, monkeypatch: pytest.MonkeyPatch) -> None:
    opened, by = drawn_call(edition), cast.person("Dov Sand")
    found = recommended(opened)
    with pytest.raises(ActRefused, match="not closed yet"):
        acts.close_selection(opened, by=by)
    call = closed(opened)
    late = applied_late(call)
    with pytest.raises(ActRefused, match="nobody has recommended anything for: 1"):
        acts.close_selection(call, by=by)
    acts.withdraw(late)
    with pytest.raises(ActRefused, match="not closed yet"):
        acts.reveal_selection(call, value=VALUE, by=by)
    with pytest.raises(ActRefused, match="Nothing has been drawn yet"):
        acts.decide_as_drawn(call, by=by)
    later(monkeypatch, minutes=26)
    with pytest.raises(ActRefused, match="too late"):
        acts.close_selection(call, by=by)
    later(monkeypatch, minutes=24)
    acts.close_selection(call, by=by)
    with pytest.raises(ActRefused, match="not out yet"):
        acts.reveal_selection(call, value=VALUE, by=by)
    later(monkeypatch, minutes=41)
    acts.reveal_selection(call, value=VALUE, by=by)
    for again in (
        lambda: acts.close_selection(call, by=by),
        lambda: acts.reveal_selection(call, value="6f" * 32, by=by),
    ):
        with pytest.raises(ActRefused, match="choose between two"):
            again()
    acts.withdraw(found[0])  # whoever withdraws meanwhile is left out, and nobody else is kept back
    told = acts.decide_as_drawn(call, by=cast.person("Chiara Okoye"))
    assert len(told) == 4 and all("somebody else decides" in one.refused for one in told)
    assert not any(one.refused for one in acts.decide_as_drawn(call, by=by))


def test_where_there_is_a_place_for_everybody_nothing_is_drawn(edition: Edition) -> None:
    opened = drawn_call(edition, places=5)
    recommended(opened)
    with pytest.raises(ActRefused, match="a place for everybody"):
        acts.close_selection(closed(opened), by=None)


def test_what_was_announced_about_the_draw_stays(edition: Edition) -> None:
    call = drawn_call(edition)
    other = call.terms.model_copy(update={"lot": lot(each_region=2)})
    with pytest.raises(ActRefused, match="stays as it was"):
        acts.change(call, other, reason="We were wrong.", by=None)
    with pytest.raises(ActRefused, match="stays as it was"):
        acts.change(call, call.terms.model_copy(update={"lot": None}), reason="We were wrong.", by=None)
    late = call.terms.model_copy(update={"closes": lot().drawn_at})
    with pytest.raises(ActRefused, match="must have applied before"):
        acts.change(call, late, reason="We were wrong.", by=None)


@pytest.mark.sqlite
def test_anyone_works_it_out_from_the_bundle(
    call: Call, dov: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bundle = tmp_path / "bundle.zip"

    def check(*options: str) -> tuple[int, str]:
        bundle.write_bytes(Client().get(E + "export/bundle/").content)
        done = CliRunner().invoke(app, ["accreditation", "draw", "check", str(bundle), *options])
        return done.exit_code, done.output

    code, said = check()
    assert code == 2 and "its list is not closed" in said
    dov.post(DRAW, {"act": "close"})
    later(monkeypatch, minutes=41)
    dov.post(DRAW, {"value": VALUE})
    code, said = check()
    assert code == 0 and "CHECKED: this draw follows from the record" in said and f"whether {VALUE}" in said
    assert "regions: 2" in said and "waiting list: 3" in said
    assert check("--value", VALUE)[0] == 0
    assert check("--value", "6f" * 32)[0] == 1
    dov.post(DRAW, {"act": "decide"})
    for one in Application.objects.all():
        said = check("--ticket", one.ticket)[1]
        got = (
            "a place, in the step" if one.state == State.ACCEPTED else f"number {one.answers.fact} on the waiting list"
        )
        assert f"{one.ticket}: {got}" in said


@pytest.mark.sqlite
def test_a_draw_that_was_made_twice_is_found(
    call: Call, dov: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A host who doesn't like the outcome writes the log on with another draw, past all acts."""
    from onrecord.accreditation.contents import SelectionCommitted
    from onrecord.record.writer import Draft, append

    acts.close_selection(call, by=None)
    later(monkeypatch, minutes=41)
    acts.reveal_selection(call, value=VALUE, by=None)
    append(call.edition.log, Draft(SelectionCommitted(event="Again", commitment="0" * 64, source="drand", round=1)))
    bundle = tmp_path / "bundle.zip"
    bundle.write_bytes(Client().get(E + "export/bundle/").content)
    assert zipfile.is_zipfile(bundle)
    done = CliRunner().invoke(app, ["accreditation", "draw", "check", str(bundle)])
    assert done.exit_code == 1 and "it was redrawn" in done.output


def test_the_terms_say_how_places_are_drawn_and_bind_the_host(edition: Edition) -> None:
    def at(**ahead: float) -> str:
        return (timezone.now() + timedelta(**ahead)).astimezone(ZoneInfo(edition.timezone)).strftime("%Y-%m-%dT%H:%M")

    posted = {
        "criteria": "Whoever reports.", "places": "20", "kept_for_appeals": "1", "appeal_to": "A council", "appeal_days": "7",
        "appeal_answer_days": "7", "offer_hours": "24", "opens": at(days=-1), "closes": at(days=5), "decides_by": at(days=9),
        "deleted_on": at(days=60)[:10], "each_region": "1", "per_outlet": "2", "first_timers": "25",
    }  # fmt: skip
    office, call = cast.signed_in(cast.press_officer(edition)), E + "desk/accreditation/call/"
    assert "Say when you draw" in office.post(call, posted).content.decode()
    assert "after the last application" in office.post(call, posted | {"drawn_at": posted["closes"]}).content.decode()
    assert "by which you decide" in office.post(call, posted | {"drawn_at": at(days=10)}).content.decode()
    posted["drawn_at"] = at(days=6)
    preview = " ".join(office.post(call, posted).content.decode().split())
    assert "1 place for each region" in preview and "until they have 25 % of all" in preview
    assert "No outlet gets more than 2 places." in preview
    office.post(call, posted | {"confirmed": "yes"})
    found = selection.standing(Call.objects.get())
    assert found and found.lot.per_outlet == 2
    late = found.comes_out - timezone.now()
    assert timedelta(days=5, hours=23) < late < timedelta(days=6, seconds=5)
    public = Client().get(E + "accreditation/draw/").content.decode()
    assert found.committed.commitment in public and "not closed yet" in public


def test_readers_and_applicants_find_it_in_russian(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    acts.close_selection(call, by=None)
    later(monkeypatch, minutes=41)
    acts.reveal_selection(call, value=VALUE, by=None)
    page = Client().get(f"/ru{E}accreditation/draw/").content.decode()
    assert "Места распределены." in page and "Места для регионов" in page and "Лист ожидания, номер 3" in page
    main = "<main" + page.partition("<main")[2].partition("</main>")[0]
    words = set(re.findall(r"[A-Za-z]{4,}", re.sub(r"<pre.*?</pre>|<code>.*?</code>|<[^>]*>", " ", main, flags=re.S)))
    assert words == {"drand"}


def test_the_pages_ask_as_often_for_five_as_for_three(monkeypatch: pytest.MonkeyPatch) -> None:
    found = []
    for slug, number in (("13", 3), ("14", 5)):
        edition = cast.edition(slug)
        opened = drawn_call(edition)
        recommended(opened, number)
        acts.close_selection(closed(opened), by=None)
        office = cast.signed_in(cast.administrator_of_all())
        for path in ("accreditation/draw/", "desk/accreditation/draw/"):
            office.get(f"/regional-media/{slug}/{path}")
            with CaptureQueriesContext(connection) as asked:
                assert office.get(f"/regional-media/{slug}/{path}").status_code == 200
            found.append(len(asked))
    assert found[:2] == found[2:]


def applied_late(call: Call) -> Application:
    """Somebody whom nobody has looked at yet."""
    Call.objects.filter(pk=call.pk).update(stored=call.stored | {"closes": call.terms.lot.drawn_at})  # type: ignore[union-attr]
    found = applied(Call.objects.get(pk=call.pk), cast.person("Nilo Hart"))
    Call.objects.filter(pk=call.pk).update(stored=call.stored)
    return found
