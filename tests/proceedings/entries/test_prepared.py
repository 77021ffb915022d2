"""A text that was prepared: paragraph by paragraph, and what publishing it reveals."""

from __future__ import annotations

import pytest

from onrecord.keeping.errors import ActRefused
from onrecord.proceedings import entries
from onrecord.proceedings.contents import RuleSet, TextPrepared, UtteranceSpoken
from onrecord.proceedings.disclosure import Disclosed, disclosed_by
from onrecord.record import openings
from onrecord.record.models import Log
from onrecord.transcripts.model import Role
from tests.record.holds import assert_holds
from tests.record.reading import later, texts
from tests.rules import BACKGROUND, OFF, embargo
from tests.words import FERRO, answer


def test_a_text_that_tells_more_than_its_delivery_is_published_only_by_who_was_shown_what(log: Log) -> None:
    text = entries.prepare_text(
        log, TextPrepared(title="Statement", paragraphs=["One.", "Two.", "Three."], speaker=FERRO)
    )
    entries.deliver(log, text, answer("One.", paragraph=0))
    entries.set_rule(log, BACKGROUND)
    named = entries.deliver(log, text, answer("Two.", paragraph=1))[0]
    entries.set_rule(log, embargo(seconds=60))
    held = entries.deliver(log, text, answer("Three.", paragraph=2))[0]
    assert disclosed_by(log, text) == [Disclosed(named, "unnamed"), Disclosed(held, "held")]
    for told in [[], [named], [held]]:
        with pytest.raises(ActRefused, match="also reveals"):
            entries.publish(log, text, reason="Delivered", disclosing=told)
        assert text not in openings.public(log, [text])
    entries.withhold(log, held, reason="Being checked.")
    assert disclosed_by(log, text)[-1] == Disclosed(held, "withheld")
    entries.publish(log, text, reason="Delivered", disclosing=[named, held])
    assert text in openings.public(log, [text])


def test_of_a_text_what_was_never_said_on_the_record_is_told_apart_before_it_is_published(log: Log) -> None:
    text = entries.prepare_text(log, TextPrepared(title="Statement", paragraphs=list("ABCDEFGH")))
    entries.deliver(log, text, answer("A", paragraph=0))
    entries.deliver(log, text, answer("C", paragraph=2))
    entries.set_rule(log, OFF)
    entries.set_rule(log, RuleSet(rule="on the record", sentence="On the record again."))
    entries.deliver(log, text, answer("F", paragraph=5))
    assert disclosed_by(log, text) == [
        Disclosed(text, "undelivered", "2, 7–8"),
        Disclosed(text, "off", "4–5"),
    ]
    with pytest.raises(ActRefused, match=f"was not delivered, in these entries: {text};"):
        entries.publish(log, text, reason="Delivered")
    entries.set_rule(log, OFF)
    assert disclosed_by(log, text)[1] == Disclosed(text, "off", "4–5, 7–8")
    entries.publish(log, text, reason="Delivered", disclosing=[text])
    assert text in openings.public(log, [text])


@pytest.mark.parametrize(("rule", "why"), [(OFF, "destroyed"), (BACKGROUND, "unnamed")])
def test_a_text_does_not_bring_back_what_was_destroyed(log: Log, rule: RuleSet, why: str) -> None:
    text = entries.prepare_text(log, TextPrepared(title="Statement", paragraphs=["The bridge is unsafe."]))
    entries.set_hold(log, seconds=60)
    index = entries.deliver(log, text, answer("The bridge is unsafe.", paragraph=0))[0]
    entries.catch(log, rule, since=index)
    entries.open_due(now=later(90))
    assert disclosed_by(log, text)[-1].why == why
    told = [one.index for one in disclosed_by(log, text)]
    if rule is OFF:
        with pytest.raises(ActRefused, match="have since been erased"):
            entries.publish(log, text, reason="Delivered", disclosing=told)
    else:
        entries.publish(log, text, reason="Delivered", disclosing=told)


def test_a_prepared_text_is_delivered_paragraph_by_paragraph_and_stays_held_itself(log: Log) -> None:
    text = entries.prepare_text(log, TextPrepared(title="Opening", paragraphs=["Good morning.", "Four schools."]))
    said_so = UtteranceSpoken(
        role=Role.STATEMENT, text="Three schools.", standard="draft", speaker=FERRO, language="en", paragraph=1
    )
    entries.deliver(log, text, said_so)
    assert texts(log) == ["Three schools."]
    assert text not in openings.public(log, range(log.size))
    with pytest.raises(ActRefused, match="not a prepared text"):
        entries.deliver(log, 0, said_so)
    entries.publish(log, text, reason="Delivered.", disclosing=[text])
    assert text in openings.public(log, range(log.size))
    assert_holds(log)


def test_on_background_nothing_is_delivered_from_a_public_text_that_names_its_speaker(log: Log) -> None:
    text = entries.prepare_text(
        log, TextPrepared(title="Statement", speaker=FERRO, paragraphs=["One.", "Two."], language="en")
    )
    entries.publish(log, text, reason="It was handed out.", disclosing=[text])
    entries.set_rule(log, RuleSet(rule="background", sentence="To an official.", attribution="an official"))
    with pytest.raises(ActRefused, match="says whose words these are"):
        entries.deliver(log, text, answer("Two."))
