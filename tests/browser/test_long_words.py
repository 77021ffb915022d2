"""In a language with long words nothing is cut off on a phone, and scripts speak it as the pages do."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import forking, pseudo
from tests.browser.looking import CUT_OFF
from tests.server import environment, serving
from tests.waiting import PATIENCE

Reading = tuple[str, dict[str, int]]
PATHS = [
    "",
    "reading/",
    "verify/",
    "reading/13/",
    "reading/13/record/",
    "reading/13/record/find/?q=fourth",
    "reading/13/screen/",
    "reading/13/u/{fourth}/",
    "reading/13/u/{quietly}/",
    "reading/13/u/{fourth}/ask/",
    "reading/14/",
]


@pytest.fixture(scope="module")
def long_words(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reading]:
    """The address of the edition to read, behind the prefix of a language whose words are half as long again."""
    home: Path = tmp_path_factory.mktemp("long-words")
    made = forking.run(
        [sys.executable, "-m", "tests.browser.edition"],
        env=environment(home, PYTHONPATH=os.pathsep.join(sys.path)),
        stdout=subprocess.PIPE,
        check=True,
        timeout=PATIENCE,
    )
    pseudo.speak(home / "locale", "ru")
    with serving(home) as address:
        yield f"{address}/ru/", json.loads(made.stdout)


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("path", PATHS)
def test_nothing_is_cut_off_nor_wider_than_a_phone(phone: Page, long_words: Reading, path: str) -> None:
    address, made = long_words
    phone.goto(address + path.format(**made))
    expect(phone.locator("body")).to_contain_text("áá")
    assert not phone.evaluate("document.documentElement.scrollWidth > innerWidth + 1")
    assert phone.evaluate(CUT_OFF) == []


def test_the_check_in_the_browser_speaks_the_language_of_the_page(phone: Page, long_words: Reading) -> None:
    address, made = long_words
    phone.goto(f"{address}reading/13/u/{made['fourth']}/")
    phone.locator("#checker button").tap()
    expect(phone.locator("#verdict")).to_have_text(
        pseudo.said("Checked: these words are in the signed record, unchanged.")
    )
    told = phone.locator("#steps li").all_text_contents()
    assert told and all("é" in line for line in told)


def test_a_citation_is_the_same_from_the_page_and_from_the_script(phone: Page, long_words: Reading) -> None:
    address, made = long_words
    phone.context.grant_permissions(["clipboard-read", "clipboard-write"])
    phone.goto(f"{address}reading/13/u/{made['where']}/")
    cited = phone.locator("#citation").input_value()
    phone.goto(f"{address}reading/13/record/")
    passage = phone.locator(f"#u{made['where']}")
    passage.locator(".tools summary").tap()
    passage.locator(".tools .citation").tap()
    expect(phone.locator("#copied")).to_have_text(pseudo.said("Citation copied."))
    assert phone.evaluate("navigator.clipboard.readText()") == cited
