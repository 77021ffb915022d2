"""Somebody who speaks, in a process of their own: `python -m tests.live.publisher`.

Makes the edition `conference/1` where there is none. Each line of standard input is an act, each line of standard
output says that it is durable: `speak WORDS…`, `ask WORDS…`, `long CHARACTERS`, `many COUNT SECONDS` (so many utterances,
one a commit, with so long a pause between them), `together COUNT` (in one commit), `correct INDEX WORDS…`,
`erase INDEX`, `embargo SECONDS`,
`rule on`, `rule off`, `hold SECONDS`, `publish INDEX`, `withhold INDEX WORDS…`, `applications SECONDS` (are taken for so long,
for `conference/2`), `host WORDS…` (whose conferences these are), `end`.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from tests import forking
from tests.server import environment, furnish
from tests.waiting import PATIENCE

if TYPE_CHECKING:
    from onrecord.events.models import Edition

PATH = "/conference/1/live/"


class Publisher:
    """The same, for a test."""

    def __init__(self, home: Path, **settings: str) -> None:
        furnish(home, settings)
        self._process = forking.Process(
            [sys.executable, "-m", "tests.live.publisher"],
            env=environment(home, PYTHONPATH=os.pathsep.join(sys.path), **settings),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
        )
        self.home = home
        self.segments = self._answer()

    def __enter__(self) -> Publisher:
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin and self._process.stdout
        self._process.stdin.close()
        self._process.wait(PATIENCE)
        self._process.stdout.close()

    def begin(self, act: str) -> None:
        """Have it done, without waiting."""
        assert self._process.stdin
        self._process.stdin.write(act + "\n")

    def done(self) -> int:
        """Wait until what was begun is durable; returns how many segments there are."""
        self.segments = self._answer()
        return self.segments

    def do(self, act: str) -> int:
        self.begin(act)
        return self.done()

    def _answer(self) -> int:
        assert self._process.stdout
        return int(self._process.stdout.readline())


def main() -> None:
    from onrecord.cli.installation import set_up

    set_up()
    from django.utils import timezone

    from onrecord.events import acts as events
    from onrecord.events import faces
    from onrecord.events.models import Edition
    from onrecord.proceedings import entries as acts
    from onrecord.proceedings.contents import RuleSet
    from onrecord.record.contents import EditionOpened
    from tests.rules import ON, embargo
    from tests.words import answer, question

    edition = Edition.objects.select_related("log").first()
    if edition is None:
        series = events.start_series(slug="conference", title="Conference")
        edition = events.open_edition(series, slug="1", content=EditionOpened(series="Conference", title="First"))
        acts.start_session(edition.log)
    log = edition.log
    print(log.segments, flush=True)
    for line in sys.stdin:
        match line.split():
            case ["speak", *words]:
                acts.speak(log, answer(" ".join(words)))
            case ["ask", *words]:
                acts.speak(log, question(" ".join(words)))
            case ["long", characters]:
                acts.speak(log, answer("x" * int(characters)))
            case ["many", count, seconds]:
                for number in range(int(count)):
                    acts.speak(log, answer(f"Sentence {number}."))
                    time.sleep(float(seconds))
            case ["together", count]:
                acts.speak(log, *(answer(f"Sentence {number}.") for number in range(int(count))))
            case ["correct", index, *words]:
                acts.correct(log, int(index), text=" ".join(words), kind="transcription", reason="Misheard.")
            case ["erase", index]:
                acts.erase(log, int(index), legal_basis="Art. 17 GDPR")
            case ["embargo", seconds]:
                acts.set_rule(log, embargo(seconds=float(seconds)))
            case ["rule", "on"]:
                acts.set_rule(log, ON)
            case ["rule", "off"]:
                acts.set_rule(log, RuleSet(rule="off the record", sentence="Nothing is recorded."))
            case ["hold", seconds]:
                acts.set_hold(log, seconds=int(seconds))
            case ["publish", index]:
                acts.publish(log, int(index), reason="Agreed.")
            case ["withhold", index, *words]:
                acts.withhold(log, int(index), reason=" ".join(words))
            case ["applications", seconds]:
                now = timezone.now()
                events.take_applications(_to_come(), opens=now, until=now + timedelta(seconds=float(seconds)))
            case ["host", *words]:
                faces.show(edition.series, host=" ".join(words), email="", phone="", logo=None, by=None)
            case ["end"]:
                acts.end_session(log)
        log.refresh_from_db()
        print(log.segments, flush=True)


def _to_come() -> Edition:
    """The edition `conference/2`, which hasn't begun."""
    from onrecord.events import acts as events
    from onrecord.events.models import Edition, Series
    from onrecord.record.contents import EditionOpened

    found = Edition.objects.filter(slug="2").select_related("log").first()
    content = EditionOpened(series="Conference", title="Second")
    return found or events.open_edition(Series.objects.get(), slug="2", content=content)


if __name__ == "__main__":
    main()
