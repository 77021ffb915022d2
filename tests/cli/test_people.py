"""Who may do what, from the machine itself; and a server that sends real mail and tells its log no secret."""

from __future__ import annotations

import http.cookiejar
import json
import os
import pty
import re
import select
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests import cast, forking
from tests.server import COMMAND, environment, onrecord, serving
from tests.smtp import post
from tests.waiting import PATIENCE, wait_for

TEXT = "MODERATOR: Good morning.\n\nGOVERNOR FERRO: Three schools have opened.\n"
PASSWORD = "bitter/orange 7"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An installation with the edition regional-media/2026-05-14."""
    (tmp_path / "a.txt").write_text(f"Press conference of 14 May 2026\n\n{TEXT}")
    assert onrecord(tmp_path / "home", "import", tmp_path / "a.txt", "--series", "regional-media").returncode == 0
    return tmp_path / "home"


@pytest.mark.parametrize(("role", "page"), [("transcriber", "transcribe/"), ("press-officer", "day/")])
def test_a_sign_in_link_leads_to_where_ones_work_is(home: Path, role: str, page: str) -> None:
    where = "regional-media/2026-05-14"
    assert onrecord(home, "appoint", "esi@example.org", role, where, "--name", "Esi Moran").returncode == 0
    link = urllib.parse.urlsplit(onrecord(home, "signin", "esi@example.org", "--edition", where).stdout.strip())
    assert urllib.parse.parse_qs(link.query)["next"] == [f"/{where}/desk/{page}"]


def test_appoint_dismiss_and_people(home: Path) -> None:
    where = "regional-media/2026-05-14"
    assert "give the person's name" in onrecord(home, "appoint", "esi@example.org", "transcriber", where).stderr
    for _ in range(2):
        found = onrecord(home, "appoint", "esi@example.org", "transcriber", where, "--name", "Esi Moran")
    assert (found.returncode, "already" in found.stderr) == (1, True)
    assert onrecord(home, "appoint", "ines@example.org", "administrator", "--name", "Ines Varga").returncode == 0
    assert "EDITION is missing" in onrecord(home, "appoint", "esi@example.org", "press-officer").stderr
    assert json.loads(onrecord(home, "people", "--json").stdout) == [
        {
            "email": "esi@example.org",
            "name": "Esi Moran",
            "administrator": False,
            "roles": [{"role": "transcriber", "edition": where}],
        },
        {"email": "ines@example.org", "name": "Ines Varga", "administrator": True, "roles": []},
    ]
    assert onrecord(home, "dismiss", "ESI@example.org", "transcriber", where).returncode == 0
    assert onrecord(home, "dismiss", "esi@example.org", "transcriber", where).returncode == 2
    assert onrecord(home, "dismiss", "ines@example.org", "administrator").returncode == 0
    assert [one["administrator"] or one["roles"] for one in json.loads(onrecord(home, "people", "--json").stdout)] == [
        [],
        [],
    ]
    assert "nobody here has the email address" in onrecord(home, "signin", "bohdan@example.org").stderr


def test_a_code_goes_out_by_mail_signs_in_and_stands_in_no_log(home: Path, tmp_path: Path) -> None:
    assert onrecord(home, "appoint", "ines@example.org", "administrator", "--name", "Ines Varga").returncode == 0
    secrets = [PASSWORD, urllib.parse.quote(PASSWORD, safe="")]
    with post() as mail, _served(home, tmp_path / "log", mail.port) as address:
        browser = _browser()
        page = _open(browser, f"{address}/sign-in/")
        page = _open(browser, f"{address}/sign-in/", {"email": "ines@example.org", **_token(page)})
        message = mail.mails.get(timeout=PATIENCE)
        assert (message["From"], message["To"]) == ("Press office <press@example.org>", "ines@example.org")
        code = re.search(r"[A-Z]{4}-[A-Z]{4}", str(message.get_payload()))
        assert code
        page = _open(browser, f"{address}/sign-in/code/", {"code": "BBBB-BBBB", **_token(page)})
        page = _open(browser, f"{address}/sign-in/code/", {"code": code[0], **_token(page)})
        assert "Signed in as Ines Varga" in page
        assert mail.passwords.get(timeout=PATIENCE) == PASSWORD
        secrets += [code[0], code[0].replace("-", "")]
        secrets += [cookie.value or "" for cookie in browser[1]]

        link = onrecord(home, "signin", "ines@example.org").stdout.strip()
        token = urllib.parse.parse_qs(urllib.parse.urlsplit(link).query)["token"][0]
        path = f"{address}/sign-in/link/?token={token}"
        secrets += [token]
        with pytest.raises(urllib.error.HTTPError, match="403"):
            _open(_browser(), path, {})
        stranger = _browser()
        page = _open(stranger, path)
        assert "Signed in as Ines Varga" in _open(stranger, path, _token(page))
        with pytest.raises(urllib.error.HTTPError, match="410"):
            _open(_browser(), path)
    log = (tmp_path / "log").read_text()
    assert "DEBUG" in log
    assert [secret for secret in secrets if secret in log] == []


def test_a_mail_server_that_refuses_is_told_in_the_log_without_the_password(home: Path, tmp_path: Path) -> None:
    assert onrecord(home, "appoint", "ines@example.org", "administrator", "--name", "Ines Varga").returncode == 0
    with post(refuses=True) as mail, _served(home, tmp_path / "log", mail.port) as address:
        browser = _browser()
        page = _open(browser, f"{address}/sign-in/")
        page = _open(browser, f"{address}/sign-in/", {"email": "ines@example.org", **_token(page)})
        assert "If ines@example.org belongs to an account" in page
        wait_for(lambda: "could not be sent" in (tmp_path / "log").read_text())
        log = (tmp_path / "log").read_text()
    assert "SMTPAuthenticationError (535)" in log
    assert PASSWORD not in log
    assert "AHByZXNz" not in log  # base64 of what the server repeats
    assert "ines@example.org" not in log.partition("could not be sent")[2]


def test_the_first_start_tells_a_terminal_how_to_become_administrator_and_a_log_no_link(tmp_path: Path) -> None:
    assert "/sign-in/first/?token=" in _start(tmp_path, terminal=True)
    quiet = _start(tmp_path, terminal=False)
    assert "onrecord appoint EMAIL administrator" in quiet
    assert "token" not in quiet
    told = _start(tmp_path, terminal=True, ONRECORD_ADMINISTRATOR="Ines Varga <ines@example.org>")
    assert "ines@example.org is the administrator of this installation" in told
    assert json.loads(onrecord(tmp_path, "people", "--json").stdout)[0]["name"] == "Ines Varga"
    assert "dministers" not in _start(tmp_path, terminal=True)


def _start(home: Path, *, terminal: bool, **more: str) -> str:
    """What `onrecord serve` says until it serves."""
    reading, writing = pty.openpty() if terminal else os.pipe()
    process = forking.Process(
        [*COMMAND, "serve", "--port", "0"], env=environment(home, **more), stdout=writing, stderr=writing
    )
    os.close(writing)
    said, given_up = "", time.monotonic() + PATIENCE
    try:
        while "Serving at" not in said:
            assert time.monotonic() < given_up, said
            if select.select([reading], [], [], 1)[0]:
                said += os.read(reading, 65_536).decode()
    finally:
        process.terminate()
        process.wait(PATIENCE)
        os.close(reading)
    return said


@contextmanager
def _served(home: Path, log: Path, mail_port: int) -> Iterator[str]:
    """A server that logs everything it can, into `log`, and posts to `mail_port`; gives its address."""
    settings = environment(
        home,
        ONRECORD_LOG_LEVEL="debug",
        ONRECORD_MAIL=f"smtp://press:{urllib.parse.quote(PASSWORD, safe='')}@127.0.0.1:{mail_port}",
        ONRECORD_MAIL_FROM="Press office <press@example.org>",
    )
    with log.open("wb") as into:
        process = forking.Process([*COMMAND, "serve", "--port", "0"], env=settings, stdout=into, stderr=into)
        try:
            yield wait_for(lambda: re.search(r"Serving at (http://localhost:\d+)", log.read_text()))[1]
        finally:
            process.terminate()
            process.wait(PATIENCE)


Browser = tuple[urllib.request.OpenerDirector, http.cookiejar.CookieJar]


def _browser() -> Browser:
    jar = http.cookiejar.CookieJar()
    return urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar)), jar


def _open(browser: Browser, address: str, form: dict[str, str] | None = None) -> str:
    body = None if form is None else urllib.parse.urlencode(form).encode()
    with browser[0].open(address, body, timeout=PATIENCE) as response:
        return str(response.read().decode())


def _token(page: str) -> dict[str, str]:
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert found, page
    return {"csrfmiddlewaretoken": found[1]}


def test_a_lost_second_factor_is_reset_from_the_machine_itself(home: Path) -> None:
    assert onrecord(home, "appoint", "ines@example.org", "administrator", "--name", "Ines Varga").returncode == 0
    assert "Ines Varga has no second factor" in onrecord(home, "reset-second-factor", "ines@example.org").stderr
    with serving(home) as address:
        browser = _browser()
        path = "/sign-in/link/?" + onrecord(home, "signin", "ines@example.org").stdout.strip().partition("?")[2]
        _open(browser, address + path, _token(_open(browser, address + path)))
        page = _open(browser, f"{address}/desk/account/app/")
        found = re.search(r"<code>([A-Z2-7 ]+)</code>", page)
        assert found
        code = cast.code_of(found[1].replace(" ", ""))
        page = _open(browser, f"{address}/desk/account/app/", {"code": code, **_token(page)})
        assert "Your recovery codes" in page
        assert onrecord(home, "reset-second-factor", "ines@example.org").returncode == 0
        assert "<title>Sign in" in _open(browser, f"{address}/desk/account/"), "the session is still open"
        path = "/sign-in/link/?" + onrecord(home, "signin", "ines@example.org").stdout.strip().partition("?")[2]
        _open(browser, address + path, _token(_open(browser, address + path)))
        assert "You have no second factor yet" in _open(browser, f"{address}/desk/account/")
        assert "second factor reset" in _open(browser, f"{address}/desk/journal/")
