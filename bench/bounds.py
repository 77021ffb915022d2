"""What the worst inputs may cost, in CPU: a correction's difference, a catch-up page of 100 segments, a search in a record.

Each with the longest text that is allowed (200,000 characters), in the shape that takes longest of those tried, beside a
physical line in the same run: the difference beside splitting both texts into words once; the catch-up page beside compressing
its bytes as a server does; the search beside looking for the same letters in the same words, which lie open in memory. Medians
of the rounds. Ends with an error where something takes longer than its bound.
"""

from __future__ import annotations

import gzip
import os
import random
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

if TYPE_CHECKING:
    from onrecord.events.models import Edition

LONGEST, SEGMENTS, ROUNDS = 200_000, 100, 5
PASSAGES, WORDS = 1_500, 80
MOST = {"difference": 100, "catch-up page": 15_000, "search": 1_000}
"""Milliseconds of CPU."""
DICE = random.Random(13)


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="onrecord-bench-") as home:
        os.environ["ONRECORD_HOME"] = home
        from onrecord.cli.installation import set_up

        set_up()
        over = [what for measure in (difference, catching_up, searching) for what in measure()]
    if over:
        sys.exit(f"over the bound: {', '.join(over)}")


def difference() -> list[str]:
    """Of the words that stand and those that were there first, marked up as on a page."""
    from onrecord.publication.comparing import compare, marked_up

    worst = max(texts(), key=lambda pair: cost(lambda: marked_up(compare(*pair[1])), rounds=1))
    name, (before, now) = worst
    ours = cost(lambda: marked_up(compare(before, now)))
    limit = cost(lambda: [re.findall(r"\w+|\W", text) for text in (before, now)])
    return told("difference", ours, limit, f"both texts split into words; worst: {name}")


def texts() -> Iterator[tuple[str, tuple[str, str]]]:
    """Pairs of the longest texts that differ all over."""

    def long(unit: str) -> str:
        return (unit * (LONGEST // len(unit) + 1))[:LONGEST]

    def sentences(words: int, letters: str) -> str:
        one = (" ".join(DICE.choice(letters) for _ in range(words)) + ". " for _ in iter(int, 1))
        text = ""
        while len(text) < LONGEST:
            text += next(one)
        return text[:LONGEST]

    yield "every other word", (long("a b "), long("a c "))
    yield "all sentences", (long("So it is. "), long("So he is. "))
    yield "every other sentence", (long("So it is. He said so. "), long("So it is. She said so. "))
    yield "a letter a line", (long("a\n\n"), long("b\n\n"))
    yield "signs to escape", (long("& < "), long("& > "))
    for words in (2, 40, 400):
        yield f"random sentences of {words} words", (sentences(words, "abcd"), sentences(words, "abcd"))
    kept = sentences(40, "abcdefgh").split(". ")
    changed = [one.replace("a", "x").replace("c", "y") if n % 2 else one for n, one in enumerate(kept)]
    yield "every other sentence of 40 words, in many words", (". ".join(kept), ". ".join(changed))


def catching_up() -> list[str]:
    """A hundred corrections of one utterance, all of them in one catch-up page; and a hundred acts of many utterances."""
    from tests.words import answer

    from onrecord.proceedings import entries
    from onrecord.publication import segments

    over = []
    pairs = [pair for _name, pair in texts()]
    for name in ("corrections of the longest text", "acts of 120 utterances of 1,000 characters"):
        log = (edition := new_edition(name.split()[0])).log
        [said] = entries.speak(log, answer(pairs[0][0]))
        first = log.segments
        for n in range(SEGMENTS):
            if name.startswith("corrections"):
                text = pairs[n % len(pairs)][1][:-1] + "abcdefghij"[n % 10]
                entries.correct(log, said, text=text, kind="transcription", reason="Misheard.")
            else:
                entries.speak(log, *(answer("So it is, and so it was. " * 40) for _ in range(120)))

        def page(edition: Edition = edition, first: int = first) -> bytes:
            return b"\n".join(segments.segment(edition, n).json for n in range(first, first + SEGMENTS))

        ours, bytes_ = cost(page, rounds=1), page()
        limit = cost(lambda bytes_=bytes_: gzip.compress(bytes_, 6), rounds=1)
        over += told("catch-up page", ours, limit, f"its {len(bytes_) / 1e6:.0f} MB compressed; {SEGMENTS} {name}")
    return over


def searching() -> list[str]:
    """What occurs everywhere, in a long record of usual passages and in one of few that are as long as may be."""
    from tests.words import answer

    from onrecord.proceedings import entries
    from onrecord.publication import finding

    over = []
    usual = [
        " ".join(DICE.choice(("water", "bus", "école", "и", "the")) for _ in range(WORDS)) for _ in range(PASSAGES)
    ]
    for name, words in ((f"{PASSAGES:,} passages", usual), ("10 of the longest", [("e a " * LONGEST)[:LONGEST]] * 10)):
        edition = new_edition(f"search-{len(words)}")
        for n in range(0, len(words), 100):
            entries.speak(edition.log, *(answer(text) for text in words[n : n + 100]))
        terms = finding.terms_of("e a")
        ours = cost(lambda edition=edition, terms=terms: finding.find(edition, terms))
        limit = cost(lambda words=words: [text.casefold().count(one) for text in words for one in ("e", "a")])
        over += told("search", ours, limit, f"counted in the open; {name}, {sum(map(len, words)) / 1e6:.1f} MB")
    return over


def new_edition(slug: str) -> Edition:
    from onrecord.events import acts as events
    from onrecord.events.models import Series
    from onrecord.proceedings import entries
    from onrecord.record.contents import EditionOpened

    series = Series.objects.first() or events.start_series(slug="conference", title="Conference")
    edition = events.open_edition(series, slug=slug, content=EditionOpened(series="Conference", title=slug))
    entries.start_session(edition.log)
    return edition


def cost(do: Callable[[], object], *, rounds: int = ROUNDS) -> float:
    """Milliseconds of this process's CPU, the median."""
    taken = []
    for _ in range(rounds):
        before = time.process_time()
        do()
        taken.append((time.process_time() - before) * 1e3)
    return statistics.median(taken)


def told(what: str, ours: float, limit: float, beside: str) -> list[str]:
    print(f"  {what:14} {ours:8,.0f} ms (at most {MOST[what]:,}); {limit:6,.0f} ms for {beside}")
    return [what] if ours > MOST[what] else []


if __name__ == "__main__":
    main()
