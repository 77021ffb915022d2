"""A log that is followed: what is kept of its end changes no byte of any segment, and holds nothing that must go."""

from __future__ import annotations

import itertools
import random
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from onrecord.events import acts as events
from onrecord.events.models import Edition
from onrecord.proceedings import entries as acts
from onrecord.publication import segments
from onrecord.publication.segments import Kept
from onrecord.record import segments as numbered
from onrecord.record import writer
from onrecord.record.contents import EditionOpened
from tests.publication.playing import play
from tests.rounds import rounds
from tests.rules import ON, embargo
from tests.words import ADA, BOHDAN, answer, question


@pytest.fixture(autouse=True)
def seconds_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    """Seven of them between two acts, so that an answer lasts."""
    moments = itertools.count(1_778_500_000_000, 7_000)
    monkeypatch.setattr(writer, "timekeeping", SimpleNamespace(now=lambda: next(moments)))


@pytest.fixture
def edition(transactional_db: None) -> Edition:
    series = events.start_series(slug="regional-media", title="Press conference for regional media")
    return events.open_edition(series, slug="13", content=EditionOpened(series=series.title, title="13th edition"))


@pytest.mark.parametrize("seed", range(rounds(1, long=40)))
def test_whoever_follows_gets_the_same_bytes(edition: Edition, seed: int) -> None:
    kept, used = Kept(), list[bool]()

    def newest(edition: Edition) -> bytes:
        n = numbered.count(edition.log_id) - 1
        used.append(kept.tail is not None)
        followed = segments.segment(edition, n, kept).json
        assert followed == segments.segment(edition, n).json
        return followed

    play(edition, random.Random(seed), count=80, erase=True, newest=newest)
    assert sum(used) > len(used) / 2, "the tail is of no use"


@pytest.mark.parametrize("seed", range(rounds(1, long=40)))
def test_whoever_follows_from_far_behind_gets_the_same_bytes(edition: Edition, seed: int) -> None:
    kept, dice, seen = Kept(), random.Random(seed), itertools.count()

    def newest(edition: Edition) -> bytes:
        if dice.random() < 0.2:
            while (n := next(seen)) < numbered.count(edition.log_id) - 1:
                assert segments.segment(edition, n, kept).json == segments.segment(edition, n).json
        return b""

    play(edition, random.Random(seed), count=80, erase=True, newest=newest)


def test_what_was_erased_is_neither_shown_nor_kept(edition: Edition) -> None:
    log, kept = edition.log, Kept()
    acts.start_session(log)
    follow(edition, kept)
    [asked] = acts.speak(log, question("A name that must go", ADA))
    follow(edition, kept)
    assert "A name that must go" in repr(kept)
    acts.speak(log, answer("So."))
    acts.erase(log, asked, legal_basis="Art. 17 GDPR")
    behind = numbered.count(edition.log_id) - 2
    assert b"A name" not in segments.segment(edition, behind, kept).json, "it was erased before this was rendered"
    follow(edition, kept)
    assert "A name that must go" not in repr(kept) and "Ada Reyes" not in repr(kept)


def test_what_is_held_is_not_kept_until_it_is_open(edition: Edition) -> None:
    log, kept = edition.log, Kept()
    acts.start_session(log)
    acts.set_rule(log, ON)
    acts.speak(log, answer("So."))
    follow(edition, kept)
    [held] = acts.speak(log, question("Words nobody may read yet", ADA), held=True)
    assert b"Not yet public" in follow(edition, kept) and "Words nobody" not in repr(kept)
    acts.publish(log, held, reason="The embargo has ended.")
    assert b"Words nobody" in follow(edition, kept)


def test_an_embargo_is_told_by_the_time_of_each_segment(edition: Edition, monkeypatch: pytest.MonkeyPatch) -> None:
    log, kept = edition.log, Kept()
    acts.start_session(log)
    acts.set_rule(log, embargo(seconds=3_600))
    follow(edition, kept)
    acts.speak(log, answer("Within it."))
    assert b"Not before the time named." in follow(edition, kept)
    monkeypatch.setattr(writer, "timekeeping", SimpleNamespace(now=lambda: 4_102_444_800_000))
    acts.speak(log, answer("After it."))
    assert b"The embargo has ended. What" in follow(edition, kept)


def test_the_next_words_cost_as_many_queries_in_a_long_log(edition: Edition) -> None:
    log, kept = edition.log, Kept()
    acts.start_session(log)
    costs = []
    for count in (2, 100):
        acts.speak(log, question("Why?", BOHDAN), *(answer(f"Sentence {n}.") for n in range(count)))
        follow(edition, kept)
        acts.speak(log, question("And why?", ADA))
        n = numbered.count(edition.log_id) - 1
        with CaptureQueriesContext(connection) as asked:
            segments.segment(edition, n, kept)
        costs.append(len(asked))
    assert max(costs) <= 2, "a look at what is new, and one at whose question it was until then, if that isn't known"


def follow(edition: Edition, kept: Kept) -> bytes:
    """The newest segment by what is kept, which is the same as without."""
    n = numbered.count(edition.log_id) - 1
    found = segments.segment(edition, n, kept).json
    assert found == segments.segment(edition, n).json
    return found
