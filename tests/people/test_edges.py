"""Behind a proxy every visitor has limits of their own where the server knows the proxy, and somebody is told where it doesn't."""

from __future__ import annotations

import http.client
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client

from onrecord.people import edges
from tests import cast, forking
from tests.server import COMMAND, Running, environment, onrecord
from tests.waiting import PATIENCE

PAGE = "/regional-media/13/desk/utterances/"


@pytest.fixture(autouse=True)
def nothing_seen() -> Iterator[None]:
    edges._newest.clear()
    yield
    edges._newest.clear()


def tries(server: Running, *, through: str, visitors: list[str]) -> list[int]:
    """The answers to visitors who ask for a code, each twenty times, through a proxy at the address `through`."""
    seen = []
    for visitor in visitors:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, source_address=(through, 0))
        for number in range(21):
            connection.request("GET", "/sign-in/", headers={"X-Forwarded-For": visitor})
            page = connection.getresponse()
            cookie = str(page.headers["Set-Cookie"]).partition(";")[0]
            token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.read().decode())
            assert token
            body = f"email={number}@example.org&csrfmiddlewaretoken={token[1]}"
            headers = {"X-Forwarded-For": visitor, "Cookie": cookie}
            connection.request(
                "POST", "/sign-in/", body, headers | {"Content-Type": "application/x-www-form-urlencoded"}
            )
            answer = connection.getresponse()
            answer.read()
            seen.append(answer.status)
        connection.close()
    return seen


@pytest.mark.parametrize("known", [True, False])
def test_the_limits_of_signing_in_are_each_visitors_own_behind_a_proxy_that_is_known(
    tmp_path: Path, known: bool
) -> None:
    """All of 127.0.0.0/8 is this machine's, so 127.0.0.2 can be the proxy on another one."""
    settings = {"ONRECORD_TRUSTED_PROXIES": "127.0.0.2, 10.0.0.0/24"} if known else {}
    assert onrecord(tmp_path, "appoint", "ines@example.org", "administrator", "--name", "Ines Varga").returncode == 0
    server = Running(tmp_path, ONRECORD_MAIL="page", **settings)
    answers = tries(server, through="127.0.0.2", visitors=["192.0.2.1", "192.0.2.2"])
    server.stop()
    assert set(answers[:20]) == {302}
    if known:
        assert set(answers[21:41]) == {302}
    else:
        assert 429 in answers[21:]


def test_the_office_is_told_when_all_come_through_one_address(transactional_db: None) -> None:
    edition = cast.edition()
    office = cast.signed_in(cast.press_officer(edition))
    through = {"REMOTE_ADDR": "10.0.0.7", "HTTP_X_FORWARDED_FOR": "192.0.2.1"}
    for _ in range(edges.ENOUGH):
        Client(**through).get("/")  # type: ignore[arg-type]
    assert "10.0.0.7" in office.get(PAGE, **through).content.decode()
    assert "10.0.0.7" not in office.get(PAGE, REMOTE_ADDR="192.0.2.9").content.decode()  # somebody came past it


@pytest.mark.parametrize(
    "visitor",
    [
        {"REMOTE_ADDR": "192.0.2.1"},  # no proxy: one visitor alone
        {"REMOTE_ADDR": "192.0.2.1", "HTTP_X_FORWARDED_FOR": "192.0.2.1, 10.0.0.7"},  # a proxy that is believed
    ],
)
def test_one_visitor_alone_is_no_reason_to_warn(transactional_db: None, visitor: dict[str, str]) -> None:
    for _ in range(edges.ENOUGH):
        Client(**visitor).get("/")  # type: ignore[arg-type]
    assert edges.unbelieved() == ""


@pytest.mark.parametrize(("proxies", "warned"), [("", True), ("10.0.0.7", False)])
def test_the_server_warns_at_its_start_where_a_proxy_must_be_on_another_machine(
    tmp_path: Path, proxies: str, warned: bool
) -> None:
    settings = environment(tmp_path, ONRECORD_URL="https://press.example.org", ONRECORD_TRUSTED_PROXIES=proxies)
    server = forking.Process(
        [*COMMAND, "serve", "--host", "0.0.0.0", "--port", "0"], env=settings, stderr=subprocess.PIPE, text=True
    )
    assert server.stderr
    said = []
    while not said or not said[-1].startswith("Serving"):
        said.append(server.stderr.readline())
        assert said[-1], said
    server.terminate()
    server.communicate(timeout=PATIENCE)
    assert any("set ONRECORD_TRUSTED_PROXIES to its address" in line for line in said) is warned
