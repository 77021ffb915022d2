"""How often one may try: counted in the database, for all together, slowing down and locking nobody out."""

from __future__ import annotations

import re
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core import mail
from django.db import connection
from django.test import Client, RequestFactory

from onrecord.keeping.chores import Clock
from onrecord.keeping.models import Pace
from onrecord.people import rates
from onrecord.people.models import Person
from tests import cast
from tests.waiting import wait_for

ESI = "esi.moran@example.org"


@pytest.fixture
def esi(transactional_db: None, settings: Any) -> Person:
    settings.ONRECORD_MAIL = "smtp://mail.example.org"
    return cast.person("Esi Moran")


def ask(email: str, address: str) -> Any:
    return Client(REMOTE_ADDR=address).post("/sign-in/", {"email": email})


def test_asking_slows_down_and_the_page_says_when_to_try_again(esi: Person, settings: Any) -> None:
    settings.RATES = settings.RATES | {"ask_for_code": ["3/6s/network+key"]}
    for _ in range(3):
        assert ask(ESI, "192.0.2.1").status_code == 302
    refused = ask(ESI, "192.0.2.1")
    assert refused.status_code == 429
    assert f"Try again in {rates.in_words(int(refused['Retry-After']))}" in refused.content.decode()
    assert f'value="{ESI}"' in refused.content.decode()
    assert len(mail.outbox) == 3
    assert int(refused["Retry-After"]) <= 2  # a third of the six seconds, and not the rest of them
    time.sleep(int(refused["Retry-After"]))
    assert ask(ESI, "192.0.2.1").status_code == 302


def test_nobody_locks_out_somebody_else(esi: Person) -> None:
    """Three requests from elsewhere, even twelve, don't keep the officer out for more than a breath."""
    for _ in range(3):
        assert ask(ESI, "192.0.2.1").status_code == 302
    assert ask(ESI, "192.0.2.1").status_code == 429
    assert ask(ESI, "198.51.100.9").status_code == 302
    for network in range(30):
        ask(ESI, f"203.0.113.{network}")
    waited = ask(ESI, "198.51.100.10")
    assert waited.status_code == 429
    assert int(waited["Retry-After"]) <= 5


def test_other_addresses_do_not_make_the_limit_forget(esi: Person, settings: Any) -> None:
    settings.RATES = {"ask_for_code": ["1/h/network"]}
    assert ask("somebody@example.org", "192.0.2.1").status_code == 302
    for other in range(400):
        assert ask("anybody@example.org", f"10.0.{other // 200}.{other % 200}").status_code == 302
    assert ask("somebody@example.org", "192.0.2.1").status_code == 429


def test_of_several_rates_the_slowest_counts_and_a_refused_try_counts_for_nothing(esi: Person, settings: Any) -> None:
    settings.RATES = {"ask_for_code": ["2/m/network", "2/h/key"]}
    for _ in range(2):
        assert ask(ESI, "192.0.2.1").status_code == 302
    assert 1790 <= int(ask(ESI, "192.0.2.1")["Retry-After"]) <= 1800
    assert 25 <= int(ask("nobody@example.org", "192.0.2.1")["Retry-After"]) <= 30
    assert ask("nobody@example.org", "192.0.2.2").status_code == 302


def test_a_household_of_ipv6_is_one_and_its_neighbours_are_others(esi: Person, settings: Any) -> None:
    settings.RATES = {"ask_for_code": ["2/h/network"]}
    assert ask(ESI, "2001:db8:1:2::1").status_code == 302
    assert ask(ESI, "2001:db8:1:2:ffff::9").status_code == 302
    assert ask(ESI, "2001:db8:1:2:abcd::7").status_code == 429
    assert ask(ESI, "2001:db8:1:3::1").status_code == 302
    assert ask(ESI, "::ffff:192.0.2.1").status_code == ask(ESI, "192.0.2.1").status_code == 302
    assert ask(ESI, "::ffff:192.0.2.1").status_code == 429


def test_at_the_same_moment_no_more_go_on_than_one_after_the_other(esi: Person, settings: Any) -> None:
    settings.RATES = {"ask_for_code": ["5/h/network", "9/h/key"]}

    def attempt(_: int) -> int:
        try:
            return rates.wait(RequestFactory().get("/"), action="ask_for_code", key=ESI)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as crowd:
        assert list(crowd.map(attempt, range(40))).count(0) == 5


def test_of_forty_codes_at_once_three_are_tried_and_then_the_right_one_is_too_late(esi: Person) -> None:
    client = Client()
    client.post("/sign-in/", {"email": ESI})
    found = re.search(r"[A-Z]{4}-[A-Z]{4}", mail.outbox[-1].body)
    assert found

    def enter(code: str) -> str:
        one = Client()
        one.cookies[django_settings.SESSION_COOKIE_NAME] = client.cookies[django_settings.SESSION_COOKIE_NAME].value
        try:
            return one.post("/sign-in/code/", {"code": code}).content.decode()
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as crowd:
        pages = list(crowd.map(enter, ["AAAA-AAAA"] * 40))
    assert sum("That is not the code we sent" in page for page in pages) <= 3
    client.post("/sign-in/code/", {"code": found[0]})
    assert client.get("/desk/").status_code == 302


def test_what_is_remembered_names_nobody_and_is_forgotten(esi: Person, settings: Any) -> None:
    settings.RATES = {"ask_for_code": ["1/1s/network", "1/h/key"]}
    ask(ESI, "192.0.2.1")
    assert all(re.fullmatch("[0-9a-f]{64}", pace.subject) for pace in Pace.objects.all())
    assert Pace.objects.count() == 2
    time.sleep(1)
    clock = Clock()
    clock.start()
    try:
        wait_for(lambda: Pace.objects.count() == 1)
    finally:
        clock.stop()
