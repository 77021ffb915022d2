"""Until the letter is sent, nothing that an applicant sees or does tells what was decided."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from onrecord.accreditation import acts
from onrecord.accreditation.models import Application, Call, Vetting
from onrecord.accreditation.models.identity import Result
from onrecord.accreditation.states import Act, State
from onrecord.people.models import Person
from tests import cast
from tests.accreditation.building import decided, drafted, open_call
from tests.accreditation.identifying import TERMS, identity_data

pytestmark = pytest.mark.django_db(transaction=True)
E = "/regional-media/13/"
OUTCOMES = [(Act.ACCEPT, "", ""), (Act.WAITLIST, "draw", "7"), (Act.REFUSE, "late", "14 May")]


@pytest.fixture
def call() -> Call:
    return open_call(cast.edition())


def seen_by(person: Person) -> str:
    return told_to(person, cast.signed_in(person).get(E + "apply/mine/").content.decode())


def told_to(person: Person, page: str) -> str:
    """An applicant's page, without what is of the moment or of the person."""
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


TRIED = [
    ("mine", {"note": "Here it is."}),
    ("offer", {"answer": "take"}),
    ("offer", {"answer": "decline"}),
    ("appeal", {"why": "I was there."}),
    ("documents", {"kind": "letter", "remove": "yes"}),
    ("identity", {}),
    ("send", {}),
    ("step/you", {"given_names": "Ada"}),
]
"""What somebody may post, though no page of theirs has a form for it."""


def test_an_applicant_is_told_the_same_whatever_they_try() -> None:
    call = open_call(cast.edition(), proof=["letter"], **(TERMS | {"identity": "application"}))
    told: dict[str, set[str]] = {}
    for name, (outcome, reason, fact) in zip(("Ada Reyes", "Bohdan Lis", "Imani Koda"), OUTCOMES, strict=True):
        found = drafted(call, cast.person(name), kind="blog", samples="https://example.org")
        acts.give_identity(found, identity_data())
        acts.submit(found)
        Vetting.objects.filter(application=found).update(result=Result.RESUBMIT)
        acts.recommend(found, outcome=outcome, reason=reason, fact=fact, by=cast.person("Chiara Okoye"))
        acts.decide(found, outcome=outcome, reason=reason, fact=fact, by=cast.person("Dov Sand"))
        client = cast.signed_in(found.person)
        for where, posted in TRIED:
            answer = client.post(E + f"apply/{where}/", posted, follow=True).content.decode()
            told.setdefault(f"{where} {posted}", set()).add(told_to(found.person, answer))
    assert [what for what, answers in told.items() if len(answers) > 1] == []
