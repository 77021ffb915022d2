"""Whoever was refused appeals once, in time, to somebody who took no part; a place is kept for it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from onrecord.accreditation import acts, places, reads
from onrecord.accreditation.models import Appeal, Application, Call
from onrecord.accreditation.rules import HEARER
from onrecord.accreditation.states import Act, State
from onrecord.events import acts as events
from onrecord.keeping.errors import ActRefused
from onrecord.people import merging
from onrecord.people.models import Membership, Person
from onrecord.post.models import Letter, Written
from onrecord.record import openings
from tests import cast
from tests.accreditation.building import applied, closed, decided, open_call, outlet

pytestmark = pytest.mark.django_db(transaction=True)
E = "/regional-media/13/"


@pytest.fixture(autouse=True)
def mail(settings: object) -> None:
    settings.ONRECORD_MAIL = "page"  # type: ignore[attr-defined]


@pytest.fixture
def call() -> Call:
    return open_call(cast.edition(), places=2, kept_for_appeals=1)


@pytest.fixture
def hearer(call: Call) -> Person:
    """Of the press council: from outside, with no other role."""
    found = cast.person("Lena Moor")
    events.appoint(call.edition, person=found, role=HEARER.name, by=None)
    return found


def refused(call: Call, name: str = "Ada Reyes") -> Application:
    found = decided(call, cast.person(name), Act.REFUSE, reason="late", fact="14 May")
    acts.tell(call, [found.number], by=cast.person("Dov Sand"))
    return found


def state(application: Application) -> str:
    return Application.objects.get(pk=application.pk).state


def test_from_a_refusal_to_a_place_by_somebody_who_took_no_part(call: Call, hearer: Person) -> None:
    found = refused(call)
    ada, council = cast.signed_in(found.person), cast.signed_in(hearer)
    assert "You can appeal once, until" in ada.get(E + "apply/mine/").content.decode()
    empty = ada.post(E + "apply/appeal/", {"why": " "})
    assert empty.status_code == 400 and "Say why you appeal." in empty.content.decode()
    page = ada.post(E + "apply/appeal/", {"why": "I applied on 13 May."}, follow=True).content.decode()
    assert "You have appealed." in page and "It is decided by" in page and state(found) == State.REFUSED
    assert ada.get(E + "apply/appeal/").headers["Location"] == E + "apply/mine/"
    to_hearer = Letter.objects.get(kind="accreditation.to-be-heard")
    written = Written.model_validate_json(to_hearer.unseal())
    assert written.to == hearer.email and "Ada" not in written.text

    one = f"{E}desk/accreditation/{found.number}/appeal/"
    assert "Ada Reyes" in council.get(E + "desk/accreditation/appeals/").content.decode()
    assert "I applied on 13 May." in council.get(one).content.decode()
    assert council.get(f"{E}desk/accreditation/{found.number}/").status_code == 403, "only what is appealed about"
    assert council.post(one, {"outcome": "overturn", "answer": ""}).status_code == 400
    council.post(one, {"outcome": "overturn", "answer": "The server's clock shows 13 May."})
    page = ada.get(E + "apply/mine/").content.decode()
    assert "The server&#x27;s clock shows 13 May." in page and "You are accredited for" in page
    assert "13 May" in Written.model_validate_json(Letter.objects.get(kind="accreditation.overturned").unseal()).text
    assert Appeal.objects.get().heard_by == hearer


def test_each_step_of_an_appeal_is_in_the_log_for_the_applicant_alone(call: Call, hearer: Person) -> None:
    found = refused(call)
    acts.appeal(found, why="I applied in time.")
    acts.hear(found, outcome=Act.UPHOLD, answer="You did not.", by=hearer)
    log = call.edition.log
    log.refresh_from_db()
    entries = [step.entry for step in found.steps.all() if step.entry is not None]
    said = openings.kept_contents_of(log, entries)
    assert [getattr(said[one], "outcome", "received") for one in entries] == [
        "received",
        "refused",
        "appealed",
        "upheld",
    ]
    assert not openings.contents_of(log, entries)


def test_an_upheld_decision_is_final(call: Call, hearer: Person) -> None:
    found = refused(call)
    acts.appeal(found, why="I applied in time.")
    with pytest.raises(ActRefused, match="There is one appeal, and no second"):
        acts.appeal(found, why="Look again.")
    acts.hear(found, outcome=Act.UPHOLD, answer="You did not.", by=hearer)
    assert state(found) == State.REFUSED
    with pytest.raises(ActRefused, match="There is one appeal, and no second"):
        acts.appeal(found, why="Look again.")
    with pytest.raises(ActRefused, match="Lena Moor was here first: Decision upheld"):
        acts.hear(found, outcome=Act.OVERTURN, answer="Perhaps.", by=cast.person("Yusuf Adeyemi"))


def test_whoever_decided_or_asked_hears_no_appeal(call: Call) -> None:
    found = refused(call)
    acts.appeal(found, why="I applied in time.")
    for who in ("Chiara Okoye", "Dov Sand", "Ada Reyes"):
        with pytest.raises(ActRefused, match="You took part"):
            acts.hear(found, outcome=Act.OVERTURN, answer="Yes.", by=cast.person(who))
    administrator = cast.administrator(call.edition)
    page = cast.signed_in(administrator).get(f"{E}desk/accreditation/{found.number}/appeal/").content.decode()
    assert "You took part in this decision" in page and "Decide and tell" not in page


def test_an_appeal_is_made_in_time_and_after_the_letter(call: Call) -> None:
    untold = decided(call, cast.person("Ada Reyes"), Act.REFUSE, reason="late", fact="14 May")
    with pytest.raises(ActRefused, match="“Being decided”"):
        acts.appeal(untold, why="I applied in time.")
    with pytest.raises(ActRefused, match="This application is now “Received”"):
        acts.appeal(applied(call, cast.person("Bohdan Lis")), why="Why?")
    acts.tell(call, [untold.number], by=cast.person("Dov Sand"))
    Application.objects.filter(pk=untold.pk).update(told_at=timezone.now() - timedelta(days=8))
    with pytest.raises(ActRefused, match="is over"):
        acts.appeal(untold, why="I applied in time.")
    assert "You can appeal" not in cast.signed_in(untold.person).get(E + "apply/mine/").content.decode()


def test_a_place_is_kept_for_appeals_and_no_more_than_there_are(call: Call, hearer: Person) -> None:
    decided(call, cast.person("Imani Koda"), Act.ACCEPT)
    both = [refused(call, name) for name in ("Ada Reyes", "Bohdan Lis")]
    for one in both:
        acts.appeal(one, why="I applied in time.")
    acts.hear(both[0], outcome=Act.OVERTURN, answer="You did.", by=hearer)
    assert (places.kept(call), places.free(call)) == (0, 0)
    with pytest.raises(ActRefused, match="also those kept for appeals"):
        acts.hear(both[1], outcome=Act.OVERTURN, answer="You did.", by=hearer)
    assert state(both[1]) == State.REFUSED and not Appeal.objects.get(application=both[1]).outcome


def test_the_totals_wait_for_appeals_and_hide_small_numbers(call: Call, hearer: Person) -> None:
    dov = cast.person("Dov Sand")
    found = [refused(call, name) for name in ("Ada Reyes", "Bohdan Lis", "Imani Koda", "Pavel Norn")]
    for one in found:
        acts.appeal(one, why="I applied in time.")
    call = closed(call)
    for number, one in enumerate(found, start=1):
        with pytest.raises(ActRefused, match="not decided yet"):
            acts.publish_counts(call, by=dov)
        acts.hear(one, outcome=Act.OVERTURN if number == 1 else Act.UPHOLD, answer="So it is.", by=hearer)
    acts.publish_counts(call, by=dov)
    counted = reads.published(call.edition)[0]
    assert (counted.appealed, counted.upheld, counted.overturned) == (4, "3 or more", "fewer than 3")
    assert counted.entries["accreditation.acted"] == 12


def test_whoever_wins_an_appeal_works_for_their_outlet(call: Call, hearer: Person) -> None:
    known = outlet()
    found = refused(call)
    acts.appeal(found, why="I applied on 13 May.")
    acts.hear(found, outcome=Act.OVERTURN, answer="They did.", by=hearer)
    assert [(one.outlet, one.person) for one in Membership.objects.all()] == [(known, found.person)]


def test_nobody_hears_an_appeal_against_what_another_record_of_theirs_decided(call: Call, hearer: Person) -> None:
    found = refused(call)
    acts.appeal(found, why="I applied on 13 May.")
    merging.merge(hearer, cast.person("Dov Sand"), by=cast.administrator_of_all())
    with pytest.raises(ActRefused, match="You took part in this decision"):
        acts.hear(found, outcome=Act.UPHOLD, answer="Too late.", by=hearer)
