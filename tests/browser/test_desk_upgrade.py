"""A desk that is upgraded finds what its earlier version kept, and opens without network as a whole or not at all."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, expect

import onrecord
from tests.browser.desk import Desk, Sit, begin, record_of
from tests.browser.opening import Opening
from tests.server import Running
from tests.waiting import wait_for

KEPT_PARTS = """async () => {
  const names = await caches.keys();
  const kept = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
  return kept.flat().map(({ url }) => url);
}"""


def keeps(desk: Desk, right: Callable[[list[str]], bool]) -> list[str]:
    """The addresses that the desk keeps for a reload without network, as soon as they are `right`."""

    def kept() -> list[str]:
        found: list[str] = desk.page.evaluate(KEPT_PARTS)
        return found if right(found) else []

    return wait_for(kept)


def typing_modules(kept: list[str]) -> list[str]:
    return [one for one in kept if re.search(r"/typing\.[^/]*js$", one)]


def test_words_that_an_earlier_version_kept_are_sent_first(sit: Sit) -> None:
    esi = sit()
    begin(esi, hold=0, speakers=())
    esi.saved()
    esi.context.set_offline(True)
    esi.say("Said after the upgrade.")
    expect(esi.page.locator("#saved")).to_contain_text("safe in this browser")
    key = "0e3f6c1a-5f5e-4a43-9a62-0d9b5d1c8f10"
    said = {"key": key, "typed_at": esi.page.evaluate("Date.now()"), "act": "say", "text": "Said before the upgrade."}
    row = json.dumps({"acts": [said], "refused": [], "off": False, "speaker": None})
    esi.page.evaluate(
        """row => {
          const desks = new URL("../", location.href).pathname; // where the page was in that version
          localStorage.setItem(`onrecord:desk:${desks}:${document.querySelector("main").dataset.who}`, row);
        }""",
        row,
    )
    expect(esi.page.locator("#waiting li")).to_have_count(1)
    esi.context.route("**/desk/transcribe/acts/", lambda route: route.abort())
    esi.context.set_offline(False)
    esi.page.reload()
    expect(esi.page.locator("#waiting .said")).to_have_text(["Said before the upgrade.", "Said after the upgrade."])
    expect(esi.page.locator("#saved")).to_contain_text("safe in this browser")
    assert not esi.page.evaluate("Object.keys(localStorage).some((name) => name.startsWith('onrecord:desk:'))")
    esi.context.unroute("**/desk/transcribe/acts/")
    esi.saved()
    assert record_of(esi) == ["Said before the upgrade.", "Said after the upgrade."]


def test_a_reload_without_network_after_an_upgrade_is_a_working_desk(chromium: Browser, tmp_path: Path) -> None:
    home = tmp_path / "home"
    with Opening(home) as opening:
        server = Running(home)
        esi = Desk(chromium.new_context(), opening.edition(server.address), "Esi Moran")
    begin(esi, hold=0, speakers=())
    esi.saved()
    before = keeps(esi, lambda kept: len(typing_modules(kept)) == 1)
    server.stop()

    source = Path(onrecord.__file__).parent
    changed = Path(shutil.copytree(source, tmp_path / "onrecord", ignore=shutil.ignore_patterns("__pycache__")))
    typing = changed / "transcription/static/transcription/typing.js"
    typing.write_text(typing.read_text() + "document.documentElement.dataset.version = 'new';\n")
    server = Running(home, "serve", "--port", str(server.port), PYTHONPATH=str(tmp_path))
    esi.add("Governor Ferro", "Answers", "1", "")  # the desk that is open has its page kept again
    esi.saved()
    keeps(esi, lambda kept: len(typing_modules(kept)) == 1 and typing_modules(kept) != typing_modules(before))
    esi.context.set_offline(True)
    esi.page.reload()
    expect(esi.page.locator("html")).to_have_attribute("data-version", "new")
    expect(esi.page.locator("#text")).to_be_focused()
    esi.say("Typed after a reload without network.")
    expect(esi.page.locator("#saved")).to_contain_text("safe in this browser")
    esi.context.set_offline(False)
    esi.saved()
    assert record_of(esi) == ["Typed after a reload without network."]
    esi.context.close()
    assert not esi.faults
    server.stop()


def test_the_worker_of_the_desk_rules_over_no_page_of_the_office(sit: Sit) -> None:
    esi = sit()
    esi.page.wait_for_function("navigator.serviceWorker.ready.then(({ scope }) => scope === location.href)")
    esi.page.goto(f"{esi.place.edition}desk/utterances/")
    assert esi.page.evaluate("navigator.serviceWorker.controller") is None
    assert esi.page.evaluate("navigator.serviceWorker.getRegistration()") is None
    assert esi.page.evaluate("navigator.serviceWorker.getRegistrations().then(({ length }) => length)") == 1
