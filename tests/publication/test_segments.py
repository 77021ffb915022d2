"""Segments of the live record: the same bytes at any later time, and together no other page than a reload gives."""

from __future__ import annotations

import itertools
import json
import random
import re
from types import SimpleNamespace

import pytest

from onrecord.events import acts as events
from onrecord.events.models import Edition
from onrecord.keeping import timekeeping
from onrecord.proceedings import entries as acts
from onrecord.publication import segments
from onrecord.record import horizon, writer
from onrecord.record import segments as numbered
from onrecord.record.contents import EditionOpened
from onrecord.record.models import Entry
from tests.publication.playing import newest, play
from tests.rounds import rounds
from tests.rules import embargo, wait_for_end
from tests.words import answer, question

SEEDS = pytest.mark.parametrize("seed", range(rounds(1, long=40)))


@pytest.fixture(autouse=True)
def seconds_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    """Seven of them between two acts, so that an answer lasts."""
    moments = itertools.count(1_778_500_000_000, 7_000)
    monkeypatch.setattr(writer, "timekeeping", SimpleNamespace(now=lambda: next(moments)))


@pytest.fixture
def edition(transactional_db: None) -> Edition:
    series = events.start_series(slug="regional-media", title="Press conference for regional media")
    return events.open_edition(series, slug="13", content=EditionOpened(series=series.title, title="13th edition"))


@pytest.mark.slow
@SEEDS
def test_a_segment_has_the_same_bytes_at_any_later_time(edition: Edition, seed: int) -> None:
    seen = play(edition, random.Random(seed), count=60)
    again = [segments.segment(edition, n).json for n in range(numbered.count(edition.log_id))]
    assert again == seen
    assert [json.loads(line)["n"] for line in seen] == list(range(len(seen)))


@SEEDS
def test_who_followed_and_who_reloads_see_the_same_words(edition: Edition, client, seed: int) -> None:
    page: dict[str, str] = {}
    for line in play(edition, random.Random(seed), count=60, erase=True):
        for passage in json.loads(line).get("passages", []):
            page[passage["id"]] = passage["html"]
    followed = [page[key] for key in sorted(page, key=lambda one: int(one[1:]))]
    assert [unnumbered(one) for one in reloaded(client)] == [unnumbered(one) for one in followed]


@SEEDS
def test_where_nothing_was_held_or_erased_they_see_the_same_page_to_the_letter(
    edition: Edition, client, seed: int
) -> None:
    page: dict[str, str] = {}
    for line in play(edition, random.Random(seed), count=80, hold=False):
        for passage in json.loads(line).get("passages", []):
            page[passage["id"]] = passage["html"].strip()
    assert [page[identity(one)] for one in reloaded(client)] == reloaded(client)
    assert sum('class="lasted"' in one for one in page.values()) > 1


def test_the_head_of_each_segment_is_that_of_the_page(edition: Edition, client) -> None:
    """Whatever it tells, the number of the accredited among it."""
    content = EditionOpened(series="Press", title="14th edition", accredited=104, regions=46)
    edition = events.open_edition(edition.series, slug="14", content=content)
    kept = segments.Kept()
    acts.start_session(edition.log)
    for words in (question("Is it open?"), answer("It is."), question("Since when?"), answer("Since March.")):
        acts.speak(edition.log, words)
        told = json.loads(segments.segment(edition, numbered.count(edition.log_id) - 1, kept).json)["standing"]
        assert "104 accredited from 46 regions" in told
        assert told.strip() in client.get("/regional-media/14/record/").content.decode()


def identity(passage: str) -> str:
    return re.findall(r' id="(u\d+)"', passage)[0]


def reloaded(client) -> list[str]:
    """The passages as the record's page shows them."""
    shown = client.get("/regional-media/13/record/?from=0").content.decode()
    return re.findall(r'<li class="passage.*?</li>', shown, re.S)


def unnumbered(passage: str) -> str:
    """Without what opening or erasing an earlier question changes in all later ones: number and place in an exchange."""
    passage = re.sub(
        r'<div class="(voice|about)">.*?</div>(?=\n<div class="said"|\n<p class="sentence"|\n<div class="about")',
        "",
        passage,
        flags=re.S,
    )
    return re.sub(r" (opens|asks)\b", "", passage).strip()


def test_what_is_held_is_in_no_segment_before_it_is_opened(edition: Edition) -> None:
    acts.start_session(edition.log)
    index = acts.speak(edition.log, question("Words nobody may read yet"), held=True)[0]
    gap = newest(edition)
    acts.publish(edition.log, index, reason="The embargo has ended.")
    assert b"Words nobody" in newest(edition)
    assert segments.segment(edition, 2).json == gap
    assert b"Not yet public" in gap


def test_a_segment_tells_of_an_embargo_by_the_time_of_its_last_entry_alone(
    edition: Edition, client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "timekeeping", timekeeping)
    acts.start_session(edition.log)
    rule = embargo(seconds=1)
    acts.set_rule(edition.log, rule)
    acts.speak(edition.log, answer("Within it."))
    within = newest(edition)
    wait_for_end(rule)
    assert segments.segment(edition, 3).json == within and b"Not before the time named." in within
    assert b"The embargo has ended. What" in client.get("/regional-media/13/record/").content, (
        "the page has the clock's time"
    )
    acts.speak(edition.log, answer("After it."))
    after = json.loads(newest(edition))
    assert "The embargo has ended. What" in after["standing"] and "Not before the time named." not in after["standing"]
    acts.open_due()
    assert [segments.segment(edition, n).json for n in (3, 4)] == [
        within,
        json.dumps(after, ensure_ascii=False, separators=(",", ":")).encode(),
    ]


def test_an_erased_correction_shows_the_words_that_stand_again(edition: Edition) -> None:
    acts.start_session(edition.log)
    index = acts.speak(edition.log, answer("It stands in Verkhna."))[0]
    correction = acts.correct(edition.log, index, text="It fell.", kind="disputed", reason="A joke.")
    assert b"fell" in newest(edition)
    acts.erase(edition.log, correction, legal_basis="A court's order")
    passages = json.loads(newest(edition))["passages"]
    assert [one["id"] for one in passages] == [f"u{index}"]
    assert "fell" not in passages[0]["html"]


def test_a_long_act_is_cut_and_says_where_the_rest_begins(edition: Edition) -> None:
    acts.start_session(edition.log)
    indexes = acts.speak(edition.log, *(answer(f"Sentence {n}.") for n in range(200)))
    segment = json.loads(newest(edition))
    assert len(segment["passages"]) == segments.MOST_PASSAGES
    assert segment["later"] == indexes[segments.MOST_PASSAGES]


def test_an_act_of_many_words_is_cut_after_one_passage_of_any_length(edition: Edition) -> None:
    acts.start_session(edition.log)
    indexes = acts.speak(edition.log, *(answer("So it is. " * 10_000) for _ in range(3)))
    segment = json.loads(newest(edition))
    assert [one["id"] for one in segment["passages"]] == [f"u{indexes[0]}"]
    assert segment["later"] == indexes[1]


def test_entries_of_a_segment_are_found_wherever_it_is(edition: Edition) -> None:
    log, dice = edition.log, random.Random(3)
    acts.start_session(log)
    for _ in range(60):
        if dice.random() < 0.3:
            numbered.allot_tick(log, numbered.count(log.pk))
        else:
            acts.speak(log, *(answer("So.") for _ in range(dice.choice([1, 1, 2, 7]))))
    stored = list(Entry.objects.filter(log=log).order_by("index").values_list("index", "segment"))
    for n in range(numbered.count(log.pk) + 2):
        assert [index for index, _ in numbered.entries(log, n)] == [index for index, one in stored if one == n]


def test_a_tick_is_made_once(edition: Edition) -> None:
    n = numbered.count(edition.log_id)
    assert numbered.allot_tick(edition.log, n)
    assert not numbered.allot_tick(edition.log, n)
    assert not numbered.allot_tick(edition.log, n + 2)
    assert newest(edition) == b'{"n":%d}' % n
    acts.start_session(edition.log)
    assert json.loads(newest(edition))["n"] == n + 1


def test_what_is_opened_while_one_looks_at_a_horizon_is_noticed(edition: Edition) -> None:
    log = edition.log
    acts.start_session(log)
    first, second = (acts.speak(log, answer("So."), held=True)[0] for _ in range(2))
    size = log.size
    acts.publish(log, first, reason="It was checked.")
    seen = horizon.of(log, size)
    acts.speak(log, answer("Well."))
    assert seen.still_true()
    acts.publish(log, second, reason="It was checked.")
    assert not seen.still_true()
    assert horizon.of(log, size).still_true()
