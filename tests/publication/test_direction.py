"""Words that run from right to left keep their full stop, and a citation its order."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from onrecord.events.models import Edition
from onrecord.proceedings import entries
from onrecord.proceedings.contents import UtteranceSpoken, Voice
from onrecord.transcripts.model import Role
from tests import cast

E = "/regional-media/13/"
LEILA = Voice(name="ليلى حداد", outlet="راديو تمرة")
WORDS = "لماذا ثلاث مدارس وليس أربع؟ افتتحنا 3."


@pytest.fixture
def edition(transactional_db: None) -> Edition:
    opened = cast.edition()
    entries.start_session(opened.log)
    entries.speak(
        opened.log,
        UtteranceSpoken(role=Role.QUESTION, text=WORDS, standard="draft", speaker=LEILA, language="ar"),
    )
    return opened


@pytest.mark.parametrize(
    "path",
    [
        "record/",
        "u/2/",
        "record/find/?q=مدارس",
        "screen/",
        "u/2/ask/",
        "desk/transcribe/",
        "desk/utterances/",
        "desk/u/2/",
    ],
)
def test_said_words_take_their_own_direction_on_every_page(edition: Edition, path: str) -> None:
    page = cast.signed_in(cast.administrator(edition)).get(E + path).content.decode()
    said = page.replace("<mark>", "").replace("</mark>", "")
    assert re.search(rf'dir="auto"[^>]*>\s*(<p>|<a [^>]*>)?{re.escape(WORDS)}', said)


def test_a_citation_isolates_what_runs_from_right_to_left_and_only_then(edition: Edition) -> None:
    entries.speak(
        edition.log,
        UtteranceSpoken(role=Role.ANSWER, text="Four.", standard="draft", speaker=Voice(name="Governor Ferro")),
    )
    page = Client().get(f"{E}u/2/").content.decode()
    assert f"\u2068ليلى حداد (راديو تمرة)\u2069: “\u2068{WORDS}\u2069”, \u206813th edition\u2069, " in page
    assert "Governor Ferro: “Four.”, 13th edition, " in Client().get(f"{E}u/3/").content.decode()
