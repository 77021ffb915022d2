"""What can't be answered is said on a page like every other, and needs neither a person nor the record."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.handlers.exception import response_for_exception
from django.db import InterfaceError, OperationalError, ProgrammingError
from django.http import HttpResponse
from django.test import Client, RequestFactory

from onrecord.keeping.errors import StorageBusy
from tests import cast


def answer_to(error: Exception) -> HttpResponse:
    """What a page says that fails with `error`."""
    try:
        raise error
    except Exception as raised:
        return response_for_exception(RequestFactory().get("/"), raised)


@pytest.mark.parametrize("error", [ValueError("no"), ProgrammingError("no such table")])
def test_a_failure_has_a_page_like_every_other(error: Exception) -> None:
    response = answer_to(error)
    page = response.content.decode()
    assert response.status_code == 500
    assert "Something went wrong on our side" in page and "pages/base" in page and 'href="/"' in page
    assert str(error) not in page


@pytest.mark.parametrize(
    "error", [OperationalError("database is locked"), InterfaceError("closed"), StorageBusy("Another process…")]
)
def test_while_the_database_does_not_answer_the_page_says_when_to_ask_again(error: Exception) -> None:
    response = answer_to(error)
    page = response.content.decode()
    assert response.status_code == 503
    assert f"the page in {response['Retry-After']} seconds" in page and "pages/base" in page
    assert str(error) not in page


def test_what_an_act_could_not_make_sense_of_is_named(transactional_db: None) -> None:
    edition = cast.edition()
    response = cast.signed_in(cast.press_officer(edition)).post("/regional-media/13/desk/day/", {"act": "dance"})
    assert response.status_code == 400
    assert (
        "The server does not know this action." in response.content.decode()
        and "Nothing was changed" in response.content.decode()
    )
    assert response["Cache-Control"] == "no-store"


def test_whoever_asks_for_another_host_is_told_ours(client: Client, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["press.example.org"]
    response = client.get("/verify/", headers={"host": "elsewhere.example.net"})
    page = response.content.decode()
    assert response.status_code == 421
    assert 'href="http://press.example.org/"' in page and "elsewhere.example.net" not in page


def test_a_log_tells_what_went_wrong_and_not_what_is_not_there(
    client: Client, transactional_db: None, caplog: pytest.LogCaptureFixture
) -> None:
    cast.edition()
    assert client.get("/regional-media/13/log/open/999").status_code == 404
    assert not caplog.records
    answer_to(ValueError("no"))
    assert [record.name for record in caplog.records] == ["django.request"]
