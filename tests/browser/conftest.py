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

from tests.server import environment, onrecord, serving

expect.set_options(timeout=15_000)  # a busy machine is slow, and that is no fault of the page


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


ANNOUNCE = """
from onrecord.cli.installation import set_up
set_up()
import json
from onrecord.events import acts
from onrecord.people.links import sign_in_link
from onrecord.record.contents import EditionOpened
from tests import cast
series = acts.start_series(slug="regional-media", title="Press conference for regional media")
opened = EditionOpened(series=series.title, title="1st edition", languages=["en", "de"])
edition = acts.open_edition(series, slug="1", content=opened)
people = (cast.transcriber(edition), cast.press_officer(edition))
print(json.dumps({one.name: "/sign-in/link/?" + sign_in_link(one).partition("?")[2] for one in people}))
"""


@pytest.fixture(scope="session")
def announced(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home that has been served, with an edition on which Esi Moran transcribes and Chiara Okoye runs the press office."""
    home = tmp_path_factory.mktemp("announced")
    told = subprocess.run(
        [sys.executable, "-c", ANNOUNCE],
        env=environment(home, PYTHONPATH=os.pathsep.join(sys.path)),
        stdout=subprocess.PIPE,
        check=True,
        timeout=120,
    )
    with serving(home):
        pass
    (home / "links.json").write_bytes(told.stdout)
    return home


@pytest.fixture
def home(announced: Path, tmp_path: Path) -> Path:
    """A copy of it that goes on; `links.json` has a sign-in link for each of the two."""
    copied = Path(shutil.copytree(announced, tmp_path / "home"))
    told = onrecord(copied, "continue", "--nothing-newer")
    assert told.returncode == 0, told.stderr
    return copied


@pytest.fixture(scope="session")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, dict[str, int]]]:
    """The address of an edition that is over, and its entries by name: see `edition.py`."""
    home = tmp_path_factory.mktemp("reading")
    made = subprocess.run(
        [sys.executable, "-m", "tests.browser.edition"],
        env=environment(home, PYTHONPATH=os.pathsep.join(sys.path)),
        stdout=subprocess.PIPE,
        check=True,
        timeout=120,
    )
    with serving(home) as address:
        yield f"{address}/reading/13/", json.loads(made.stdout)


@pytest.fixture(scope="session")
def launching() -> dict[str, Any]:
    """What a Chromium is launched with."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    assert path, "Chromium is missing: apt-get install chromium"
    return {
        "executable_path": path,
        "args": ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        "ignore_default_args": ["--disable-back-forward-cache"],
    }


@pytest.fixture(scope="session")
def chromium(launching: dict[str, Any]) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launching)
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
