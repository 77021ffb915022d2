"""The demonstration goes on, whatever a newcomer at one of its desks does before it."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable

import pytest

from onrecord.cli.demo.directions import Directions
from onrecord.cli.demo.play import Play
from onrecord.cli.demo.script import Script
from onrecord.cli.demo.stage import Stage, set_stage
from onrecord.events import presence
from onrecord.proceedings import conducting, readers
from onrecord.proceedings import entries as acts
from onrecord.transcription import acts as desk

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def script() -> Script:
    """Up to the last answer of the third exchange, without the waits and without an embargo, which only a server ends."""
    script = Script()
    script.turns = script.turns[: [turn["id"] for turn in script.turns].index("a3d") + 1]
    script.acts = [act for act in script.acts if act["do"] != "wait" and "embargo_seconds" not in act]
    return script


@pytest.fixture
def stage(script: Script) -> Stage:
    return set_stage(script)


def standing(stage: Stage) -> readers.Standing:
    return readers.standing(stage.edition.log)


def test_what_somebody_has_done_already_is_left_out(
    script: Script, stage: Stage, capsys: pytest.CaptureFixture[str]
) -> None:
    script.acts = [act for act in script.acts for _ in range(2)]
    acts.start_session(stage.edition.log)
    by, text = stage.cast["transcriber"], stage.prepared
    desk.deliver(stage.edition, by=by, prepared=text, paragraph=0, text="Good morning.")
    Play(script, stage, speed=10_000, address="").conference()
    assert re.findall(r"Skipped: (.*?)\.", capsys.readouterr().err) == [
        "start the session",
        "paragraph 1 of the statement, which is already marked",
        "translate",
        "correct",
        "translate",
        "answer the reader",
    ]
    assert (standing(stage).status, standing(stage).utterances) == ("ended", script.length)


def test_what_is_about_words_that_are_gone_is_left_out(
    script: Script, stage: Stage, capsys: pytest.CaptureFixture[str]
) -> None:
    acts.start_session(stage.edition.log)
    turn = script.turns[0]
    gone = acts.speak(stage.edition.log, script.utterance(turn, turn["say"][0]))[0]
    acts.erase(stage.edition.log, gone, legal_basis="Art. 17 GDPR")
    about = [act for act in script.acts if "turn" in act]
    for said in ({}, {(act["turn"], act["passage"]): gone for act in about}):
        directions = Directions(stage, said=said, speed=1, pause=lambda seconds: None)
        for act in [*about, {"do": "answer the reader"}]:
            directions.follow(act)
        assert capsys.readouterr().err.count("Skipped") == len(about) + 1


class Meanwhile(threading.Event):
    """Somebody who does something at a desk while the play waits, before what it says next."""

    def __init__(self, *does: Callable[[], object]) -> None:
        super().__init__()
        self.does = list(does)

    def wait(self, timeout: float | None = None) -> bool:
        if self.does:
            self.does.pop(0)()
        return False


def test_where_somebody_ends_the_session_the_play_ends(script: Script, stage: Stage) -> None:
    play = Play(script, stage, speed=10_000, address="")
    play.cancelled = Meanwhile(*[lambda: None] * 3, lambda: acts.end_session(stage.edition.log))
    play.conference()
    assert standing(stage).status == "ended"
    assert script.behind <= standing(stage).utterances < script.length


def test_the_play_goes_on_after_somebody_went_off_the_record_or_paused(
    script: Script, stage: Stage, capsys: pytest.CaptureFixture[str]
) -> None:
    by = stage.cast["transcriber"]
    play = Play(script, stage, speed=10_000, address="")
    play.cancelled = Meanwhile(
        lambda: desk.go_off_record(stage.edition, by=by),
        *[lambda: None] * 3,
        lambda: conducting.pause(stage.edition, by=by),
    )
    play.conference()
    assert (standing(stage).status, standing(stage).utterances) == ("ended", script.length)
    assert "The press office resumed the conference" in capsys.readouterr().err


def test_the_transcriber_is_seen_at_the_desk_while_it_plays(script: Script, stage: Stage) -> None:
    seen = list[str]()
    play = Play(script, stage, speed=10_000, address="")
    play.catch_up()
    assert presence.here(stage.edition) == []
    play.cancelled = Meanwhile(
        lambda: seen.extend(one.person.name for one in presence.here(stage.edition) if one.typing)
    )
    play.live()
    assert seen == ["Esi Moran"]
