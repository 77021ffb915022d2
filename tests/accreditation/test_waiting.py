"""Places that free are offered in an order that nobody can change any more, each once; silence or a no passes them on."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from onrecord.accreditation import acts, places, reads
from onrecord.accreditation.contents import Category
from onrecord.accreditation.models import Application, Call, Waiting
from onrecord.accreditation.states import Act, State
from onrecord.keeping.errors import ActRefused
from onrecord.post.models import Letter
from onrecord.record import openings
from tests import cast
from tests.accreditation.building import applied, closed, decided, open_call

pytestmark = pytest.mark.django_db(transaction=True)
E = "/regional-media/13/"
PRESS, PHOTO = Category(code="press", name="Press"), Category(code="photo", name="Photographers", places=1)


@pytest.fixture(autouse=True)
def mail(settings: object) -> None:
    settings.ONRECORD_MAIL = "page"  # type: ignore[attr-defined]


@pytest.fixture
def call() -> Call:
    return open_call(cast.edition(), places=2)


def accepted(call: Call, *names: str, **answers: str) -> list[Application]:
    return [told(decided(call, cast.person(name), Act.ACCEPT, **answers)) for name in names]


def waiting(call: Call, *names: str, **answers: str) -> list[Application]:
    return [told(decided(call, cast.person(name), Act.WAITLIST, reason="category-full", **answers)) for name in names]


def told(found: Application) -> Application:
    acts.tell(found.call, [found.number], by=cast.person("Dov Sand"))
    return found


def frozen(call: Call) -> Call:
    call = closed(call)
    acts.freeze(call, by=cast.person("Chiara Okoye"))
    return call


def state(application: Application) -> str:
    return Application.objects.get(pk=application.pk).state


def overdue(application: Application) -> None:
    Application.objects.filter(pk=application.pk).update(due=timezone.now() - timedelta(minutes=1))


def test_somebody_who_moved_up_and_withdraws_is_never_moved_up_again(call: Call) -> None:
    ada, _bohdan = accepted(call, "Ada Reyes", "Bohdan Lis")
    imani, pavel, lena = waiting(call, "Imani Koda", "Pavel Norn", "Lena Moor")
    frozen(call)
    acts.offer_due()
    assert not Application.objects.filter(state=State.OFFERED).exists(), "no place is free"
    acts.withdraw(ada)
    acts.offer_due()
    acts.offer_due()
    assert [state(one) for one in (imani, pavel, lena)] == ["offered", "waitlisted", "waitlisted"]
    acts.take(imani)
    acts.withdraw(imani)
    acts.offer_due()
    assert [state(one) for one in (imani, pavel, lena)] == ["withdrawn", "offered", "waitlisted"]
    overdue(pavel)
    with pytest.raises(ActRefused, match="is over"):
        acts.take(pavel)
    acts.offer_due()
    assert [state(one) for one in (imani, pavel, lena)] == ["withdrawn", "lapsed", "offered"]
    acts.decline(lena)
    acts.offer_due()
    assert [state(one) for one in (imani, pavel, lena)] == ["withdrawn", "lapsed", "lapsed"]
    said = Letter.objects.order_by("pk").values_list("kind", flat=True)
    assert list(said).count("accreditation.offered") == 3 and list(said).count("accreditation.lapsed") == 2


def test_each_offer_and_what_came_of_it_is_in_the_log_for_the_applicant(call: Call) -> None:
    ada, _bohdan = accepted(call, "Ada Reyes", "Bohdan Lis")
    (imani,) = waiting(call, "Imani Koda")
    frozen(call)
    acts.withdraw(ada)
    acts.offer_due()
    acts.take(imani)
    log = call.edition.log
    log.refresh_from_db()
    entries = [step.entry for step in imani.steps.all() if step.entry is not None]
    said = openings.kept_contents_of(log, entries)
    outcomes = [getattr(said[index], "outcome", "received") for index in entries]
    assert outcomes == ["received", "waitlisted", "offered", "accepted"]
    assert str(said[entries[2]].until).endswith("Z")  # type: ignore[attr-defined]


def test_each_kind_of_place_has_an_order_of_its_own() -> None:
    call = open_call(cast.edition(), places=3, categories=[PRESS, PHOTO])
    ada, bohdan = accepted(call, "Ada Reyes", "Bohdan Lis")
    (imani,) = [decided_as(call, "Imani Koda", "photo", Act.ACCEPT)]
    pavel = decided_as(call, "Pavel Norn", "photo", Act.WAITLIST)
    (lena,) = waiting(call, "Lena Moor")
    frozen(call)
    assert [one.number for one in Waiting.objects.all()] == [1, 1]
    acts.withdraw(bohdan)
    acts.offer_due()
    assert [state(one) for one in (pavel, lena)] == ["waitlisted", "offered"], "no place for photographers is free"
    acts.take(lena)
    acts.withdraw(imani)
    acts.offer_due()
    assert state(pavel) == State.OFFERED
    assert state(ada) == State.ACCEPTED


def decided_as(call: Call, name: str, category: str, outcome: Act) -> Application:
    found = applied(call, cast.person(name))
    Application.objects.filter(pk=found.pk).update(category=category)
    reason = "category-full" if outcome == Act.WAITLIST else ""
    acts.recommend(found, outcome=outcome, reason=reason, by=cast.person("Chiara Okoye"))
    acts.decide(found, outcome=outcome, reason=reason, by=cast.person("Dov Sand"))
    return told(found)


def test_the_order_is_final_once_everybody_is_decided_and_told(call: Call) -> None:
    chiara = cast.person("Chiara Okoye")
    accepted(call, "Ada Reyes")
    late = applied(call, cast.person("Bohdan Lis"))
    untold = decided(call, cast.person("Imani Koda"), Act.WAITLIST, reason="category-full")
    for why, then in (
        ("not closed yet", lambda: closed(call)),
        ("1 application is not decided", lambda: acts.withdraw(late)),
        ("1 letter about a decision", lambda: told(untold)),
    ):
        with pytest.raises(ActRefused, match=why):
            acts.freeze(call, by=chiara)
        then()
    acts.freeze(call, by=chiara)
    acts.offer_due()
    assert state(untold) == State.OFFERED


def test_nobody_passes_those_who_wait(call: Call) -> None:
    chiara, dov = cast.person("Chiara Okoye"), cast.person("Dov Sand")
    ada, _bohdan = accepted(call, "Ada Reyes", "Bohdan Lis")
    imani, pavel = waiting(call, "Imani Koda", "Pavel Norn")
    new = applied(call, cast.person("Lena Moor"))
    acts.recommend(new, outcome=Act.WAITLIST, reason="category-full", by=chiara)
    with pytest.raises(ActRefused, match="Number 2 of the waiting list is taken"):
        acts.decide(new, outcome=Act.WAITLIST, reason="category-full", fact="2", by=dov)
    with pytest.raises(ActRefused, match="Give a number"):
        acts.decide(new, outcome=Act.WAITLIST, reason="category-full", fact="two", by=dov)
    acts.withdraw(new)
    frozen(call)
    acts.withdraw(ada)
    acts.recommend(pavel, outcome=Act.ACCEPT, by=chiara)
    with pytest.raises(ActRefused, match="order of the waiting list is final"):
        acts.decide(pavel, outcome=Act.ACCEPT, by=dov)
    acts.take_back(pavel, by=dov)
    acts.offer_due()
    assert [state(one) for one in (imani, pavel)] == ["offered", "waitlisted"]


def test_a_place_that_is_kept_for_appeals_is_not_offered() -> None:
    call = open_call(cast.edition(), places=2, kept_for_appeals=1)
    accepted(call, "Ada Reyes")
    (imani,) = waiting(call, "Imani Koda")
    frozen(call)
    acts.offer_due()
    assert (state(imani), places.kept(call), places.free(call)) == ("waitlisted", 1, 0)


def test_whoever_is_decided_on_again_stays_on_the_list_until_told(call: Call) -> None:
    imani, pavel = waiting(call, "Imani Koda", "Pavel Norn")
    client = cast.signed_in(imani.person)
    before = seen(client)
    assert "Your number on the waiting list: 1." in before
    chiara, dov = cast.person("Chiara Okoye"), cast.person("Dov Sand")
    acts.recommend(imani, outcome=Act.REFUSE, reason="late", fact="14 May", by=chiara)
    assert seen(client) == before
    acts.decide(imani, outcome=Act.REFUSE, reason="late", fact="14 May", by=dov)
    assert seen(client) == before
    acts.take_back(imani, by=dov)
    assert state(imani) == State.WAITLISTED and seen(client) == before
    assert [one.application for one in places.waiting(call)] == [imani, pavel]
    acts.recommend(imani, outcome=Act.REFUSE, reason="late", fact="14 May", by=chiara)
    acts.decide(imani, outcome=Act.REFUSE, reason="late", fact="14 May", by=dov)
    told(imani)
    assert "Not accepted" in seen(client)
    assert [one.application for one in places.waiting(call)] == [pavel]


def test_a_number_that_nobody_was_told_is_given_again(call: Call) -> None:
    found = decided(call, cast.person("Imani Koda"), Act.WAITLIST, reason="category-full")
    acts.take_back(found, by=cast.person("Dov Sand"))
    (pavel,) = waiting(call, "Pavel Norn")
    assert Waiting.objects.get().application == pavel and Waiting.objects.get().number == 1


def seen(client: Client) -> str:
    page = client.get(E + "apply/mine/").content.decode()
    return page[page.index("<h1>") : page.index('class="part"')]


def test_no_offer_is_made_that_nobody_would_learn_of(call: Call, settings: object) -> None:
    (imani,) = waiting(call, "Imani Koda")
    frozen(call)
    settings.ONRECORD_MAIL = ""  # type: ignore[attr-defined]
    acts.offer_due()
    assert state(imani) == State.WAITLISTED
    office = cast.signed_in(cast.press_officer(call.edition))
    assert "can&#x27;t send email" in office.get(E + "desk/accreditation/waiting/").content.decode()


def test_offers_end_when_the_call_says_so() -> None:
    soon = timezone.now() + timedelta(hours=1)
    call = open_call(cast.edition(), places=2, offers_until=soon.strftime("%Y-%m-%dT%H:%M:%S.000Z"))
    (imani,) = waiting(call, "Imani Koda")
    frozen(call)
    acts.offer_due()
    due = Application.objects.get(pk=imani.pk).due
    assert due is not None and due <= soon, "no longer than places are offered"


def test_the_office_makes_the_order_final_and_the_applicant_accepts_on_their_page(call: Call) -> None:
    (imani,) = waiting(call, "Imani Koda")
    office, client = cast.signed_in(cast.press_officer(call.edition)), cast.signed_in(imani.person)
    page = E + "desk/accreditation/waiting/"
    assert "not closed yet" in office.get(page).content.decode() and office.post(page).status_code == 409
    closed(call)
    assert "The order is final." in office.post(page, follow=True).content.decode()
    assert client.get(E + "apply/offer/").headers["Location"] == E + "apply/mine/"
    acts.offer_due()
    assert "Place offered" in office.get(page).content.decode()
    assert "A place is free for you until" in client.get(E + "apply/mine/").content.decode()
    assert "Decline the place" in client.get(E + "apply/offer/").content.decode()
    assert client.post(E + "apply/offer/", {"answer": "perhaps"}).status_code == 404
    answer = client.post(E + "apply/offer/", {"answer": "take"}, follow=True).content.decode()
    assert "You have accepted the place." in answer and "You are accredited for" in answer
    assert "must not" not in answer
    assert Letter.objects.filter(kind="accreditation.accepted", state="ready").count() == 1
    again = client.post(E + "apply/offer/", {"answer": "take"}, follow=True).content.decode()
    assert "This application is now “Accredited”" in again
    assert reads.of_person(call.edition, imani.person).waiting.left_at  # type: ignore[union-attr]
