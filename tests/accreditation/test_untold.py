"""Until the letter is sent, nothing that an applicant sees or does tells what was decided."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from onrecord.accreditation import acts
from onrecord.accreditation.models import Application, Call
from onrecord.accreditation.states import Act, State
from onrecord.people.models import Person
from tests import cast
from tests.accreditation.building import decided, open_call

pytestmark = pytest.mark.django_db(transaction=True)
E = "/regional-media/13/"
OUTCOMES = [(Act.ACCEPT, "", ""), (Act.WAITLIST, "draw", "7"), (Act.REFUSE, "late", "14 May")]


@pytest.fixture
def call() -> Call:
    return open_call(cast.edition())


def seen_by(person: Person) -> str:
    """The applicant's page, without what is of the moment or of the person."""
    page = cast.signed_in(person).get(E + "apply/mine/").content.decode()
    return (
        re.sub(r"\d+:\d+|receipt/\d+/|entry \d+|csrf\S+ value=\S+|nonce\S+", "", page)
        .replace(person.email, "")
        .replace(person.name.split()[0], "")
        .replace(person.name.split()[1], "")
    )


def test_an_applicant_reads_the_same_whatever_was_decided(call: Call) -> None:
    people = [cast.person(name) for name in ("Ada Reyes", "Bohdan Lis", "Imani Koda")]
    for person, (outcome, reason, fact) in zip(people, OUTCOMES, strict=True):
        decided(call, person, outcome, reason=reason, fact=fact)
    pages = {seen_by(person) for person in people}
    assert len(pages) == 1 and "Withdraw your application" in pages.pop()


@pytest.mark.parametrize(("outcome", "reason", "fact"), OUTCOMES)
def test_an_applicant_withdraws_whatever_was_decided(call: Call, outcome: Act, reason: str, fact: str) -> None:
    found = decided(call, cast.person("Ada Reyes"), outcome, reason=reason, fact=fact)
    client: Client = cast.signed_in(found.person)
    assert "You have withdrawn your application." in client.post(E + "apply/withdraw/", follow=True).content.decode()
    assert Application.objects.get(pk=found.pk).state == State.WITHDRAWN


def test_a_refusal_that_was_told_is_not_withdrawn(call: Call) -> None:
    found = decided(call, cast.person("Ada Reyes"), Act.REFUSE, reason="late", fact="14 May")
    acts.tell(call, [found.number], by=cast.person("Dov Sand"))
    assert "Withdraw your application" not in seen_by(found.person)
    cast.signed_in(found.person).post(E + "apply/withdraw/")
    assert Application.objects.get(pk=found.pk).state == State.REFUSED
