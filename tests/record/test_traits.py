"""What the log does to an entry, the traits of its kind say, whatever room it belongs to."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

import pytest

from onrecord.keeping.errors import ActRefused
from onrecord.proceedings import entries
from onrecord.record import acts, kinds, openings
from onrecord.record.contents import Content, Text
from onrecord.record.models import Log
from onrecord.record.models import Opening as Stored
from onrecord.record.writer import Draft, append
from tests.record.holds import assert_holds
from tests.record.reading import states


class Found(Content):
    """Something was found in the hall."""

    kind: ClassVar[str] = "test.found"
    published_by_act: ClassVar[bool] = True
    what: Text


class Described(Content):
    """Somebody says what it looks like, and repeats what it is."""

    kind: ClassVar[str] = "test.described"
    annotates: ClassVar[bool] = True
    repeats: ClassVar[bool] = True
    what: Text


class Shelved(Content):
    """Where it lies is nobody's business but the office's."""

    kind: ClassVar[str] = "test.shelved"
    what: Text


class Rules(Content):
    kind: ClassVar[str] = "test.rules"
    governs: ClassVar[bool] = True
    what: Text


class Counted(Content):
    kind: ClassVar[str] = "test.counted"
    wordless: ClassVar[bool] = True


@pytest.fixture(autouse=True)
def room(monkeypatch: pytest.MonkeyPatch) -> None:
    """A room that the log knows nothing of has these kinds."""
    for kind in (Found, Described, Shelved, Rules, Counted):
        monkeypatch.setitem(kinds.known._kinds, kind.kind, kind)


def test_what_is_said_about_a_held_entry_opens_with_it_and_not_alone(log: Log) -> None:
    found, described = append(
        log,
        Draft(Found(what="An umbrella."), held=Stored.Why.OFFICE),
        Draft(Described(what="The umbrella is red."), ref=2, held=Stored.Why.OFFICE),
    )
    with pytest.raises(ActRefused, match=f"published with it; publish entry {found}"):
        acts.publish(log, described, reason="asked")
    acts.publish(log, found, reason="asked")
    assert states(log, found, described) == ["public", "public"]
    assert_holds(log)


@pytest.mark.parametrize("publish", [acts.publish, entries.publish])
def test_what_is_not_of_a_kind_that_acts_publish_stays_back(log: Log, publish: Callable[..., int]) -> None:
    [shelved] = append(log, Draft(Shelved(what="Third shelf."), held=Stored.Why.OFFICE))
    with pytest.raises(ActRefused, match="can't be published"):
        publish(log, shelved, reason="asked")
    assert acts.open_due(now=log.last_at + 10**12) == 0
    assert states(log, shelved) == ["held"]


@pytest.mark.parametrize("erase", [acts.erase, entries.erase])
def test_erasing_finds_what_repeats_the_words(log: Log, erase: Callable[..., int]) -> None:
    found, described, other = append(
        log,
        Draft(Found(what="An umbrella."), held=Stored.Why.OFFICE),
        Draft(Described(what="The umbrella is red."), ref=2),
        Draft(Found(what="A hat.")),
    )
    opened = acts.publish(log, found, reason="The umbrella may be seen.")
    erase(log, found, legal_basis="Art. 17 GDPR")
    assert states(log, found, described, opened, other) == ["destroyed", "destroyed", "destroyed", "public"]
    assert found not in openings.kept(log, range(log.size))
    assert_holds(log)


@pytest.mark.parametrize(
    ("content", "why"), [(Rules(what="No dogs."), "governs"), (Counted(), "no words"), (None, "what edition")]
)
def test_what_others_rest_on_or_has_no_words_is_not_erased(log: Log, content: Content | None, why: str) -> None:
    index = append(log, Draft(content))[0] if content else 0
    with pytest.raises(ActRefused, match=why):
        acts.erase(log, index, legal_basis="Art. 17 GDPR")
    assert states(log, index) == ["public"]
