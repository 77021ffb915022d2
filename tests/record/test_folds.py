"""What a fold must remember is stored in small rows, and a log can be folded on from the middle."""

from __future__ import annotations

import pytest

from onrecord.proceedings import entries
from onrecord.proceedings.fold import SPOKEN
from onrecord.proceedings.models import Utterance
from onrecord.record import folds, openings, projection
from onrecord.record.folds import BLOCK
from onrecord.record.models import FoldState, Log
from tests.record.holds import assert_holds
from tests.words import ADA, BOHDAN, answer, question


def conference(log: Log, size: int) -> None:
    for n in range(size // 4):
        entries.speak(log, question(f"Question {n}?", BOHDAN if n % 2 else ADA), answer("Yes."), answer("No."))
        entries.confirm(log, log.size - 1, version=log.size - 1)


def test_a_state_is_stored_where_an_entry_changed_it_and_once_a_block(log: Log) -> None:
    entries.speak(log, *[answer("We will see.")] * (4 * BLOCK))
    assert not FoldState.objects.filter(log=log, fold=SPOKEN.name).exists()
    entries.set_hold(log, seconds=60)
    entries.set_hold(log, seconds=30)
    stored = FoldState.objects.filter(log=log, fold=SPOKEN.name)
    assert list(stored.values_list("block", "state")) == [(4, '{"hold":30}')]
    assert_holds(log)


def test_a_log_is_folded_on_from_the_middle_without_what_came_before(log: Log) -> None:
    conference(log, 3 * BLOCK)
    whole = projection.fold(log)
    middle = projection.fold(log, start=2 * BLOCK + 10)
    assert middle.states == whole.states
    assert {index for _, index in middle.rows} >= set(range(2 * BLOCK, log.size))
    assert all(whole.rows[place] == row for place, row in middle.rows.items())

    Utterance.objects.filter(log=log, index__lt=BLOCK).delete()
    with_nothing_before = projection.fold(log, start=2 * BLOCK + 10)
    assert with_nothing_before.rows == middle.rows


def test_what_opens_late_moves_the_numbers_of_all_questions_after_it(log: Log) -> None:
    conference(log, 2 * BLOCK)
    late = entries.speak(log, question("A sealed one.", None), held=True)[0]
    conference(log, 2 * BLOCK)
    [before] = folds.read(log, SPOKEN)
    entries.publish(log, late, reason="asked")
    [after] = folds.read(log, SPOKEN)
    assert after.exchanges == before.exchanges + 1
    assert_holds(log)


def test_a_state_that_is_not_what_the_log_gives_is_named_and_made_anew(log: Log) -> None:
    conference(log, 2 * BLOCK)
    assert projection.first_difference(log) is None
    FoldState.objects.filter(log=log, fold=SPOKEN.name, block=1).update(state='{"exchanges":7}')
    found = projection.first_difference(log)
    assert found and "the state of spoken by entry 127: state is" in found
    projection.rebuild(log)
    assert projection.first_difference(log) is None


def test_a_state_of_an_older_version_is_read_with_what_it_lacks_as_it_is_at_first(log: Log) -> None:
    entries.set_hold(log, seconds=60)
    FoldState.objects.filter(log=log, fold=SPOKEN.name).update(version=0, state='{"hold":60,"no longer":1}')
    [state] = folds.read(log, SPOKEN)
    assert (state.hold, state.exchanges) == (60, 0)


def test_a_state_of_a_newer_version_is_not_guessed_at(log: Log) -> None:
    entries.set_hold(log, seconds=60)
    FoldState.objects.filter(log=log, fold=SPOKEN.name).update(version=SPOKEN.version + 1)
    with pytest.raises(RuntimeError, match="newer version"):
        entries.speak(log, answer("We will see."))
    assert len(list(openings.leaves(log))) == 3
