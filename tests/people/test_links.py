from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from onrecord.people import links
from onrecord.people.models import Person
from tests import cast


@pytest.fixture
def esi(transactional_db: None) -> Person:
    return cast.person("Esi Moran")


def path(link: str) -> str:
    assert link.startswith("http://press.example.org/")
    return link.removeprefix("http://press.example.org")


def test_opening_a_link_shows_a_button_and_only_the_button_uses_it_up(esi: Person, client: Client) -> None:
    link = path(links.sign_in_link(esi, next="/regional-media/13/desk/people/"))
    for _ in range(3):
        assert "Sign in as Esi Moran" in Client().get(link).content.decode()
    assert client.get("/desk/").status_code == 302
    assert client.post(link)["Location"] == "/regional-media/13/desk/people/"
    assert client.get("/desk/").status_code == 200
    late = Client()
    assert late.get(link).status_code == 410
    assert late.post(link).status_code == 410
    assert late.get("/desk/").status_code == 302


def test_a_link_leads_on_within_this_host_only(esi: Person, client: Client) -> None:
    assert client.post(path(links.sign_in_link(esi, next="//elsewhere.example.net/")))["Location"] == "/desk/"


def test_of_two_who_press_the_button_at_once_one_gets_in(esi: Person) -> None:
    token = links.sign_in_link(esi).partition("token=")[2]

    def press(_: int) -> Person | None:
        try:
            return links.use(token)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as crowd:
        assert sum(one is not None for one in crowd.map(press, range(8))) == 1


def test_an_old_wrong_or_foreign_link_says_so(esi: Person, client: Client, settings: Any) -> None:
    link = path(links.sign_in_link(esi))
    for wrong in ("", "x", link.partition("=")[2][:-1] + "!", "A" * 4000, "é"):
        assert client.get("/sign-in/link/", {"token": wrong}).status_code == 410, wrong
    settings.SESAME_MAX_AGE = 0
    assert client.get(link).status_code == 410


def test_the_first_link_makes_one_administrator_and_no_second(transactional_db: None, client: Client) -> None:
    link = path(links.first_link())
    assert client.post(link, {"name": "", "email": "ines"}).status_code == 400
    assert client.post(link, {"name": "Ines Varga", "email": "Ines@Example.org"})["Location"] == "/desk/"
    ines = Person.objects.get()
    assert (ines.email, ines.name, ines.is_administrator) == ("ines@example.org", "Ines Varga", True)
    assert client.get("/desk/people/").status_code == 200
    assert Client().post(link, {"name": "Bohdan Lis", "email": "bohdan@example.org"}).status_code == 410
    assert Client().get("/sign-in/first/", {"token": "first:1:x"}).status_code == 410
    assert Person.objects.count() == 1
