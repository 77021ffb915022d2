"""A real Chromium and a real server with a conference that plays."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests import forking
from tests.browser.desk import Desk, Sit, begin
from tests.browser.opening import Opening, Place
from tests.live.nginx import edge
from tests.live.publisher import Publisher
from tests.server import Running, environment, onrecord, serving
from tests.waiting import PATIENCE

expect.set_options(timeout=PATIENCE * 1_000)


@pytest.fixture(scope="session")
def conference(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the demonstration, playing at ten-fold speed."""
    with serving(tmp_path_factory.mktemp("home"), "demo", "--speed", "10", "--port", "0") as address:
        yield f"{address}/regional-media/13/"


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an imported edition of 400 utterances, long enough to come in parts; it stops in the middle."""
    home = tmp_path_factory.mktemp("archive")
    exchanges = (
        f"ADA REYES: Is this question {number}?\n\nGOVERNOR FERRO: It is the answer to question {number}. {'So it is. ' * 20}"
        for number in range(200)
    )
    (home / "long.txt").write_text("A long press conference\n14 May 2024\n\n" + "\n\n".join(exchanges) + "\n")
    imported = onrecord(home, "import", home / "long.txt", "--series", "archive")
    assert imported.returncode == 0, imported.stderr
    with serving(home) as address:
        yield f"{address}/archive/2024-05-14/"


@pytest.fixture(scope="session")
def opening(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opening]:
    with Opening(tmp_path_factory.mktemp("desks")) as opening:
        yield opening


@pytest.fixture(scope="session")
def server_of_desks(opening: Opening) -> Iterator[str]:
    with serving(opening.home) as address:
        yield address


@pytest.fixture
def place(opening: Opening, server_of_desks: str) -> Place:
    """An edition of the test's own, on a server that all tests of the desk share."""
    return opening.edition(server_of_desks)


@pytest.fixture
def sit(chromium: Browser, place: Place) -> Iterator[Sit]:
    """Seats somebody at the desk, each in a browser of their own."""
    seated: list[Desk] = []

    def at_the_desk(who: str = "Esi Moran", **options: object) -> Desk:
        options = {"viewport": {"width": 1280, "height": 800}} | options
        seated.append(Desk(chromium.new_context(**options), place, who))  # type: ignore[arg-type]
        return seated[-1]

    yield at_the_desk
    for desk in seated:
        desk.context.close()
        assert not desk.faults


@pytest.fixture
def refused(sit: Sit) -> Desk:
    """Esi's desk with a session, and words above the line that came when none was running."""
    esi, chiara = sit(), sit("Chiara Okoye")
    begin(esi, hold=0, speakers=())
    expect(chiara.page.locator("#text")).to_be_visible()
    esi.context.set_offline(True)
    esi.say("Said at the very end.")
    chiara.page.locator("summary", has_text="End the session").press("Enter")
    chiara.page.get_by_role("button", name="End the session").press("Enter")
    expect(chiara.page.locator("#begin")).to_be_visible()
    esi.context.set_offline(False)
    expect(esi.page.locator("#waiting .refused")).to_contain_text("no session is running")
    begin(esi, hold=0, speakers=())
    return esi


@pytest.fixture(scope="module")
def publisher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Publisher]:
    """Somebody who speaks."""
    with Publisher(tmp_path_factory.mktemp("home")) as publisher:
        yield publisher


@pytest.fixture(scope="module")
def server(publisher: Publisher) -> Iterator[Running]:
    """What they say is read there."""
    server = Running(publisher.home)
    yield server
    server.stop()


@pytest.fixture(params=["nginx", "no nginx"])
def reached(request: pytest.FixtureRequest, tmp_path: Path, server: Running) -> Iterator[str]:
    """The server's address as readers have it: behind the shipped nginx, and without."""
    if request.param == "nginx":
        with edge(tmp_path / "nginx", server.port) as nginx:
            yield f"http://localhost:{nginx.port}"
    else:
        yield server.address


@pytest.fixture(scope="session")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, dict[str, int]]]:
    """The address of an edition that is over, and its entries by name: see `edition.py`."""
    home = tmp_path_factory.mktemp("reading")
    made = forking.run(
        [sys.executable, "-m", "tests.browser.edition"],
        env=environment(home, PYTHONPATH=os.pathsep.join(sys.path)),
        stdout=subprocess.PIPE,
        check=True,
        timeout=PATIENCE,
    )
    with serving(home) as address:
        yield f"{address}/reading/13/", json.loads(made.stdout)


@pytest.fixture(scope="session")
def launching() -> dict[str, Any]:
    """What a Chromium is launched with."""
    windowless = shutil.which("chromium-headless-shell")  # a fifth of the work for each browser that a test opens
    path = os.environ.get("CHROMIUM") or windowless or shutil.which("chromium")
    assert path, "Chromium is missing: apt-get install chromium"
    return {
        "executable_path": path,
        "args": ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        "ignore_default_args": ["--disable-back-forward-cache"],
    }


@pytest.fixture(scope="package")
def chromium(launching: dict[str, Any]) -> Iterator[Browser]:
    """One for all tests here. It goes when they are done: Playwright's event loop runs in this thread until then, and
    others have loops of their own."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launching)
        yield browser
        browser.close()


@pytest.fixture
def remembering(chromium: Browser, launching: dict[str, Any]) -> Iterator[Browser]:
    """One that keeps pages in memory to go back to, as the one without a window does not."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    assert path, "Chromium is missing: apt-get install chromium"
    browser = chromium.browser_type.launch(**launching | {"executable_path": path})
    yield browser
    browser.close()


@pytest.fixture
def page(chromium: Browser, tmp_path: Path) -> Iterator[Page]:
    """A page on which nothing may go wrong: no error, no request to anybody else."""
    context = chromium.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("request", lambda request: None if "//localhost:" in request.url else faults.append(request.url))
    yield page
    context.close()
    assert not faults
