"""A file is taken where files are sent, from people who are signed in, and never comes to the disk as it was sent."""

from __future__ import annotations

import http.cookiejar
import re
import sys
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from tests import forking
from tests.server import Running, environment, onrecord
from tests.uploads.files import jpeg
from tests.waiting import PATIENCE
from tests.web.sending import read, request

E = "/regional-media/13/"
DOCUMENTS = f"{E}apply/documents/"
BUILD = """
from onrecord.cli.installation import set_up
set_up()
from tests import cast
from tests.accreditation.building import drafted, open_call
drafted(open_call(cast.edition(), proof=["letter"]), cast.person("Ada Reyes"), samples="https://example.org")
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("home")
    settings = environment(home, ONRECORD_URL="http://press.example.org")
    forking.run([sys.executable, "-c", BUILD], env=settings, check=True)
    return home


@pytest.fixture(scope="module")
def server(home: Path) -> Iterator[Running]:
    server = Running(home)
    yield server
    server.stop()


@pytest.fixture
def browser(server: Running) -> urllib.request.OpenerDirector:
    return urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))


Opened = tuple[int, str]


def open_page(
    browser: urllib.request.OpenerDirector, address: str, body: bytes | None = None, kind: str = ""
) -> Opened:
    asked = urllib.request.Request(address, body, headers={"Content-Type": kind} if kind else {})
    try:
        with browser.open(asked, timeout=PATIENCE) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def token(page: str) -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert found
    return found[1]


def sign_in(browser: urllib.request.OpenerDirector, server: Running, home: Path) -> None:
    link = urllib.parse.urlsplit(onrecord(home, "signin", "ada.reyes@example.org").stdout.strip())
    address = f"{server.address}{link.path}?{link.query}"
    form = urllib.parse.urlencode({"csrfmiddlewaretoken": token(open_page(browser, address)[1])}).encode()
    assert open_page(browser, address, form)[0] == 200


def send(browser: urllib.request.OpenerDirector, server: Running, content: bytes, *, form: str) -> Opened:
    parts = [
        f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in (("csrfmiddlewaretoken", form), ("kind", "letter"))
    ]
    file = b'--x\r\nContent-Disposition: form-data; name="letter-file"; filename="a.jpg"\r\n\r\n'
    body = b"".join(parts) + file + content + b"\r\n--x--\r\n"
    return open_page(browser, server.address + DOCUMENTS, body, "multipart/form-data; boundary=x")


def test_ten_megabytes_are_taken_from_who_is_signed_in(
    home: Path, server: Running, browser: urllib.request.OpenerDirector
) -> None:
    sign_in(browser, server, home)
    form = token(open_page(browser, server.address + DOCUMENTS)[1])
    photograph = jpeg(Image.effect_noise((4000, 3000), 40), quality=85)
    photograph += bytes(10 * 2**20 - len(photograph))
    status, page = send(browser, server, photograph, form=form)
    assert status == 200 and "We have your document" in page
    status, page = send(browser, server, photograph + b"x", form=form)
    assert status == 400 and "more than 10 MB" in page
    assert read(request(server, "Content-Length: 12000000", path=DOCUMENTS)).startswith(b"HTTP/1.1 413 ")


def test_nobody_else_sends_a_file(server: Running, browser: urllib.request.OpenerDirector) -> None:
    status, told = send(browser, server, bytes(2**20), form="x")
    assert status == 403 and "Sign in first" in told
