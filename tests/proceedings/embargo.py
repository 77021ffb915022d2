"""Words under an embargo, put on the record in a process of their own: `python -m tests.proceedings.embargo SECONDS`."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from tests import forking
from tests.server import environment
from tests.waiting import PATIENCE

PATH = "/regional-media/13/log/"
RULE, WORDS, ANOTHER, OPENED = 2, 3, 4, 5
"""Indexes of what is on the record then: the ground rule, two utterances, and the first entry that opens one."""


def embargo(home: Path, *, seconds: float) -> float:
    """A conference of which two utterances open in so many seconds; returns when, in seconds since 1970."""
    done = forking.run(
        [sys.executable, "-m", "tests.proceedings.embargo", str(seconds)],
        env=environment(home, PYTHONPATH=os.pathsep.join(sys.path)),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return float(done.stdout)


def main(seconds: float) -> None:
    from onrecord.cli.installation import set_up

    set_up()
    from onrecord.proceedings import entries
    from onrecord.proceedings.contents import RuleSet
    from onrecord.record.entry import rfc3339
    from tests import cast
    from tests.words import answer

    log = cast.edition().log
    entries.start_session(log)
    until = time.time_ns() // 1_000_000 + int(seconds * 1000)
    entries.set_rule(log, RuleSet(rule="on the record", sentence="Embargoed.", until=rfc3339(until)))
    entries.speak(log, answer("The bus line opens in March."), answer("And the second one in May."))
    print(until / 1000)


if __name__ == "__main__":
    main(float(sys.argv[1]))
