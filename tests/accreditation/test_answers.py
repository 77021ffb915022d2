"""Who is asked for something answers in time, or the office decides without it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from onrecord.accreditation import acts
from onrecord.accreditation.models import Application, Call
from onrecord.accreditation.states import Act, State
from onrecord.keeping.errors import ActRefused
from tests import cast
from tests.accreditation.building import applied, open_call

pytestmark = pytest.mark.django_db(transaction=True)
E = "/regional-media/13/"


@pytest.fixture(params=[True, False], ids=["two decide", "one decides"])
def call(request: pytest.FixtureRequest) -> Call:
    return open_call(cast.edition(), two_decide=request.param)


def asked(call: Call) -> Application:
    found = applied(call, cast.person("Ada Reyes"))
    due = timezone.now() + timedelta(days=3)
    acts.ask(found, reason="letter", fact="", due=due, by=cast.person("Chiara Okoye"))
    return found


def overdue(found: Application) -> None:
    Application.objects.filter(pk=found.pk).update(due=timezone.now() - timedelta(minutes=1))


def test_the_office_waits_until_the_time_that_it_gave(call: Call) -> None:
    found = asked(call)
    with pytest.raises(ActRefused, match="has until"):
        acts.recommend(found, outcome=Act.ACCEPT, by=cast.person("Chiara Okoye"))
    office = cast.signed_in(cast.press_officer(call.edition))
    assert 'value="recommend"' not in office.get(f"{E}desk/accreditation/{found.number}/").content.decode()


def test_after_that_the_office_decides_without_the_answer(call: Call) -> None:
    found = asked(call)
    overdue(found)
    office = cast.signed_in(cast.press_officer(call.edition))
    one = f"{E}desk/accreditation/{found.number}/"
    page = office.get(one).content.decode()
    assert "did not answer in time" in page
    refusal = {"outcome": "refuse", "refused": "incomplete", "fact": "your letter by 14 May"}
    if call.terms.two_decide:
        office.post(one, {"act": "recommend"} | refusal)
        other = cast.signed_in(cast.administrator(call.edition))
        other.post(one, {"act": "decide"} | refusal)
    else:
        assert 'value="decide"' in page
        office.post(one, {"act": "decide"} | refusal)
    assert Application.objects.get(pk=found.pk).state == State.REFUSED


def test_a_late_answer_counts_while_nothing_is_decided(call: Call) -> None:
    found = asked(call)
    overdue(found)
    acts.answer(found, note="Here it is.")
    assert Application.objects.get(pk=found.pk).state == State.SUBMITTED
