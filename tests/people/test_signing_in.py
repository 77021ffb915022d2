from __future__ import annotations

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from onrecord.people import links
from onrecord.people.models import Person
from tests import cast

ESI = "esi.moran@example.org"


@pytest.fixture
def esi(transactional_db: None, settings: Any) -> Person:
    settings.ONRECORD_MAIL = "smtp://mail.example.org"
    return cast.person("Esi Moran")


def code() -> str:
    found = re.search(r"[A-Z]{4}-[A-Z]{4}", mail.outbox[-1].body)
    assert found, mail.outbox[-1].body
    return found[0]


def ask(client: Client, email: str, **more: str) -> Any:
    return client.post("/sign-in/", {"email": email} | more)


def enter(client: Client, code: str, **more: str) -> Any:
    return client.post("/sign-in/code/", {"code": code} | more)


def test_a_code_signs_in_and_leads_to_where_one_wanted(esi: Person, client: Client) -> None:
    assert client.get("/desk/")["Location"] == "/sign-in/?next=/desk/"
    assert ask(client, "Esi.Moran@Example.ORG", next="/regional-media/13/desk/people/").status_code == 302
    assert mail.outbox[-1].to == [ESI]
    response = enter(client, code().lower().replace("-", " "), next="/regional-media/13/desk/people/")
    assert response["Location"] == "/regional-media/13/desk/people/"
    assert "Signed in as Esi Moran" in client.get("/desk/").content.decode()


def test_a_mail_says_our_address_whatever_host_it_was_asked_for_under(esi: Person, client: Client) -> None:
    client.post("/sign-in/", {"email": ESI}, headers={"host": "elsewhere.example.net"})
    whole = mail.outbox[-1].message().as_string()
    assert "http://press.example.org" in whole
    assert "elsewhere.example.net" not in whole


def test_a_browser_that_signs_out_is_told_to_keep_nothing(esi: Person) -> None:
    client = cast.signed_in(esi)
    assert "Clear-Site-Data" not in client.get("/sign-out/")
    assert client.post("/sign-out/")["Clear-Site-Data"] == '"cache", "storage"'
    assert client.get("/desk/").status_code == 302


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://elsewhere.example.net/",
        "//elsewhere.example.net/",
        "http://localhost/",
        "//[::1]/",
        "http://127.0.0.1:8000/",
        "http://press.example.org/desk/",
        "\\\\elsewhere.example.net",
        "javascript:alert(1)",
    ],
)
def test_where_one_goes_next_is_always_here(esi: Person, elsewhere: str, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", "testserver", "press.example.org"]
    client = Client()
    ask(client, ESI)
    assert enter(client, code(), next=elsewhere)["Location"] == "/desk/"
    esi.refresh_from_db()
    link = links.sign_in_link(esi, next=elsewhere).removeprefix("http://press.example.org")
    assert Client().post(link)["Location"] == "/desk/"


def test_who_is_not_known_gets_the_same_answer_and_no_mail(esi: Person) -> None:
    answers = []
    for email in (ESI, "nobody@example.org"):
        client = Client()
        response = ask(client, email)
        page = client.get("/sign-in/code/").content.decode().replace(email, "ADDRESS")
        wrong = enter(client, "AAAA-AAAA").content.decode().replace(email, "ADDRESS")
        answers.append((response.status_code, response["Location"], _without_tokens(page), _without_tokens(wrong)))
    assert answers[0] == answers[1]
    assert [one.to for one in mail.outbox] == [[ESI]]


def test_three_wrong_codes_end_it_and_then_even_the_right_one_is_too_late(esi: Person, client: Client) -> None:
    ask(client, ESI)
    right = code()
    for _ in range(2):
        assert "That is not the code we sent" in enter(client, "AAAA-AAAA").content.decode()
    last = client.post("/sign-in/code/", {"code": "AAAA-AAAA"}, follow=True)
    assert "You entered a wrong code three times" in last.content.decode()
    assert enter(client, right).status_code == 302
    assert client.get("/desk/").status_code == 302


def test_a_code_works_once_and_in_its_own_browser_only(esi: Person, client: Client) -> None:
    ask(client, ESI)
    right, other = code(), Client()
    enter(other, right)
    assert other.get("/desk/").status_code == 302
    enter(client, right)
    assert client.get("/desk/").status_code == 200
    client.post("/sign-out/")
    enter(client, right)
    assert client.get("/desk/").status_code == 302


def test_a_code_expires_and_the_page_says_so(esi: Person, client: Client, settings: Any) -> None:
    ask(client, ESI)
    settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT = -1
    assert "The code has expired" in client.post("/sign-in/code/", {"code": code()}, follow=True).content.decode()
    assert client.get("/desk/").status_code == 302


def test_signing_out_takes_a_post_and_ends_the_session(esi: Person, client: Client) -> None:
    client.force_login(esi)
    assert "Sign out?" in client.get("/sign-out/").content.decode()
    assert client.get("/desk/").status_code == 200
    assert "You have signed out" in client.post("/sign-out/", follow=True).content.decode()
    assert client.get("/desk/").status_code == 302


def test_forms_of_other_sites_are_refused(esi: Person) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(esi)
    assert client.post("/sign-out/").status_code == 403
    assert client.get("/desk/").status_code == 200


def test_without_a_way_to_send_mail_the_page_says_so_and_names_the_command(
    transactional_db: None, client: Client, settings: Any
) -> None:
    settings.ONRECORD_MAIL = ""
    page = client.get("/sign-in/").content.decode()
    assert "can't send email" in page
    assert "onrecord signin" in page
    assert '<input type="email"' not in page


def test_cookies_are_for_this_host_and_no_script(esi: Person, client: Client) -> None:
    client.get("/sign-in/")
    ask(client, ESI)
    enter(client, code())
    for name in ("onrecord", "onrecord-form"):
        assert client.cookies[name]["httponly"] is True, name
        assert client.cookies[name]["samesite"] == "Lax", name
        assert client.cookies[name]["path"] == "/", name
        assert not client.cookies[name]["domain"], name


def _without_tokens(page: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)
