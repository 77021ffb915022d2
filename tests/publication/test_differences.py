"""What a correction changed is shown word by word, in a time that long and repetitive words don't multiply."""

from __future__ import annotations

import time
from collections.abc import Iterable

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from onrecord.proceedings import entries
from onrecord.proceedings.readers import utterance
from onrecord.publication.comparing import compare
from onrecord.publication.passages import passages
from onrecord.record.models import Log
from tests import cast
from tests.words import answer

RECORD = "/regional-media/13/record/"
SENTENCE = "We said that four schools would open and three did."


def test_only_what_changed_is_struck_and_put_in() -> None:
    before = f"{SENTENCE} The fourth stands in Verhn. {SENTENCE}\n\nThe bus comes in May."
    now = f"{SENTENCE} The fourth stands in Verkhna. {SENTENCE}\n\nThe second bus comes in May."
    assert marked(before, now) == [("del", "Verhn"), ("ins", "Verkhna"), ("ins", "second")]


words = st.lists(st.sampled_from(["no", "bus", "May.", "the\n\n", "Why?", "  "]), max_size=40).map(" ".join)


@given(before=words, now=words)
def test_without_what_is_marked_it_is_the_other_text(before: str, now: str) -> None:
    runs = compared(before, now)
    assert letters(text for mark, text in runs if mark != "ins") == letters(before)
    assert letters(text for mark, text in runs if mark != "del") == letters(now)


@pytest.mark.parametrize(
    ("unit", "n"), [("no ", 20_000), ("No, no. ", 10_000), ("the bus and the water ", 8_000), (SENTENCE + " ", 3_000)]
)
def test_the_longest_utterance_with_corrections_all_over_is_a_matter_of_moments(unit: str, n: int) -> None:
    before = unit * n
    now = "Well, " + unit * (n // 3) + "yes! " + unit * (n // 2) + "perhaps."
    began = time.process_time()
    runs = compared(before, now)
    assert time.process_time() - began < 1, "it used to take minutes"
    assert letters(text for mark, text in runs if mark != "del") == letters(now)


def test_a_page_with_a_long_corrected_answer_comes_at_once(transactional_db: None) -> None:
    log: Log = cast.edition().log
    entries.start_session(log)
    text = "The water, the bridge, the school and the bus. " * 850  # 40,000 characters
    (said,) = entries.speak(log, answer(text))
    entries.correct(log, said, text=text.replace("bus", "tram", 3) + "Yes.", kind="transcription", reason="misheard")
    began = time.process_time()
    page = Client().get(RECORD).content.decode()
    assert time.process_time() - began < 2, "it used to take six seconds, for anybody who asked"
    assert "<ins>tram</ins>" in page and "<ins>Yes.</ins>" in page
    shown = utterance(log, said)
    assert shown and passages([shown])[0].words


def letters(texts: Iterable[str]) -> str:
    """Without spaces, which are never marked."""
    return "".join("".join(texts).split())


def compared(before: str, now: str) -> list[tuple[str, str]]:
    return [(run.mark, run.text) for run in compare(before, now)]


def marked(before: str, now: str) -> list[tuple[str, str]]:
    return [run for run in compared(before, now) if run[0]]
