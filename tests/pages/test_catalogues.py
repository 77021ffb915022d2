"""Catalogues say all that readers meet, in every language of the interface, and what a process speaks is what they say."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from django.utils import translation

from onrecord.pages import catalogues
from tests import messages

LANGUAGES = sorted({path.stem for path in messages.HOUSE.glob("*/locale/*.po")})
PLACES = re.compile(r"%\(\w+\)[sd]|\{\w*\}|%%")


def translations(language: str) -> Iterator[tuple[str, Message]]:
    for room in messages.rooms():
        for message in messages.written(room, language) or ():
            if message.id:
                yield room, message


def forms(said: str | tuple[str, ...] | list[str]) -> list[str]:
    return [said] if isinstance(said, str) else list(said)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_has_what_its_room_says_and_no_more(language: str) -> None:
    """Where this fails: `make messages`, and then translate what is new."""
    for room, found in messages.wanted().items():
        stands = messages.written(room, language) or ()
        keys = {(one.context, forms(one.id)[0]) for one in stands if one.id}
        assert keys == {(one.context, forms(one.id)[0]) for one in found if one.id}, room


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_translated_in_all_its_forms(language: str) -> None:
    missing = [
        f"{room}: {forms(one.id)[0]}"
        for room, one in translations(language)
        if one.fuzzy or not all(said.strip() for said in forms(one.string))
    ]
    assert missing == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_translation_fills_in_what_the_message_does(language: str) -> None:
    wrong = [
        f"{room}: {said}"
        for room, one in translations(language)
        for said in forms(one.string)
        if Counter(PLACES.findall(said)) != Counter(PLACES.findall(forms(one.id)[-1]))
        or sorted(re.findall(r"</?\w+>", said)) != sorted(re.findall(r"</?\w+>", forms(one.id)[-1]))
    ]
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_message_with_a_number_has_the_forms_of_its_language(language: str) -> None:
    for room in messages.rooms():
        stands = messages.written(room, language)
        for one in stands or ():
            if stands and one.id and one.pluralizable:
                assert len(one.string) == stands.num_plurals, f"{room}: {one.id[0]}"


def test_what_a_catalogue_says_is_spoken_at_the_next_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    room = tmp_path / "a_room_that_speaks"
    (room / "locale").mkdir(parents=True)
    (room / "__init__.py").touch()
    text = room / "locale" / "ru.po"
    monkeypatch.syspath_prepend(str(tmp_path))
    for said in ("Мост", "Паром"):
        text.write_text(
            f'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "Bridge"\nmsgstr "{said}"\n'
        )
        found = catalogues.compiled([room.name], tmp_path / "home")
        made = (found / "ru" / "LC_MESSAGES" / "django.mo").read_bytes()
        assert said.encode() in made


def test_russian_counts_in_russian() -> None:
    with translation.override("ru"):
        said = [translation.ngettext("%(n)s passage", "%(n)s passages", n) % {"n": n} for n in (1, 3, 5, 11, 21)]
    assert [one.replace("\N{NBSP}", " ") for one in said] == [
        "1 фрагмент",
        "3 фрагмента",
        "5 фрагментов",
        "11 фрагментов",
        "21 фрагмент",
    ]


class Unmarked(HTMLParser):
    """Gathers the words of a page's source that stand in no tag for translation."""

    SAID = {"alt", "title", "aria-label", "placeholder", "aria-roledescription"}
    SILENT = {"pre", "code", "script", "style"}
    NAMES = {"onrecord", "onrecord_check.py", "SHA-256"}

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in self.SILENT
        for name, value in attrs:
            if name in self.SAID or (name.startswith("data-") and " " in (value or "").strip()):
                self.look(value or "")

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in self.SILENT

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.look(data)

    def look(self, words: str) -> None:
        words = " ".join(word for word in words.split() if word not in self.NAMES)
        if re.search(r"[A-Za-z]{2}", words):
            self.found.append(words)


@pytest.mark.parametrize("path", messages.templates(), ids=lambda path: path.name)
def test_no_page_says_a_sentence_that_nobody_can_translate(path: Path) -> None:
    page = Unmarked()
    text = messages.without_what_is_marked(path)
    page.feed(text if "<" in text else f"<p {text}>")  # attributes alone, for a tag elsewhere
    page.close()
    assert page.found == []
