"""Nobody accredited is kept out for good before they were heard, and by nobody alone where two decide."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from onrecord.accreditation import acts, places
from onrecord.accreditation.models import Application, Call, Notice
from onrecord.accreditation.states import Act, State
from onrecord.keeping.errors import ActRefused
from onrecord.post.models import Letter
from onrecord.record import openings
from tests import cast
from tests.accreditation.building import closed, decided, open_call

pytestmark = pytest.mark.django_db(transaction=True)
E = "/regional-media/13/"


@pytest.fixture(autouse=True)
def mail(settings: object) -> None:
    settings.ONRECORD_MAIL = "page"  # type: ignore[attr-defined]


@pytest.fixture
def call() -> Call:
    return open_call(cast.edition(), places=1)


@pytest.fixture
def accepted(call: Call) -> Application:
    found = decided(call, cast.person("Ada Reyes"), Act.ACCEPT)
    acts.tell(call, [found.number], by=cast.person("Dov Sand"))
    return found


def notify(found: Application, **other: Any) -> None:
    ahead = timezone.now() + timedelta(days=2)
    usual: dict[str, Any] = {
        "reason": "conduct",
        "fact": "rule 2, a flash at 10:41",
        "hearing_until": ahead,
        "ends_on": (ahead + timedelta(days=30)).date(),
        "by": cast.person("Chiara Okoye"),
    }
    acts.notify(found, **(usual | other))


def over(found: Application) -> None:
    """Their time to answer."""
    past = timezone.now() - timedelta(minutes=1)
    Application.objects.filter(pk=found.pk).update(due=past)
    Notice.objects.filter(application=found).update(hearing_until=past)


def state(found: Application) -> str:
    return Application.objects.get(pk=found.pk).state


def test_from_notice_to_revocation_to_appeal(call: Call, accepted: Application) -> None:
    office, other = cast.signed_in(cast.press_officer(call.edition)), cast.signed_in(cast.administrator(call.edition))
    ada = cast.signed_in(accepted.person)
    one = f"{E}desk/accreditation/{accepted.number}/"
    assert "Notice before a revocation" in office.get(one).content.decode()
    ahead = timezone.now() + timedelta(days=2)
    form = {"act": "notify", "reason": "conduct", "fact": "", "hearing_until": f"{ahead:%Y-%m-%dT%H:%M}"}
    form |= {"ends_on": str((ahead + timedelta(days=30)).date()), "suspended_hours": "12"}
    assert "needs one more thing: Which rule" in office.post(one + "notice/", form).content.decode()
    longer = office.post(one + "notice/", form | {"fact": "rule 2, a flash", "suspended_hours": "25"})
    assert longer.status_code == 400 and state(accepted) == State.ACCEPTED
    office.post(one + "notice/", form | {"fact": "rule 2, a flash"})
    page = ada.get(E + "apply/mine/").content.decode()
    assert "may revoke your accreditation" in page and "is suspended until" in page and "rule 2, a flash" in page
    early = other.post(one + "notice/", {"act": "revoke"})
    assert early.status_code == 400 and "has until" in early.content.decode()
    ada.post(E + "apply/mine/", {"note": "My colleague's camera flashed, not mine."})
    assert "not mine." in other.get(one + "notice/").content.decode()
    alone = office.post(one + "notice/", {"act": "revoke"})
    assert alone.status_code == 400 and "somebody else decides" in alone.content.decode()
    other.post(one + "notice/", {"act": "revoke"})
    page = ada.get(E + "apply/mine/").content.decode()
    assert "has revoked your accreditation" in page and "Last day of the exclusion:" in page
    assert "You can appeal once, until" in page and places.free(call) == 1
    kinds = list(Letter.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds[-2:] == ["accreditation.notice", "accreditation.revoked"]
    acts.appeal(accepted, why="It was not me.")
    acts.hear(accepted, outcome=Act.OVERTURN, answer="It was not.", by=cast.person("Lena Moor"))
    assert state(accepted) == State.ACCEPTED and "You are accredited for" in ada.get(E + "apply/mine/").content.decode()
    log = call.edition.log
    log.refresh_from_db()
    entries = [step.entry for step in accepted.steps.all() if step.entry is not None]
    said = openings.kept_contents_of(log, entries)
    outcomes = [getattr(said[index], "outcome", "received") for index in entries]
    assert outcomes == ["received", "accepted", "suspended", "revoked", "appealed", "overturned"]


def test_without_an_answer_it_is_decided_when_the_hearing_is_over(accepted: Application) -> None:
    notify(accepted)
    over(accepted)
    with pytest.raises(ActRefused, match="is over"):
        acts.reply(accepted, note="I was away.")
    acts.revoke(accepted, by=cast.person("Dov Sand"))
    assert state(accepted) == State.REVOKED


def test_whoever_is_heard_is_in_until_then_and_may_stay(call: Call, accepted: Application) -> None:
    notify(accepted)
    assert places.free(call) == 0 and not Notice.objects.get().suspended
    acts.keep_accredited(accepted, by=cast.person("Chiara Okoye"))
    found = Application.objects.get(pk=accepted.pk)
    assert (found.state, found.reason, found.answers.fact) == (State.ACCEPTED, "", "")
    notify(accepted)
    assert Notice.objects.count() == 2


def test_a_suspension_ends_by_itself_within_a_day(accepted: Application) -> None:
    notify(accepted, suspended_hours=24)
    notice = Notice.objects.get()
    assert notice.suspended
    Notice.objects.update(at=timezone.now() - timedelta(hours=25))
    assert not Notice.objects.get().suspended and state(accepted) == State.NOTICE
    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.update(suspended_hours=25)


@pytest.mark.parametrize(
    ("other", "words"),
    [
        ({"reason": "late"}, "Choose a reason"),
        ({"fact": " "}, "needs one more thing"),
        ({"hearing_until": timezone.now() - timedelta(hours=1)}, "still to come"),
        ({"ends_on": timezone.now().date() - timedelta(days=9)}, "ends after the hearing"),
        ({"suspended_hours": 25}, "24 hours at most"),
    ],
)
def test_a_notice_says_why_until_when_and_how_long(accepted: Application, other: dict[str, Any], words: str) -> None:
    with pytest.raises(ActRefused, match=words):
        notify(accepted, **other)
    assert state(accepted) == State.ACCEPTED and not Notice.objects.exists()


def test_somebody_whose_letter_waits_gets_no_notice(call: Call) -> None:
    found = decided(call, cast.person("Ada Reyes"), Act.ACCEPT)
    with pytest.raises(ActRefused, match="Take the decision back"):
        notify(found)


def test_whoever_withdraws_is_not_revoked(accepted: Application) -> None:
    notify(accepted)
    acts.withdraw(accepted)
    assert Notice.objects.get().outcome == "withdrawn"
    with pytest.raises(ActRefused, match="This application is now “Withdrawn”"):
        acts.revoke(accepted, by=cast.person("Dov Sand"))


def test_a_place_that_is_revoked_goes_to_whoever_waits(call: Call, accepted: Application) -> None:
    imani = decided(call, cast.person("Imani Koda"), Act.WAITLIST, reason="category-full")
    acts.tell(call, [imani.number], by=cast.person("Dov Sand"))
    acts.freeze(closed(call), by=cast.person("Chiara Okoye"))
    notify(accepted)
    acts.offer_due()
    assert state(imani) == State.WAITLISTED
    over(accepted)
    acts.revoke(accepted, by=cast.person("Dov Sand"))
    acts.offer_due()
    assert state(imani) == State.OFFERED
