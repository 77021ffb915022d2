"""The demonstration goes on, whatever a newcomer at one of its desks does before it."""

from __future__ import annotations

import re
import threading

import pytest

from onrecord.cli.demo.directions import Directions
from onrecord.cli.demo.play import Play
from onrecord.cli.demo.script import Script
from onrecord.cli.demo.stage import Stage, set_stage
from onrecord.record import acts, reads
from onrecord.transcription import acts as desk

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def script() -> Script:
    """Up to the last answer of the third exchange, without the waits."""
    script = Script()
    script.turns = script.turns[: [turn["id"] for turn in script.turns].index("a3") + 1]
    script.acts = [act for act in script.acts if act["do"] != "wait"]
    return script


@pytest.fixture
def stage(script: Script) -> Stage:
    return set_stage(script)


def standing(stage: Stage) -> reads.Standing:
    return reads.standing(stage.edition.log)


def test_what_somebody_has_done_already_is_left_out(
    script: Script, stage: Stage, capsys: pytest.CaptureFixture[str]
) -> None:
    script.acts = [act for act in script.acts for _ in range(2)]
    acts.start_session(stage.edition.log)
    by, text = stage.cast["transcriber"], stage.prepared
    desk.deliver(stage.edition, by=by, prepared=text, paragraph=0, text="Good morning.")
    Play(script, stage, speed=10_000, address="").conference()
    assert re.findall(r"Left out: (.*?)\.", capsys.readouterr().err) == [
        "start the session",
        "paragraph 1 of the statement, which somebody has marked already",
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
        assert capsys.readouterr().err.count("Left out") == len(about) + 1


def test_where_somebody_ends_the_session_the_play_ends(script: Script, stage: Stage) -> None:
    class Ending(threading.Event):
        """Somebody who ends the session while the play waits for the end of its third passage."""

        waits = 0

        def wait(self, timeout: float | None = None) -> bool:
            self.waits += 1
            if self.waits == 4:
                acts.end_session(stage.edition.log)
            return False

    play = Play(script, stage, speed=10_000, address="")
    play.cancelled = Ending()
    play.conference()
    assert (standing(stage).status, standing(stage).utterances) == ("ended", 2)
