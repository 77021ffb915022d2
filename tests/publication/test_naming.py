"""Who spoke, as pages say it: never a code for a name, never two lines that contradict each other."""

from __future__ import annotations

import html
import re
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from onrecord.events import acts as events
from onrecord.events.models import Edition
from onrecord.events.regions import named
from onrecord.proceedings import entries as acts
from onrecord.proceedings import readers
from onrecord.proceedings.contents import SuggestedAsker
from onrecord.record.contents import EditionOpened
from tests.rules import BACKGROUND, DEEP
from tests.words import ADA, BOHDAN, answer, question

E = "/regional-media/13/"


def opened(language: str = "en") -> Edition:
    series = events.start_series(slug="regional-media", title="Press conference for regional media")
    content = EditionOpened(series=series.title, title="13th edition", languages=[language])
    edition = events.open_edition(series, slug="13", content=content)
    acts.start_session(edition.log)
    return edition


def text_of(client: Client, path: str) -> str:
    page = client.get(E + path).content.decode().partition("<main")[2]
    page = re.sub(r"</?(bdi|b|mark)>", "", page)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


@pytest.mark.parametrize(
    ("region", "language", "name"),
    [
        ("FR-IDF", "en", "Île-de-France"),
        ("DE-BY", "de", "Bayern"),
        ("DE-BY", "ru", "Бавария"),
        ("RU-SA", "en", "Respublika Saha"),
        ("RU-SA", "ru", "Республика Саха"),
        ("ru-mow", "fr-CA", "Moscou"),
        ("The north", "en", "The north"),
        ("XX-YY", "en", "XX-YY"),
        ("DE-BY", "", "Bayern"),
    ],
)
def test_a_region_has_its_name_in_the_editions_language(region: str, language: str, name: str) -> None:
    assert named(region, language) == name


@pytest.mark.parametrize("path", ["record/", "u/2/", "record/find/?q=why", "screen/"])
def test_no_page_says_a_code_where_a_region_belongs(transactional_db: None, client: Client, path: str) -> None:
    edition = opened("ru")
    acts.speak(edition.log, question("Why three?", BOHDAN.model_copy(update={"region": "DE-BY"})))
    shown = text_of(client, path)
    assert "blog, Бавария" in shown and "DE-BY" not in shown


def test_an_asker_who_is_known_from_the_words_alone_is_not_called_unknown(
    transactional_db: None, client: Client
) -> None:
    edition = opened()
    asked = question("Ada Reyes, with Radio Tamra. Why three?", None)
    guess = SuggestedAsker(name="Ada Reyes", outlet="Radio Tamra", line=7)
    acts.speak(edition.log, asked.model_copy(update={"suggestion": guess}), answer("So."))
    for path in ("record/", "u/2/", "record/find/?q=three"):
        shown = text_of(client, path)
        assert "Asker not confirmed" in shown
        assert re.search("[Jj]udging by the words: Ada Reyes, Radio Tamra", shown)
        assert "Unknown" not in shown and "perhaps" not in shown
    assert "Asker not confirmed: “Ada Reyes, with" in client.get(f"{E}u/2/").content.decode()
    acts.correct(edition.log, 2, text=asked.text, kind="attribution", reason="Confirmed.", speaker=ADA)
    shown = text_of(client, "record/")
    assert "Judging" not in shown and "not confirmed" not in shown


def test_an_asker_of_whom_nothing_is_known_is_unknown(transactional_db: None, client: Client) -> None:
    acts.speak(opened().log, question("Why three?", None))
    assert "Unknown asker" in text_of(client, "record/")


def test_a_citation_of_words_on_background_says_so_and_names_nobody(transactional_db: None, client: Client) -> None:
    log = opened().log
    acts.set_rule(log, BACKGROUND)
    one = acts.speak(log, answer("It was never paid for."))[0]
    acts.set_rule(log, DEEP)
    other = acts.speak(log, answer("Nor will it be."))[0]
    cited = [client.get(f"{E}u/{index}/").content.decode() for index in (one, other)]
    assert "an official of the region: “It was never paid for.”, on background, 13th edition" in cited[0]
    assert "Not attributed: “Nor will it be.”, on deep background, 13th edition" in cited[1]
    assert not any("Ferro" in page for page in cited)


def test_a_citation_says_the_time_in_words_and_in_which_zone_the_record_and_the_quote_alike(
    transactional_db: None, client: Client
) -> None:
    edition = opened()
    Edition.objects.filter(pk=edition.pk).update(timezone="Asia/Kathmandu")
    index = acts.speak(edition.log, answer("Three did."))[0]
    spoken = readers.utterance(edition.log, index)
    assert spoken
    at = spoken.at.astimezone(ZoneInfo("Asia/Kathmandu"))
    when = f"{at.day} {at:%B %Y, %H:%M} (UTC+5:45)"
    assert f"“Three did.”, 13th edition, {when}, version {index}, " in client.get(f"{E}u/{index}/").content.decode()
    assert f'data-when="{when}"' in client.get(f"{E}record/").content.decode()
