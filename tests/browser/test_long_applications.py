"""In a language with long words nothing of an application is cut off on a phone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests import forking, pseudo
from tests.browser.looking import CUT_OFF
from tests.server import environment, serving
from tests.waiting import PATIENCE

E = "/regional-media/13/"
NOBODY, DRAFTING, ASKED, REFUSED = "", "drafting", "asked", "refused"
PAGES = [
    (NOBODY, E + "accreditation/"),
    (NOBODY, f"/sign-in/join/?next={E}apply/"),
    (DRAFTING, E + "apply/"),
    (DRAFTING, E + "apply/step/you/"),
    (DRAFTING, E + "apply/step/outlet/"),
    (DRAFTING, E + "apply/step/work/"),
    (DRAFTING, E + "apply/send/"),
    (ASKED, E + "apply/mine/"),
    (ASKED, E + "apply/withdraw/"),
    (REFUSED, E + "apply/mine/"),
]
BUILD = """
import json
from datetime import timedelta
from onrecord.cli.installation import set_up
set_up()
from django.conf import settings
from django.test import Client
from django.utils import timezone
from onrecord.accreditation import acts
from onrecord.accreditation.states import Act
from tests import cast
from tests.accreditation.building import applied, decided, drafted, open_call
edition = cast.edition(language="ru")
call = open_call(edition, conduct=["Не перебивать."], proof=["samples"], kept_for_appeals=4)
ada, bohdan, imani = (cast.person(name) for name in ("Ada Reyes", "Bohdan Lis", "Imani Koda"))
drafted(call, ada, samples="https://example.org")
asked = applied(call, bohdan, samples="https://example.org")
due = timezone.now() + timedelta(days=3)
acts.ask(asked, reason="letter", fact="", due=due, by=cast.person("Chiara Okoye"))
refused = decided(call, imani, Act.REFUSE, reason="late", fact="14", samples="https://example.org")
acts.tell(call, [refused.number], by=cast.person("Dov Sand"))
sessions = {}
for name, person in (("drafting", ada), ("asked", bohdan), ("refused", imani)):
    client = Client()
    client.force_login(person)
    sessions[name] = {"name": settings.SESSION_COOKIE_NAME, "value": client.cookies[settings.SESSION_COOKIE_NAME].value}
print(json.dumps(sessions))
"""


@pytest.fixture(scope="module")
def applying(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, dict[str, dict[str, str]]]]:
    """A server's address, and what the browsers of those who apply keep."""
    home: Path = tmp_path_factory.mktemp("long-applications")
    settings = environment(home, PYTHONPATH=os.pathsep.join(sys.path), ONRECORD_MAIL="page")
    made = forking.run(
        [sys.executable, "-c", BUILD], env=settings, stdout=subprocess.PIPE, check=True, timeout=PATIENCE
    )
    pseudo.speak(home / "locale", "ru")
    with serving(home, ONRECORD_MAIL="page") as address:
        yield address, json.loads(made.stdout)


@pytest.mark.parametrize(("who", "path"), PAGES)
def test_nothing_of_an_application_is_cut_off_nor_wider_than_a_phone(
    who: str, path: str, chromium: Browser, applying: tuple[str, dict[str, dict[str, str]]]
) -> None:
    address, sessions = applying
    context = chromium.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    if who:
        context.add_cookies([sessions[who] | {"url": address}])  # type: ignore[list-item]
    page = context.new_page()
    page.goto(address + path)
    assert page.url == address + path
    expect(page.locator("main")).to_contain_text("áá")
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth + 1")
    assert page.evaluate(CUT_OFF) == []
    context.close()
