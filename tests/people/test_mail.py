from __future__ import annotations

import socket
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.test import Client

from onrecord.people import mail
from onrecord.post import connection
from tests import cast, forking
from tests.server import environment
from tests.smtp import BITS, bit_by_bit, post
from tests.waiting import PATIENCE, slowness

KEPT = "onrecord.people.mail.Kept"


@pytest.fixture
def kept(transactional_db: None, settings: Any) -> None:
    settings.ONRECORD_MAIL, settings.EMAIL_BACKEND = "page", KEPT
    cast.person("Esi Moran")
    assert Client().post("/sign-in/", {"email": "esi.moran@example.org"}).status_code == 302


def test_kept_mails_are_shown_to_who_sits_at_the_machine(kept: None, client: Client) -> None:
    page = client.get("/mail/").content.decode()
    assert "To esi.moran@example.org" in page
    assert "is your sign-in code" in page


@pytest.mark.parametrize(
    "away",
    [
        {"REMOTE_ADDR": "192.0.2.7"},
        {"REMOTE_ADDR": ""},
        {"HTTP_X_FORWARDED_FOR": "127.0.0.1"},
        {"HTTP_X_FORWARDED_PROTO": "https"},
        {"HTTP_FORWARDED": "for=127.0.0.1"},
        {"HTTP_X_REAL_IP": "127.0.0.1"},
        {"HTTP_VIA": "1.1 proxy"},
    ],
)
def test_nobody_else_sees_them(kept: None, client: Client, away: dict[str, str]) -> None:
    response = client.get("/mail/", **away)
    assert response.status_code == 404
    assert "esi.moran" not in response.content.decode()


def test_another_installation_has_no_such_page(kept: None, client: Client, settings: Any) -> None:
    settings.ONRECORD_MAIL = "smtp://mail.example.org"
    assert client.get("/mail/").status_code == 404


SENDS = """
from onrecord.cli.installation import set_up
set_up()
from django.core.mail import send_mail
for _ in range(3):
    send_mail("Your code", "is your sign-in code", None, ["esi@example.org"])
"""


def test_a_mail_server_that_says_nothing_holds_no_process_up(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings = environment(tmp_path, ONRECORD_MAIL=f"smtp://127.0.0.1:{silent.getsockname()[1]}")
        done = forking.run(
            [sys.executable, "-c", f"{SENDS}\nimport time\nprint(time.time())"],
            env=settings,
            capture_output=True,
            text=True,
            check=True,
            timeout=PATIENCE,
        )
        assert time.time() - float(done.stdout) < 3 * slowness()
    assert "mails were not sent" in done.stderr
    assert "esi@example.org" not in done.stderr


def test_a_process_that_ends_lets_its_mails_out_first(tmp_path: Path) -> None:
    with post() as server:
        settings = environment(tmp_path, ONRECORD_MAIL=f"smtp://127.0.0.1:{server.port}")
        forking.run([sys.executable, "-c", SENDS], env=settings, check=True, timeout=PATIENCE)
        assert server.mails.qsize() == 3


def test_a_mail_server_that_talks_slowly_keeps_the_next_code_waiting_for_a_time_only(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "OPENED", 0.5)
    said: list[str] = []
    with post(answers=lambda line: bit_by_bit("220", said) if line == "HELLO" and not said else None) as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", server.port, False
        for number in (1, 2):
            message = EmailMessage(f"Code {number}", "", "office@example.org", ["esi@example.org"])
            mail.Posted().send_messages([message])
        assert server.mails.get(timeout=PATIENCE)["Subject"] == "Code 2" and len(said) < BITS
