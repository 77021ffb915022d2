"""The second factor: added, asked for, removed, lost."""

from __future__ import annotations

import json
import re
import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client

from onrecord.people import factors
from onrecord.people.models import JournalEntry, Person
from onrecord.post.models import Letter, Written
from tests import cast

APP, CONFIRM, CODES = "/desk/account/app/", "/desk/account/confirm/", "/desk/account/codes/"


@pytest.fixture
def esi(transactional_db: None, settings: Any) -> Person:
    settings.ONRECORD_MAIL = "smtp://mail.example.org"
    return cast.person("Esi Moran")


def test_an_app_is_added_with_its_code_and_the_recovery_codes_are_shown_this_once(esi: Person) -> None:
    client = cast.signed_in(esi)
    page = client.get(APP + "?next=/desk/people/").content.decode()
    secret = client.session["mfa.totp.secret"]
    assert secret[:4] in page and "data:image/svg+xml;base64," in page
    assert "That didn" in client.post(APP, {"code": "000000"}).content.decode()
    added = client.post(
        APP + "?next=/desk/people/", {"code": f" {cast.code_of(secret)[:3]} {cast.code_of(secret)[3:]}"}
    )
    assert len(codes_on(added)) == 10
    assert 'href="/desk/people/"' in added.content.decode()
    account = client.get("/desk/account/").content.decode()
    assert "Authenticator app" in account and "10 codes left" in account
    assert not any(code in account for code in codes_on(added))
    assert subjects() == ["A second factor was added to your account"]
    assert [one.code for one in JournalEntry.objects.all()][-1] == "factor-added"
    assert client.get(APP).status_code == 302  # one app is enough


def test_a_copy_of_the_database_holds_neither_secret_nor_recovery_code(esi: Person) -> None:
    client = cast.signed_in(esi)
    client.get(APP)
    secret = client.session["mfa.totp.secret"]
    codes = codes_on(client.post(APP, {"code": cast.code_of(secret)}))
    with connection.cursor() as cursor:
        for table in ("mfa_authenticator", "people_session"):
            cursor.execute(f"SELECT * FROM {table}")
            everything = str(cursor.fetchall())
            assert not [one for one in (secret, *codes) if one in everything]


def test_what_needs_a_factor_leads_to_it_and_back_and_is_not_done_before(esi: Person) -> None:
    cast.confirmed(esi)
    client = cast.signed_in(esi)  # another browser, in which none was shown
    factor = Authenticator.objects.get(type="totp")
    from_account = {"referer": "http://testserver/desk/account/?a=b"}
    asked = client.post(f"/desk/account/remove/{factor.pk}/", headers=from_account)
    assert asked["Location"] == f"{CONFIRM}?next=%2Fdesk%2Faccount%2F%3Fa%3Db"
    assert Authenticator.objects.filter(pk=factor.pk).exists()
    page = client.get(asked["Location"]).content.decode()
    assert "Nothing has been done yet" in page
    assert client.post(asked["Location"], {"code": "nonsense"}).status_code == 400
    shown = client.post(asked["Location"], {"code": code(factor, ahead=1)})
    assert shown["Location"] == "/desk/account/?a=b"
    assert client.post(f"/desk/account/remove/{factor.pk}/")["Location"] == "/desk/account/"
    assert not Authenticator.objects.exists()  # the recovery codes went with it


def test_after_fifteen_minutes_it_is_asked_for_anew(esi: Person) -> None:
    client = cast.confirmed(esi)
    assert client.post(CODES).status_code == 200
    age(client, minutes=14)
    assert client.post(CODES).status_code == 200
    age(client, minutes=15)
    assert client.post(CODES)["Location"].startswith(CONFIRM)
    assert client.get("/desk/account/passkey/")["Location"].startswith(CONFIRM)  # nor is another one added


def test_whoever_has_none_is_told_how_to_add_one_and_goes_on_from_there(esi: Person) -> None:
    client = cast.signed_in(esi)
    asked = client.post(CODES)
    page = client.get(asked["Location"]).content.decode()
    assert "Add a second factor" in page
    assert "/desk/account/app/?next=" in page


def test_signing_in_asks_for_it_after_the_code_of_the_mail_and_then_it_is_fresh(esi: Person) -> None:
    cast.confirmed(esi)
    factor, client = Authenticator.objects.get(type="totp"), Client()
    client.post("/sign-in/", {"email": esi.email})
    entered = client.post("/sign-in/code/", {"code": mailed()})
    assert entered["Location"].startswith("/sign-in/factor/")
    assert client.get("/desk/").status_code == 302
    assert "Now your second factor" in client.get("/sign-in/factor/").content.decode()
    assert client.post("/sign-in/factor/", {"code": "nonsense"}).status_code == 200
    assert client.get("/desk/").status_code == 302
    assert client.post("/sign-in/factor/", {"code": code(factor, ahead=1)})["Location"] == "/desk/"
    assert client.get("/desk/").status_code == 200
    assert client.post(CODES).status_code == 200


def test_a_code_of_the_app_works_once(esi: Person) -> None:
    cast.confirmed(esi)
    once = code(Authenticator.objects.get(type="totp"), ahead=1)
    first, second = cast.signed_in(esi), cast.signed_in(esi)
    assert first.post(CONFIRM, {"code": once}).status_code == 302
    cache.clear()  # as on another node
    assert "That code has been used" in second.post(CONFIRM, {"code": once}).content.decode()


def test_a_recovery_code_works_once_and_leaves_a_trace(esi: Person) -> None:
    codes = codes_on(cast.confirmed(esi).post(CODES))
    client = cast.signed_in(esi)
    assert client.post(CONFIRM, {"code": codes[3]}).status_code == 302
    assert "9 codes left" in client.get("/desk/account/").content.decode()
    assert "A recovery code was used for your account" in subjects()
    assert "factor-code-used" in [one.code for one in JournalEntry.objects.all()]
    assert cast.signed_in(esi).post(CONFIRM, {"code": codes[3]}).status_code == 400


def test_whoever_guesses_has_to_wait_in_all_their_browsers(esi: Person) -> None:
    cast.confirmed(esi)
    for _ in range(5):
        assert "That didn" in cast.signed_in(esi).post(CONFIRM, {"code": "123 456"}).content.decode()
    right = code(Authenticator.objects.get(type="totp"), ahead=1)
    assert "Too many codes" in cast.signed_in(esi).post(CONFIRM, {"code": right}).content.decode()


def test_nobody_removes_another_person_s(esi: Person) -> None:
    cast.confirmed(esi)
    factor = Authenticator.objects.get(type="totp")
    other = cast.confirmed(cast.person("Ada Reyes"))
    assert "already removed" in other.post(f"/desk/account/remove/{factor.pk}/", follow=True).content.decode()
    assert Authenticator.objects.filter(pk=factor.pk).exists()


@pytest.mark.parametrize("elsewhere", ["https://elsewhere.example.net/", "//elsewhere.example.net/"])
def test_where_one_goes_next_is_always_here(esi: Person, elsewhere: str) -> None:
    cast.confirmed(esi)
    once = code(Authenticator.objects.get(type="totp"), ahead=1)
    assert cast.signed_in(esi).post(f"{CONFIRM}?next={elsewhere}", {"code": once})["Location"] == "/desk/account/"


def code(factor: Authenticator, *, ahead: int = 0) -> str:
    return cast.code_of(factor.wrap() and _secret(factor), ahead=ahead)


def _secret(factor: Authenticator) -> str:
    from allauth.mfa.utils import decrypt

    return str(decrypt(factor.data["secret"]))


def age(client: Client, *, minutes: int) -> None:
    """The factor was shown so many minutes ago."""
    session = client.session
    session["second_factor"] = [session["second_factor"][0], time.time() - 60 * minutes]
    session.save()


def codes_on(page: Any) -> list[str]:
    return re.findall(r"^(?:<pre[^>]*>)?(\d{8})$", page.content.decode(), re.MULTILINE)


def mailed() -> str:
    found = re.search(r"[A-Z]{4}-[A-Z]{4}", mail.outbox[-1].body)
    assert found
    return found[0]


def subjects() -> list[str]:
    return [Written.model_validate_json(one.unseal()).subject for one in Letter.objects.order_by("pk")]


def test_whoever_lost_theirs_is_signed_out_everywhere(esi: Person) -> None:
    client = cast.confirmed(esi)
    assert factors.reset(esi)
    assert client.get("/desk/account/")["Location"].startswith("/sign-in/")


def test_a_browser_that_was_left_signed_in_gives_no_role_and_merges_no_records(transactional_db: None) -> None:
    cast.edition()
    dov, bohdan = cast.administrator_of_all(), cast.person("Bohdan Lis")
    cast.confirmed(dov)
    left = cast.signed_in(dov)
    role = {"email": bohdan.email, "name": bohdan.name, "role": "press-officer"}
    records = {"kept": bohdan.email, "other": cast.person("Ada Reyes").email}
    for page, given in (("/regional-media/13/desk/people/", role), ("/desk/records/", records)):
        assert left.get(page).status_code == 200
        assert left.post(page, given)["Location"].startswith(CONFIRM)
    assert not bohdan.appointments.exists() and not bohdan.merged.exists()


def test_what_no_browser_says_is_no_passkey(esi: Person) -> None:
    client, page = cast.signed_in(esi), "/desk/account/passkey/"
    client.get(page)
    said = {"clientDataJSON": "AA", "attestationObject": "AA"}
    for response in (said, {}):
        credential = json.dumps({"id": "AA", "rawId": "AA", "type": "public-key", "response": response})
        assert client.post(page, {"credential": credential, "name": ""}).status_code == 400
