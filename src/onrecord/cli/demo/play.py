"""The demonstration's play: the thirteenth edition recorded live from its script, and verified at its end.

What it does goes through the same acts as a real conference, and a newcomer may take the desk meanwhile.
"""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

from onrecord.cli.demo.directions import Directions
from onrecord.cli.demo.script import Script, duration
from onrecord.cli.demo.stage import Stage, lay_out_desk
from onrecord.cli.installation import console

if TYPE_CHECKING:
    from onrecord.cli.serving import Server

BEFORE_START = 6.0
"""Seconds, at real speed, that a newcomer has to open the page."""


class Play:
    """Plays `script` on `stage`, `speed` times faster than real, where `address` serves it."""

    def __init__(self, script: Script, stage: Stage, *, speed: float, address: str) -> None:
        self.script, self.edition, self.speed, self.address = script, stage.edition, speed, address
        self.cancelled = threading.Event()
        self.verified = False
        self.failure = ""
        self._stage = stage
        self._said: dict[tuple[str, int], int] = {}
        self._directions = Directions(stage, said=self._said, speed=speed, pause=self._pause)

    def run(self, server: Server, once: bool) -> None:
        """Play, verify, and end the server if asked to; for a thread of its own."""
        from django.db import connection

        try:
            self._conference()
            if not self.cancelled.is_set():
                self._verify()
        except Exception as error:
            self.failure = f"The demonstration failed: {type(error).__name__}: {error}"
        finally:
            connection.close()
            if once or self.failure:
                server.stop()

    def _conference(self) -> None:
        from onrecord.record import acts
        from onrecord.record.acts.opening import next_due

        log = self.edition.log
        text = lay_out_desk(self._stage, self.script)
        columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn())
        with Progress(*columns, console=console, transient=True) as progress:
            bar = progress.add_task("Waiting to begin", total=self.script.length)
            self._pause(BEFORE_START)
            acts.start_session(log)
            for turn in self.script.turns:
                for number, words in enumerate(turn["say"]):
                    progress.update(bar, description=self.script.who(turn))
                    self._pause(duration(turn, words, first=number == 0))
                    self._say(turn, number, text)
                    if self.cancelled.is_set():
                        return
                    progress.advance(bar)
                    for step in self.script.acts_after(turn["id"], number):
                        self._directions.follow(step)
                if turn["role"] == "statement":
                    self._publish_statement(text)
            progress.update(bar, description="Waiting for the embargo to end")
            while next_due() is not None and not self.cancelled.wait(0.1):
                pass
            acts.end_session(log)

    def _say(self, turn: dict[str, Any], number: int, text: int) -> None:
        """Put a passage on the record; while a newcomer at the desk has paused or gone off the record, wait."""
        from onrecord.record import acts
        from onrecord.record.errors import ActRefused
        from onrecord.transcription import acts as desk

        words, by = turn["say"][number], self._stage.cast["transcriber"]
        while not self.cancelled.is_set():
            try:
                if turn["role"] == "statement":
                    index = desk.deliver(self.edition, key=uuid4(), by=by, prepared=text, paragraph=number, text=words)
                else:
                    index = acts.speak(self.edition.log, self.script.utterance(turn, words))[0]
            except ActRefused:
                self.cancelled.wait(0.5)
            else:
                self._said[turn["id"], number] = index
                return

    def _publish_statement(self, text: int) -> None:
        from onrecord.record.errors import ActRefused
        from onrecord.transcription import acts as desk

        try:
            desk.publish(self.edition, key=uuid4(), by=self._stage.cast["transcriber"], prepared=text)
        except ActRefused:
            pass  # a newcomer's hold or ground rule keeps back what it would tell; it stays the office's to do

    def _pause(self, seconds: float) -> None:
        self.cancelled.wait(seconds / self.speed)

    def _verify(self) -> None:
        from onrecord.record import reads
        from onrecord.record.sources import HttpSource
        from onrecord.record.verifier import verify_log

        self.edition.log.refresh_from_db()
        started = time.perf_counter()
        report = verify_log(HttpSource(f"{self.address}/{self.edition.path}/"), key=self.edition.log.verifier_key)
        seconds = time.perf_counter() - started
        if not report.ok:
            self.failure = f"The record does not verify: {report.failure}"
            return
        self.verified = True
        standing = reads.standing(self.edition.log)
        console.print(
            f"The conference has ended: {standing.utterances} utterances, {standing.answered} questions answered, "
            f"{self.edition.log.annotations.filter(kind='utterance.corrected').count()} corrected.\n"
            f"Its log of {report.size} entries, fetched over HTTP, verifies in {seconds:.2f} s "
            f"(root {report.root[:16]}…)."
        )
