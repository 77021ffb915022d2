from __future__ import annotations

from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.keeping import keys, sealing
from onrecord.keeping.acting import act
from onrecord.keeping.errors import ActRefused, KeysUnusable
from onrecord.proceedings import entries, readers
from onrecord.proceedings.contents import RuleSet, UtteranceSpoken
from onrecord.proceedings.models import Utterance
from onrecord.record import openings, serving
from onrecord.record.contents import EditionOpened, Erased
from onrecord.record.entry import Leaf
from onrecord.record.models import Log, Opening
from onrecord.transcripts.model import Role
from tests.record import sealed
from tests.record.holds import assert_holds
from tests.rounds import rounds
from tests.words import ADA, BOHDAN, FERRO, answer, question, said


def test_words_become_entries_whose_indexes_are_their_identity(log: Log) -> None:
    assert entries.speak(log, question("Why three schools?"), answer("The fourth is late.")) == range(2, 4)
    assert [one.current.text for one in readers.spoken(log) if one.current] == [
        "Why three schools?",
        "The fourth is late.",
    ]
    assert_holds(log)


def test_no_leaf_carries_words_or_names(log: Log) -> None:
    entries.speak(log, question("Why three schools?"))
    leaves = b"".join(leaf for _, leaf in openings.leaves(log))
    for secret in (b"schools", b"Ada", b"Tamra", b"Ferro"):
        assert secret not in leaves


def test_no_table_but_the_sealed_openings_carries_words_or_names(log: Log) -> None:
    entries.speak(log, question("Why three schools?"))
    entries.correct(log, 2, text="Why four schools?", kind="transcription", reason="Heard again")
    for model in (Log, Utterance, Opening):
        for row in model.objects.values_list():
            assert "schools" not in repr(row)
            assert "Ada" not in repr(row)


def test_question_answer_and_follow_up_are_one_exchange(log: Log) -> None:
    entries.speak(log, question("Why three?"), answer("It is late."), question("When?"), answer("In May."))
    entries.speak(log, question("And the bus?", BOHDAN), answer("Soon."))
    places = Utterance.objects.order_by("index").values_list("exchange", "number", "role")
    assert list(places) == [(2, 1, role) for role in ("question", "answer") * 2] + [
        (6, 2, "question"),
        (6, 2, "answer"),
    ]


def test_unknown_askers_never_share_an_exchange(log: Log) -> None:
    entries.speak(log, question("Why?", None), question("When?", None), answer("Later."))
    assert list(Utterance.objects.order_by("index").values_list("number", flat=True)) == [1, 2, 2]


def test_a_statement_ends_the_exchange(log: Log) -> None:
    entries.speak(log, question("Why?"), said("One more thing.", Role.STATEMENT, FERRO), answer("As I said."))
    assert Utterance.objects.get(log=log, index=4).exchange is None


def test_a_correction_leaves_both_versions_readable(log: Log) -> None:
    entries.speak(log, answer("It stands in Verhn."))
    correction = entries.correct(log, 2, text="It stands in Verkhna.", kind="transcription", reason="A name misheard")
    found = readers.utterance(log, 2)
    assert found is not None
    assert [(version.index, version.text) for version in found.versions] == [
        (2, "It stands in Verhn."),
        (correction, "It stands in Verkhna."),
    ]
    assert_holds(log)


def test_a_correction_of_attribution_changes_the_speaker_that_stands(log: Log) -> None:
    entries.speak(log, question("Why?", BOHDAN))
    entries.correct(log, 2, text="Why?", kind="attribution", reason="It was the radio", speaker=ADA)
    found = readers.utterance(log, 2)
    assert found is not None
    assert found.speaker == ADA


@pytest.mark.parametrize("index", [0, 1, 99])
def test_only_utterances_can_be_corrected(log: Log, index: int) -> None:
    with pytest.raises(ActRefused, match=r"(not a passage|no entry 99)"):
        entries.correct(log, index, text="x", kind="disputed", reason="because")


def test_nothing_is_spoken_outside_a_session(log: Log) -> None:
    entries.end_session(log)
    with pytest.raises(ActRefused, match="no session is running"):
        entries.speak(log, answer("Too late."))
    with pytest.raises(ActRefused, match="no session is running"):
        entries.end_session(log)


def test_one_session_at_a_time(log: Log) -> None:
    with pytest.raises(ActRefused, match="already running"):
        entries.start_session(log)


def test_an_incomplete_record_says_so(log: Log) -> None:
    entries.leave_incomplete(log, reason="The source stops.")
    entries.end_session(log)
    assert readers.standing(log).status == "incomplete"


def test_held_words_show_as_a_gap_until_they_are_opened(log: Log) -> None:
    entries.speak(log, question("A sealed one."), held=True)
    found = readers.utterance(log, 2)
    assert found is not None
    assert (found.state, found.content, found.versions) == ("held", None, ())
    with pytest.raises(serving.NotInLog):
        serving.opening(log, 2)
    assert_holds(log)

    entries.publish(log, 2, reason="asked")
    found = readers.utterance(log, 2)
    assert found is not None
    assert found.current is not None
    assert found.exchange == 2
    assert_holds(log)
    with pytest.raises(ActRefused, match="not waiting to be published"):
        entries.publish(log, 2, reason="again")


def test_erasure_destroys_words_corrections_and_keys_and_keeps_the_proofs(log: Log) -> None:
    entries.speak(log, question("My name is Ada Reyes."), answer("Good morning."))
    entries.correct(log, 2, text="My name is A. Reyes.", kind="transcription", reason="initial only")
    before = sealing.wrapping(keys.OPENINGS).keys
    entry = entries.erase(log, 2, legal_basis="Art. 17 GDPR, decision 4/2026")

    assert sealing.wrapping(keys.OPENINGS).keys[0] not in before
    for index in (2, 4):
        with pytest.raises(serving.Destroyed):
            serving.opening(log, index)
        stored = Opening.objects.get(log=log, index=index)
        assert (bytes(stored.wrapped_key), bytes(stored.sealed)) == (b"", b"")
    assert openings.contents_of(log, [entry])[entry] == Erased(legal_basis="Art. 17 GDPR, decision 4/2026")
    assert readers.spoken(log)[0].state == "destroyed"
    assert readers.spoken(log)[1].current is not None
    assert_holds(log)
    with pytest.raises(ActRefused, match="no content to erase"):
        entries.erase(log, 2, legal_basis="again")


def test_an_older_copy_of_an_erased_opening_opens_nothing(log: Log) -> None:
    entries.speak(log, question("My name is Ada Reyes."))
    copy = Opening.objects.get(log=log, index=2)
    entries.erase(log, 2, legal_basis="Art. 17 GDPR")
    with pytest.raises(KeysUnusable, match="none of the keys opens"):
        copy.unseal()


def test_an_act_takes_no_second_log(log: Log) -> None:
    other = entries.open_edition("press.example.org/regional-media/14/log", EditionOpened(series="S", title="T"))
    with pytest.raises(AssertionError, match="can't take"), act(log):
        entries.start_session(other)
    assert other.size == 1


def test_an_act_that_fails_midway_leaves_nothing(log: Log) -> None:
    checkpoint = log.checkpoint
    with pytest.raises(RuntimeError), act(log):
        entries.speak(log, answer("Never said."))
        raise RuntimeError
    log.refresh_from_db()
    assert (log.size, log.checkpoint) == (2, checkpoint)
    assert_holds(log)
    assert entries.speak(log, answer("Said.")) == range(2, 3)


def test_tiles_grow_across_their_borders(log: Log) -> None:
    for count in (250, 3, 1, 1, 300):
        entries.speak(log, *(answer(f"Sentence {n}.") for n in range(count)))
    assert log.size == 557
    assert_holds(log)


VOICES = st.sampled_from([None, ADA, BOHDAN])
RULES = st.sampled_from(
    [
        RuleSet(rule="on the record", sentence="By name."),
        RuleSet(rule="on the record", sentence="Not yet.", until="2099-01-01T00:00:00.000Z"),
        RuleSet(rule="background", sentence="To an official.", attribution="an official"),
        RuleSet(rule="deep background", sentence="To nobody."),
        RuleSet(rule="off the record", sentence="Nothing."),
    ]
)
STEP = st.one_of(
    st.tuples(st.just("ask"), VOICES, st.booleans()),
    st.tuples(st.just("answer"), st.just(FERRO), st.booleans()),
    st.tuples(st.just("correct"), st.integers(0, 40)),
    st.tuples(st.just("publish"), st.integers(0, 40)),
    st.tuples(st.just("erase"), st.integers(0, 40)),
    st.tuples(st.just("session")),
    st.tuples(st.just("rule"), RULES),
    st.tuples(st.just("catch"), RULES, st.integers(1, 25)),
    st.tuples(st.just("hold"), st.sampled_from([0, 60])),
    st.tuples(st.sampled_from(["withhold", "confirm", "translate"]), st.integers(0, 25)),
    st.tuples(st.just("open due"), st.sampled_from([1, 100])),
    st.tuples(st.sampled_from(["pause", "resume"])),
    st.tuples(st.just("commit"), st.integers(0, 3)),
    st.tuples(st.just("hand in"), st.integers(0, 3), st.integers(0, 3)),
)


@settings(max_examples=rounds(10, long=1_000), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEP, max_size=20))
def test_after_any_acts_the_log_verifies_and_the_tables_follow_from_it(
    transactional_db: None, sealed_kind: None, steps: list
) -> None:
    log = entries.open_edition(f"press.example.org/{uuid4()}/log", EditionOpened(series="S", title="T"))
    entries.start_session(log)
    made = [sealed.opening(f"{log.origin}#{ref}") for ref in range(4)]
    committed = [0]
    for step in steps:
        try:
            match step:
                case ("ask", who, held):
                    entries.speak(log, question("Why?", who), held=held)
                case ("answer", who, held):
                    entries.speak(log, said("So.", Role.ANSWER, who), held=held)
                case ("correct", index):
                    entries.correct(log, index, text="Otherwise.", kind="disputed", reason="because")
                case ("publish", index):
                    entries.publish(log, index, reason="time")
                case ("erase", index):
                    entries.erase(log, index, legal_basis="law")
                case ("rule", rule):
                    entries.set_rule(log, rule)
                case ("catch", rule, index):
                    entries.catch(log, rule, since=index)
                case ("hold", seconds):
                    entries.set_hold(log, seconds=seconds)
                case ("withhold", index):
                    entries.withhold(log, index, reason="checking")
                case ("confirm", index):
                    entries.confirm(log, index, version=index)
                case ("translate", index):
                    entries.translate(log, index, language="es", text="Así.")
                case ("open due", seconds):
                    entries.open_due(now=log.last_at + seconds * 1000)
                case ("commit", ref):
                    committed.append(sealed.commit(log, made[ref], ref=ref))
                case ("hand in", which, ref):
                    entries.hand_in(log, committed[which % len(committed)], made[ref])
                case ("pause",):
                    entries.pause_session(log)
                case ("resume",):
                    entries.resume_session(log)
                case _:
                    entries.end_session(log)
                    entries.start_session(log)
        except ActRefused:
            continue
    assert_holds(log)


def test_the_content_on_the_record_is_what_was_given(log: Log) -> None:
    given_content = question("Почему три школы? Ünïcödé “quotes” — \u2028 and\n\nparagraphs.")
    entries.speak(log, given_content)
    assert isinstance(openings.contents_of(log, [2])[2], UtteranceSpoken)
    assert openings.contents_of(log, [2])[2] == given_content
    assert [Leaf.decode(leaf).kind for _, leaf in openings.leaves(log)] == [
        "edition.opened",
        "session.started",
        "utterance.spoken",
    ]
