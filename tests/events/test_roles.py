"""Roles: said by rooms, given on an edition, and worth nothing when their room is gone."""

from __future__ import annotations

import pytest

from onrecord.events import acts, rules
from onrecord.events.models import Appointment, Edition
from onrecord.events.rules import Role
from onrecord.keeping.errors import ActRefused
from tests import cast

PEOPLE = "/regional-media/13/desk/people/"


@pytest.fixture
def edition(transactional_db: None) -> Edition:
    return cast.edition()


def test_each_role_is_offered_with_what_it_can_do(edition: Edition) -> None:
    page = cast.signed_in(cast.administrator(edition)).get(PEOPLE).content.decode()
    ours = ["transcriber", "press-officer", "administrator"]
    assert [role.name for role in rules.roles() if role.name in ours] == ours
    for role in rules.roles():
        assert f'value="{role.name}"' in page
        assert f"<dt>{role.label}</dt><dd>{role.does}</dd>" in page


def test_an_administrator_of_the_edition_may_do_everything_on_it(edition: Edition) -> None:
    dov, other = cast.administrator(edition), cast.edition("14")
    assert rules.every_permission() == rules.allowed_to(["administrator"]) != rules.allowed_to(["press-officer"])
    assert {one for one in rules.every_permission() if dov.has_perm(one, edition)} == rules.every_permission()
    assert {one for one in rules.every_permission() if dov.has_perm(one, other)} == set()


def test_the_role_of_a_removed_room_is_shown_and_allows_nothing(edition: Edition) -> None:
    ada = cast.person("Ada Reyes")
    Appointment.objects.create(edition=edition, person=ada, role="lost-property")
    assert [one for one in rules.every_permission() if ada.has_perm(one, edition)] == []
    page = cast.signed_in(ada).get("/desk/").content.decode()
    assert "unknown role “lost-property”" in page and "Transcribe" not in page
    dov = cast.signed_in(cast.administrator(edition))
    assert "unknown role “lost-property”" in dov.get(PEOPLE).content.decode()
    ended = dov.post(f"{PEOPLE}{edition.appointments.get(person=ada).pk}/dismiss/", follow=True).content.decode()
    assert "Ada Reyes is no longer unknown role “lost-property”." in ended
    with pytest.raises(ActRefused, match="no role “lost-property”; choose one of "):
        acts.appoint(edition, person=ada, role="lost-property", by=None)


def test_no_two_rooms_have_a_role_of_one_name() -> None:
    with pytest.raises(ValueError, match="a role “transcriber” already"):
        rules.register(Role("transcriber", "Another", "types"))
