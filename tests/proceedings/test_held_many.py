"""What is held back costs no reads where nobody asks for it: counted in the steps of SQLite's own machine."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection

from onrecord.proceedings import entries, office
from onrecord.record import openings, projection
from onrecord.record.models import Entry, Log, Opening
from tests.words import answer

MANY = 1_000


def steps(read: Callable[[], object]) -> int:
    """How many steps of SQLite's virtual machine `read` takes."""
    taken = 0

    def count() -> int:
        nonlocal taken
        taken += 1
        return 0

    connection.connection.set_progress_handler(count, 1)
    try:
        read()
    finally:
        connection.connection.set_progress_handler(None, 1)
    return taken


@pytest.mark.sqlite
@pytest.mark.parametrize(
    "read", [lambda log: office.last_utterances(log, limit=20), office.unconfirmed, office.clarifications]
)
def test_many_held_entries_are_not_read_for_the_last_lines(log: Log, read: Callable[[Log], object]) -> None:
    said = entries.speak(log, *[answer("The bus line opens in March.")] * MANY)
    public = steps(lambda: read(log))
    Opening.objects.filter(log=log, index__in=said[:-20]).update(state="held", why="hold")
    assert steps(lambda: read(log)) < public * 1.2 + 2_000


def test_kind_and_reference_stand_beside_the_leaf_as_it_says(log: Log) -> None:
    said = entries.speak(log, answer("The bus line opens in March."))[0]
    corrected = entries.correct(log, said, text="In May.", kind="transcription", reason="misheard")
    assert [index for index, _leaf in openings.referring(log, said)] == [corrected]
    assert projection.first_difference(log) is None
    Entry.objects.filter(log=log, index=corrected).update(kind="opened", ref=0)
    assert projection.first_difference(log) == (
        f"{log.origin}: entry {corrected}: kind is 'opened', but the log says 'utterance.corrected'"
    )
    projection.rebuild(log)
    assert projection.first_difference(log) is None
