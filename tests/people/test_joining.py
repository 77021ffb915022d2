"""Whoever gives an address is nobody until they sign in with it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from onrecord.events import acts as events
from onrecord.people import acts
from onrecord.people.models import Person
from tests import cast

pytestmark = pytest.mark.django_db(transaction=True)
ADDRESS = "ada@example.org"


@pytest.fixture(autouse=True)
def mail(settings: object) -> None:
    settings.ONRECORD_MAIL = "page"  # type: ignore[attr-defined]


def give(name: str) -> None:
    assert Client().post("/sign-in/join/", {"name": name, "email": ADDRESS}).status_code == 302


def test_a_name_that_was_never_confirmed_gives_way_to_the_next() -> None:
    give("A Joke")
    give("Ada Reyes")
    assert Person.objects.get(email=ADDRESS).name == "Ada Reyes"
    acts.confirm(Person.objects.get(email=ADDRESS))
    give("A Joke")
    assert Person.objects.get(email=ADDRESS).name == "Ada Reyes"


def test_who_is_given_a_role_is_not_forgotten() -> None:
    give("Ada Reyes")
    person = acts.welcome(email=ADDRESS, by=None)
    events.appoint(cast.edition(), person=person, role="press-officer", by=None)
    Person.objects.exclude(joined=None).update(joined=timezone.now() - timedelta(days=3))
    acts.forget_strangers()
    assert Person.objects.filter(email=ADDRESS).exists()
