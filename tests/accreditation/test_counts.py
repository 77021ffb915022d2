"""The numbers come from decisions, add up, and tell of no single person."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.accreditation import acts, reads
from onrecord.accreditation.counts import FEW, FEWER, MORE, OTHER, masked, merged
from onrecord.accreditation.models import Application, Call
from onrecord.accreditation.states import Act
from onrecord.events import sessions
from onrecord.keeping.errors import ActRefused
from onrecord.record import serving
from tests import cast
from tests.accreditation.building import applied, closed, decided, open_call

CELLS = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(1, 12), max_size=8)


@given(cells=CELLS)
def test_small_cells_of_a_margin_are_put_together(cells: dict[str, int]) -> None:
    found = merged(cells)
    numbers = [number for number in found.values() if isinstance(number, int)]
    assert all(number >= FEW for number in numbers)
    assert found.get(OTHER) in (None, FEWER) or sum(numbers) == sum(cells.values())
    if found.get(OTHER) == FEWER:
        assert sum(cells.values()) < FEW, "only where there is nothing else to put them with"
    assert all(found[name] == cells[name] for name in found if name != OTHER)


@given(parts=st.lists(st.integers(0, 9), min_size=3, max_size=3), names=st.permutations("abc"))
def test_no_small_number_is_the_only_one_that_fits_the_sum(parts: list[int], names: list[str]) -> None:
    """Somebody knows the sum, and tries every three that are as published."""
    found = masked(dict(zip(names, parts, strict=True)))
    may_be = {FEWER: range(FEW), MORE: range(FEW, 28)}
    able = [may_be[one] if isinstance(one, str) else [one] for one in found.values()]
    fit = [three for three in itertools.product(*able) if sum(three) == sum(parts)]
    assert tuple(parts) in fit
    if max(parts) >= FEW:  # else there is nothing to hide behind
        for at, number in enumerate(parts):
            assert not 0 < number < FEW or len({three[at] for three in fit}) > 1


@pytest.fixture
def call(transactional_db: None) -> Call:
    return open_call(cast.edition())


NAMES = [
    "Ada Reyes",
    "Bohdan Lis",
    "Imani Koda",
    "Pavel Norn",
    "Yusuf Adeyemi",
    "Lena Moor",
    "Tomas Veli",
    "Noor Sayed",
]


def test_the_totals_are_published_once_everything_is_decided_and_told(call: Call) -> None:
    dov = cast.person("Dov Sand")
    for name in NAMES[:4]:
        decided(call, cast.person(name), Act.ACCEPT, region="RU-KGD" if name < "C" else "RU-SA")
    for name in NAMES[4:7]:
        decided(call, cast.person(name), Act.REFUSE, reason="late", fact="14 May")
    open_one = applied(call, cast.person(NAMES[7]))
    with pytest.raises(ActRefused, match="Applications are not closed yet"):
        acts.publish_counts(call, by=dov)
    call = closed(call)
    with pytest.raises(ActRefused, match="1 application is not decided yet"):
        acts.publish_counts(call, by=dov)
    acts.withdraw(open_one)
    with pytest.raises(ActRefused, match="7 letters about decisions have not been sent"):
        acts.publish_counts(call, by=dov)
    acts.tell(call, range(1, 8), by=dov)
    acts.publish_counts(call, by=dov)
    counted = reads.published(call.edition)[0]
    assert (counted.applied, counted.accepted, counted.refused) == (8, 4, MORE), "one withdrew: 8 - 4 - 3"
    assert (counted.waitlisted, counted.withdrawn) == (FEWER, FEWER)
    assert counted.by_region == {"RU-KGD": 2, "RU-SA": 2}
    assert counted.by_reason == {OTHER: MORE}, "its sum would tell how many were refused"
    assert counted.entries == {"application.received": 8, "accreditation.acted": 8}
    with pytest.raises(ActRefused, match="once before the event and once after"):
        acts.publish_counts(call, by=dov)


def test_readers_learn_of_an_application_no_more_than_that_there_was_one(call: Call) -> None:
    found = decided(call, cast.person("Ada Reyes"), Act.REFUSE, reason="false", fact="The letter is forged.")
    acts.tell(call, [found.number], by=cast.person("Dov Sand"))
    log = call.edition.log
    log.refresh_from_db()
    entry = Application.objects.get(pk=found.pk).steps.exclude(entry=None).latest("pk").entry
    for index in (Application.objects.get(pk=found.pk).received, entry):
        assert index is not None
        with pytest.raises(serving.NotInLog):
            serving.opening(log, index)


def test_the_totals_are_published_once_after_the_event(call: Call) -> None:
    dov = cast.person("Dov Sand")
    log = call.edition.log
    sessions.start_session(log)
    sessions.end_session(log)
    acts.publish_counts(call, by=dov)
    with pytest.raises(ActRefused, match="once before the event and once after"):
        acts.publish_counts(call, by=dov)
