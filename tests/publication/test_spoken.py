"""Every word on a public page that nobody said there comes from a catalogue.

The pages speak a language in which every letter has an accent, about a conference whose words have no Latin letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import LazySettings
from django.template import engines
from django.test import Client
from django.urls import URLResolver, get_resolver, resolve

from onrecord.cli.demo.play import Play
from onrecord.cli.demo.script import Script
from onrecord.cli.demo.stage import set_stage_of_briefing, welcome_cast
from onrecord.events.models import Edition
from onrecord.pages.languages import is_page
from onrecord.proceedings import entries as acts
from tests import pseudo

pytestmark = pytest.mark.django_db(transaction=True)

EDITION = "/brifingi/4/"
NOWHERE = "/ru/nothing/at/all/"
PAGES = [
    "/ru/",
    "/ru/verify/",
    "/ru/brifingi/",
    EDITION,
    EDITION + "record/",
    EDITION + "record/?from=999",
    EDITION + "record/part/?from=0",
    EDITION + "record/find/",
    EDITION + "record/find/?q=вода",
    EDITION + "record/find/?q=мост",
    EDITION + "screen/",
    NOWHERE,
    EDITION + "accreditation/",
    EDITION + "accreditation/draw/",
    EDITION + "programme/",
    EDITION + "export/vtt/",
]


def read_templates_anew() -> None:
    for loader in engines["django"].engine.template_loaders:
        loader.reset()


@pytest.fixture
def templates() -> Iterator[None]:
    """Read anew, before and after: they keep what they say in a language."""
    read_templates_anew()
    yield
    read_templates_anew()


@pytest.fixture
def edition(settings: LazySettings, tmp_path: Path, templates: None) -> Edition:
    script = Script("orva.toml")
    stage = set_stage_of_briefing(script, welcome_cast())
    Play(script, stage, speed=10_000, address="").catch_up()
    log = stage.edition.log
    acts.erase(log, acts_of(log)[-1], legal_basis="Просьба говорившего.")
    acts.end_session(log)
    settings.LOCALE_PATHS = [pseudo.speak(tmp_path, "ru")]
    return stage.edition


def acts_of(log: object) -> list[int]:
    from onrecord.proceedings.models import Utterance

    return list(Utterance.objects.filter(log=log).order_by("index").values_list("index", flat=True))


@pytest.mark.parametrize("path", PAGES)
def test_every_word_of_a_page_comes_from_a_catalogue(client: Client, edition: Edition, path: str) -> None:
    page = client.get(path).content.decode()
    assert re.search("[áéíóú]{2}", page), "the page does not speak that language"
    assert list(pseudo.unspoken(page)) == []


def test_every_page_that_anyone_reads_is_tried() -> None:
    """Where this fails: add the page above."""
    tried = [*PAGES, f"{EDITION}u/2/", f"{EDITION}u/2/ask/"]
    views = {resolve(urlsplit(path).path.removeprefix("/ru")).func for path in tried if path != NOWHERE}
    assert {view.__name__ for view in pages(get_resolver()) - views} == set()


def pages(resolver: URLResolver) -> set[Any]:
    found = set()
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            found |= pages(pattern)
        elif is_page(pattern.callback):
            found.add(pattern.callback)
    return found


def test_every_word_of_every_quote_comes_from_a_catalogue(client: Client, edition: Edition) -> None:
    for index in acts_of(edition.log):
        quote = client.get(f"{EDITION}u/{index}/").content.decode()
        assert list(pseudo.unspoken(quote)) == []
        assert list(pseudo.unspoken(client.get(f"{EDITION}u/{index}/ask/").content.decode())) == []


def test_what_a_reader_is_told_about_a_request_comes_from_a_catalogue(client: Client, edition: Edition) -> None:
    answer = client.post(f"{EDITION}u/{acts_of(edition.log)[2]}/ask/", {"reason": "", "contact": "нет"})
    assert answer.status_code == 400
    assert list(pseudo.unspoken(answer.content.decode())) == []


def test_what_the_conference_is_called_keeps_its_language_on_pages_in_another(client: Client, edition: Edition) -> None:
    page = client.get("/en" + EDITION + "record/").content.decode()
    assert '<h1 lang="ru">Брифинг о воде в озере Орва</h1>' in page
    assert '<span lang="ru">Под запись: всё сказанное можно цитировать с указанием имени.</span>' in page
    assert "<h1>Брифинг о воде в озере Орва</h1>" in client.get(EDITION + "record/").content.decode()
