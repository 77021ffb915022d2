"""Words and switches that arrive late, from a desk that didn't know what the others did meanwhile."""

from __future__ import annotations

import re
import time
from uuid import UUID

import pytest

from onrecord.events.models import Edition
from onrecord.keeping.errors import ActRefused
from onrecord.people.models import Person
from onrecord.proceedings import conducting
from onrecord.proceedings import readers as record
from onrecord.proceedings.contents import RuleSet
from onrecord.record.entry import rfc3339
from onrecord.transcription import acts, reads
from onrecord.transcription.performing import perform
from onrecord.transcription.posted import parse
from tests import cast
from tests.transcription import new

WORDS = "The fourth school stands in Verkhna."
BACKGROUND = RuleSet(rule="background", sentence="On background.", attribution="a person in the office")


def test_what_was_typed_off_the_record_is_refused_when_it_is_back_on(
    session: Edition, esi: Person, chiara: Person
) -> None:
    off = switch(session, chiara, "off")
    during = now()
    switch(session, chiara, "back")
    for anyway in (False, True):
        with pytest.raises(acts.OffTheRecord) as refused:
            say(session, esi, begun=during, anyway=anyway)
        assert refused.value.since == at(session, off) <= during
    with pytest.raises(acts.OffTheRecord):
        correct = {
            "act": "correct",
            "utterance": 0,
            "version": 0,
            "text": WORDS,
            "kind": "transcription",
            "reason": "heard again",
        }
        perform(session, parse(correct | {"typed_at": during}), by=esi)
    assert record.spoken(session.log) == []
    assert say(session, esi, begun=now())


def test_what_was_begun_before_it_waits_for_somebody_to_look(session: Edition, esi: Person, chiara: Person) -> None:
    before = now() - 1  # an act may take less than a millisecond
    off = switch(session, chiara, "off")
    during = now()
    switch(session, chiara, "back")
    with pytest.raises(acts.OffTheRecord) as refused:
        say(session, esi, begun=before, ended=during)
    assert before < refused.value.since == at(session, off)  # so that the desk keeps it
    assert say(session, esi, begun=before, ended=during, anyway=True)
    assert say(session, esi, begun=before - 1000, ended=before)


FREE = RuleSet(rule="on the record", sentence="On the record.")
EMBARGO = RuleSet(
    rule="on the record", sentence="Under embargo.", until=rfc3339(time.time_ns() // 1_000_000 + 3_600_000)
)
ANOTHER = RuleSet(rule="background", sentence="As another.", attribution="somebody from Verkhna")


@pytest.mark.parametrize(("then", "by_now"), [(BACKGROUND, FREE), (EMBARGO, FREE), (BACKGROUND, ANOTHER)])
def test_what_was_typed_under_a_stricter_rule_waits_for_somebody_to_look(
    session: Edition, esi: Person, chiara: Person, then: RuleSet, by_now: RuleSet
) -> None:
    conducting.set_rule(session, by=chiara, rule=then)
    during = now()
    time.sleep(0.005)
    conducting.set_rule(session, by=chiara, rule=by_now)
    with pytest.raises(ActRefused, match=then.sentence):
        say(session, esi, begun=during)
    assert record.spoken(session.log) == []
    assert say(session, esi, begun=during, anyway=True)


def test_what_was_typed_under_a_looser_rule_comes_under_the_stricter_one(
    session: Edition, esi: Person, chiara: Person
) -> None:
    before = now()
    rule = conducting.set_rule(session, by=chiara, rule=BACKGROUND)
    assert say(session, esi, begun=before)
    (spoken,) = record.spoken(session.log)
    assert spoken.rule and spoken.rule.index == rule
    assert spoken.speaker is None


def test_a_desk_without_network_goes_off_the_record_and_back_and_types_on(session: Edition, esi: Person) -> None:
    off, back = new(), new()
    pressed = now()
    time.sleep(0.05)
    switch(session, esi, "off", key=off, pressed=pressed)
    switch(session, esi, "back", key=back, pressed=pressed + 10, off=off)
    rule, _ = record.lasting(record.stretches(session.log))
    assert rule and rule.content.kind == "rule.set" and "Off the record" not in str(rule.content)
    assert say(session, esi, begun=pressed + 20, ended=pressed + 30, back=back)


def test_a_late_return_never_ends_what_somebody_else_began_since(session: Edition, esi: Person, chiara: Person) -> None:
    off, pressed = new(), now()
    time.sleep(0.05)
    newer = switch(session, chiara, "off")
    assert switch(session, esi, "off", key=off, pressed=pressed) == newer
    with pytest.raises(ActRefused, match="Still off the record"):
        switch(session, esi, "back", pressed=pressed + 10, off=off)
    with pytest.raises(acts.OffTheRecord):
        say(session, esi, begun=pressed + 20)
    with pytest.raises(ActRefused, match="less than two seconds before"):
        switch(session, esi, "back", pressed=now())
    assert switch(session, esi, "back", pressed=now() + 2_000) != newer
    assert say(session, esi, begun=now())


def test_of_words_whose_time_nobody_knows_the_strictest_rule_since_counts(
    session: Edition, esi: Person, chiara: Person
) -> None:
    sure = now()
    time.sleep(0.005)
    switch(session, chiara, "off")
    switch(session, chiara, "back")
    for clock in (sure - 600_000, now() + 600_000):
        with pytest.raises(acts.OffTheRecord):
            say(session, esi, begun=clock, not_before=sure)
    assert say(session, esi, begun=sure - 600_000, not_before=sure, anyway=True)
    assert say(session, esi, begun=now() + 600_000, not_before=now())


@pytest.mark.parametrize("act", ["say", "correct"])
def test_a_plain_form_that_was_filled_in_meanwhile_is_shown_again_to_be_looked_at(
    session: Edition, esi: Person, chiara: Person, act: str
) -> None:
    client, path = cast.signed_in(esi), f"/{session.path}/desk/transcribe/"
    spoken = say(session, esi, begun=now())
    size = seen(client.get(path).content.decode())
    switch(session, chiara, "off")
    typed = "Zinnober between ourselves."
    sent = {"act": act, "text": typed, "seen": size}
    if act == "correct":
        sent |= {"utterance": spoken, "version": spoken, "kind": "transcription", "reason": "Misheard."}
    assert typed not in client.post(path + "acts/", sent).content.decode(), "it is off the record"
    switch(session, chiara, "back")
    refused = client.post(path + "acts/", sent)
    page = refused.content.decode()
    assert refused.status_code == 409 and "off the record while this was typed" in page
    assert f">{typed}</textarea>" in page
    assert [one.versions[-1].text for one in record.spoken(session.log)] == [WORDS]
    assert client.post(path + "acts/", sent | {"seen": seen(page)}).status_code == 302
    assert record.spoken(session.log)[-1].versions[-1].text == typed


def test_words_that_arrive_in_another_session_have_no_times_of_it(session: Edition, esi: Person) -> None:
    def times(since: int | None) -> tuple[int | None, int | None]:
        said = {"act": "say", "text": WORDS, "role": "answer", "typed_at": now(), "start_ms": 100, "end_ms": 300}
        perform(session, parse(said | {"started": since}), by=esi)
        content = record.spoken(session.log)[-1].content
        assert content
        return content.start_ms, content.end_ms

    first = reads.state(session, of=esi).started
    assert times(first) == (100, 300)
    conducting.end(session, by=esi)
    time.sleep(0.005)
    conducting.start(session, by=esi, seconds=0)
    assert times(first) == (None, None)
    assert times(reads.state(session, of=esi).started) == (100, 300)


def seen(page: str) -> str:
    """What a form of the desk says it was made from."""
    found = re.findall(r'name="seen" value="(\d+)"', page)
    assert found and len(set(found)) == 1
    return found[0]


def say(
    edition: Edition,
    by: Person,
    *,
    begun: int,
    ended: int | None = None,
    back: UUID | None = None,
    anyway: bool = False,
    not_before: int | None = None,
) -> int | None:
    ended = begun if ended is None else ended
    posted = {"act": "say", "text": WORDS, "role": "answer", "typed_at": ended, "start_ms": 0, "end_ms": ended - begun}
    return perform(edition, parse(posted | {"back": back, "anyway": anyway, "not_before": not_before}), by=by)


def switch(
    edition: Edition,
    by: Person,
    which: str,
    *,
    key: UUID | None = None,
    pressed: int | None = None,
    off: UUID | None = None,
) -> int | None:
    posted = {"act": which, "key": key or new(), "typed_at": pressed, "off": off}
    try:
        return perform(edition, parse(posted), by=by)
    finally:
        time.sleep(0.005)  # so that nothing else has the same millisecond


def at(edition: Edition, index: int | None) -> int:
    return next(round(one.at.timestamp() * 1000) for one in record.stretches(edition.log) if one.index == index)


def now() -> int:
    return time.time_ns() // 1_000_000
