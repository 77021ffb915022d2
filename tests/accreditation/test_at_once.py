"""Two people do the same at the same moment: it happens once, and the other reads why not."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from onrecord.accreditation import acts
from onrecord.accreditation.contents import AccreditationActed, ApplicationReceived
from onrecord.accreditation.models import Application, Call
from onrecord.accreditation.states import Act, State
from onrecord.post.models import Letter
from onrecord.record.models import Entry
from tests import cast
from tests.accreditation.at_once import at_once
from tests.accreditation.building import applied, closed, decided, drafted, open_call
from tests.accreditation.drawing import VALUE, drawn_call, later, recommended

pytestmark = pytest.mark.django_db(transaction=True)
RECEIVED, ACTED = ApplicationReceived.kind, AccreditationActed.kind


@pytest.fixture
def call(settings: object) -> Call:
    settings.ONRECORD_MAIL = "page"  # type: ignore[attr-defined]
    return open_call(cast.edition(), places=1)


def entries(call: Call, kind: str) -> int:
    return Entry.objects.filter(log=call.edition.log, kind=kind).count()


def test_two_decide_on_one_application(call: Call) -> None:
    found = applied(call, cast.person("Ada Reyes"))
    acts.recommend(found, outcome=Act.ACCEPT, by=cast.person("Chiara Okoye"))
    dov, esi = cast.person("Dov Sand"), cast.person("Esi Moran")
    told = at_once(
        lambda: acts.decide(found, outcome=Act.ACCEPT, by=dov),
        lambda: acts.decide(found, outcome=Act.REFUSE, reason="late", fact="14 May", by=esi),
    )
    assert len(told) == 1 and "was here first" in told[0]
    assert Letter.objects.filter(state="draft").count() == 1


def test_the_last_place_is_given_once(call: Call) -> None:
    chiara, dov = cast.person("Chiara Okoye"), cast.person("Dov Sand")
    both = [applied(call, cast.person(name)) for name in ("Ada Reyes", "Bohdan Lis")]
    for one in both:
        acts.recommend(one, outcome=Act.ACCEPT, by=chiara)
    told = at_once(*(lambda one=one: acts.decide(one, outcome=Act.ACCEPT, by=dov) for one in both))  # type: ignore[misc]
    assert len(told) == 1 and "places are taken" in told[0]
    assert Application.objects.filter(state=State.ACCEPTED).count() == 1


def test_an_application_that_is_sent_twice_is_received_once(call: Call) -> None:
    found = drafted(call, cast.person("Ada Reyes"))
    told = at_once(lambda: acts.submit(found), lambda: acts.submit(found))
    assert len(told) == 1
    assert (entries(call, RECEIVED), Letter.objects.count()) == (1, 1)


def test_a_decision_is_told_once_or_taken_back(call: Call) -> None:
    found = decided(call, cast.person("Ada Reyes"), Act.ACCEPT)
    dov, esi = cast.person("Dov Sand"), cast.person("Esi Moran")
    told = at_once(
        lambda: acts.tell(call, [found.number], by=dov),
        lambda: acts.tell(call, [found.number], by=esi),
        lambda: acts.take_back(found, by=esi),
    )
    assert len(told) == 2
    found.refresh_from_db()
    assert entries(call, ACTED) == (1 if found.told_at else 0)
    assert Letter.objects.get(kind="accreditation.accepted").state == ("ready" if found.told_at else "withdrawn")


def test_the_totals_are_published_once(call: Call) -> None:
    found = decided(call, cast.person("Ada Reyes"), Act.ACCEPT)
    dov = cast.person("Dov Sand")
    acts.tell(call, [found.number], by=dov)
    call = closed(call)
    told = at_once(*(lambda: acts.publish_counts(call, by=dov) for _ in range(3)))
    assert len(told) == 2
    assert entries(call, "accreditation.counted") == 1


def test_somebody_who_begins_twice_has_one_application(call: Call) -> None:
    ada = cast.person("Ada Reyes")
    assert at_once(*(lambda: acts.begin(call, ada, language="en") for _ in range(3))) == []
    assert Application.objects.count() == 1


def on_the_list(call: Call, *names: str) -> list[Application]:
    found = [decided(call, cast.person(name), Act.WAITLIST, reason="category-full") for name in names]
    acts.tell(call, [one.number for one in found], by=cast.person("Dov Sand"))
    return found


def test_two_places_that_free_at_once_are_offered_once_each(settings: object) -> None:
    settings.ONRECORD_MAIL = "page"  # type: ignore[attr-defined]
    call = open_call(cast.edition(), places=2)
    leaving = [decided(call, cast.person(name), Act.ACCEPT) for name in ("Ada Reyes", "Bohdan Lis")]
    acts.tell(call, [one.number for one in leaving], by=cast.person("Dov Sand"))
    waiting = on_the_list(call, "Imani Koda", "Pavel Norn", "Lena Moor")
    acts.freeze(closed(call), by=cast.person("Chiara Okoye"))
    assert at_once(*(lambda one=one: acts.withdraw(one) for one in leaving), acts.offer_due) == []  # type: ignore[misc]
    assert at_once(*[acts.offer_due] * 3) == []
    assert [Application.objects.get(pk=one.pk).state for one in waiting] == ["offered", "offered", "waitlisted"]
    assert Letter.objects.filter(kind="accreditation.offered").count() == 2


def test_an_appeal_is_made_and_heard_once(call: Call) -> None:
    found = decided(call, cast.person("Ada Reyes"), Act.REFUSE, reason="late", fact="14 May")
    acts.tell(call, [found.number], by=cast.person("Dov Sand"))
    told = at_once(*(lambda: acts.appeal(found, why="I applied in time.") for _ in range(3)))
    assert len(told) == 2 and all("no second" in one for one in told)
    lena, yusuf = cast.person("Lena Moor"), cast.person("Yusuf Adeyemi")
    told = at_once(
        lambda: acts.hear(found, outcome=Act.UPHOLD, answer="You did not.", by=lena),
        lambda: acts.hear(found, outcome=Act.OVERTURN, answer="You did.", by=yusuf),
    )
    assert len(told) == 1 and "was here first" in told[0]
    assert entries(call, ACTED) == 3


def test_a_notice_ends_once(call: Call) -> None:
    found = decided(call, cast.person("Ada Reyes"), Act.ACCEPT)
    chiara, dov, esi = cast.person("Chiara Okoye"), cast.person("Dov Sand"), cast.person("Esi Moran")
    acts.tell(call, [found.number], by=dov)
    ahead = timezone.now() + timedelta(days=2)
    acts.notify(found, reason="lent", fact="", hearing_until=ahead, ends_on=ahead.date(), by=chiara)
    acts.reply(found, note="I did not.")
    told = at_once(
        lambda: acts.revoke(found, by=dov),
        lambda: acts.revoke(found, by=esi),
        lambda: acts.keep_accredited(found, by=esi),
    )
    assert len(told) == 2
    assert Application.objects.get(pk=found.pk).state in (State.REVOKED, State.ACCEPTED)


def test_an_offer_is_accepted_or_declined_once(settings: object) -> None:
    settings.ONRECORD_MAIL = "page"  # type: ignore[attr-defined]
    call = open_call(cast.edition(), places=1)
    (imani,) = on_the_list(call, "Imani Koda")
    acts.freeze(closed(call), by=cast.person("Chiara Okoye"))
    acts.offer_due()
    before = entries(call, ACTED)
    told = at_once(lambda: acts.take(imani), lambda: acts.take(imani), lambda: acts.decline(imani))
    assert len(told) == 2 and entries(call, ACTED) == before + 1
    assert Application.objects.get(pk=imani.pk).state in (State.ACCEPTED, State.LAPSED)


def test_a_draw_is_closed_once_and_revealed_once(monkeypatch: pytest.MonkeyPatch, settings: object) -> None:
    settings.ONRECORD_MAIL = "page"  # type: ignore[attr-defined]
    opened, dov = drawn_call(cast.edition()), cast.person("Dov Sand")
    recommended(opened)
    call = closed(opened)
    assert len(at_once(*(lambda: acts.close_selection(call, by=dov) for _ in range(3)))) == 2
    later(monkeypatch, minutes=41)
    assert len(at_once(*(lambda: acts.reveal_selection(call, value=VALUE, by=dov) for _ in range(3)))) == 2
    kinds = [entries(call, f"selection.{step}") for step in ("committed", "closed", "revealed")]
    assert kinds == [1, 1, 1]
