"""Desk, screen and live records of many editions in one browser: over HTTP/1.1 six connections for all, over HTTP/2 one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests import forking
from tests.live.nginx import edge
from tests.postgres import free_port
from tests.server import environment, port_of, serving
from tests.waiting import PATIENCE

EDITIONS = 8
PREPARE = """
from onrecord.cli.installation import set_up
set_up()
from onrecord.people.links import sign_in_link
from onrecord.proceedings import entries
from tests import cast
for number in range(1, 9):
    edition = cast.edition(str(number))
    entries.start_session(edition.log)
    if number == 1:
        print("/sign-in/link/?" + sign_in_link(cast.transcriber(edition)).partition("?")[2])
"""
SPEAK = """
from onrecord.cli.installation import set_up
set_up()
from onrecord.events.models import Edition
from onrecord.proceedings import entries
from tests.words import answer
for edition in Edition.objects.select_related("log"):
    entries.speak(edition.log, answer(f"Said in edition {edition.slug}."))
"""


def run(home: Path, script: str) -> str:
    told = forking.run(
        [sys.executable, "-c", script],
        env=environment(home, PYTHONPATH=os.pathsep.join(sys.path)),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        timeout=PATIENCE,
    )
    return told.stdout.strip()


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    context = chromium.new_context(ignore_https_errors=True)
    yield context
    context.close()


@pytest.mark.parametrize(("protocol", "lasting"), [("http/1.1", 3), ("h2", EDITIONS + 1)])
def test_the_desk_and_every_record_go_on_however_many_tabs_are_open(
    context: BrowserContext, tmp_path: Path, protocol: str, lasting: int
) -> None:
    home, port = tmp_path / "home", free_port()
    public = {"ONRECORD_URL": f"https://localhost:{port}"} if protocol == "h2" else {}
    link = run(home, PREPARE)
    with ExitStack() as until_done:
        address = until_done.enter_context(serving(home, **public))
        if protocol == "h2":
            until_done.enter_context(edge(tmp_path / "nginx", port_of(address), secure=port))
            address = public["ONRECORD_URL"]
        edition = f"{address}/regional-media"
        records = [context.new_page() for _ in range(EDITIONS)]
        for number, page in enumerate(records, 1):
            page.goto(f"{edition}/{number}/record/")
        screen, desk = context.new_page(), context.new_page()
        screen.goto(f"{edition}/1/screen/")
        desk.goto(address + link)
        desk.get_by_role("button", name="Sign in").click()
        desk.wait_for_url("**/desk/")
        desk.goto(f"{edition}/1/desk/transcribe/")
        expect(desk.locator("#people")).to_contain_text("is here")
        assert desk.evaluate("performance.getEntriesByType('navigation')[0].nextHopProtocol") == protocol
        desk.keyboard.type("Typed at the desk.")
        desk.keyboard.press("Enter")
        for page in (records[0], screen):
            expect(page.get_by_text("Typed at the desk.").first).to_be_attached()
        run(home, SPEAK)
        for number, page in enumerate(records, 1):
            expect(page.locator(".said", has_text=f"Said in edition {number}.")).to_have_count(1)
        held = desk.evaluate("navigator.locks.query().then(({ held }) => held.map(({ name }) => name))")
        assert sum(name.startswith("onrecord:connection:") for name in held) == lasting, json.dumps(held)
        records[0].close()  # who led for the screen as well
        run(home, SPEAK)
        expect(screen.get_by_text("Said in edition 1.")).to_have_count(2)
