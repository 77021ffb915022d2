"""Ground rules under which the cast speaks."""

from __future__ import annotations

import time

from onrecord.proceedings.contents import RuleSet
from onrecord.record.entry import milliseconds, rfc3339

OFF = RuleSet(rule="off the record", sentence="Nothing said here may be published; nothing is stored.")
ON = RuleSet(rule="on the record", sentence="Everything may be quoted by name.")
BACKGROUND = RuleSet(
    rule="background", attribution="an official of the region", sentence="For use, attributed to an official."
)
DEEP = RuleSet(rule="deep background", sentence="For use, without any attribution.")


def embargo(*, seconds: float) -> RuleSet:
    until = rfc3339(int((time.time() + seconds) * 1000))
    return RuleSet(rule="on the record", sentence="Not before the time named.", until=until)


def wait_for_end(rule: RuleSet) -> None:
    """Until the time of its embargo has passed."""
    assert rule.until
    time.sleep(max(0, milliseconds(rule.until) / 1000 - time.time()) + 0.02)
