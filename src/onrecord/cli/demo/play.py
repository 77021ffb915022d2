"""The demonstration's play: the thirteenth edition recorded live from its script, and verified at its end.

What it does goes through the same acts as a real conference, and a newcomer may take the desk meanwhile.
"""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Any

from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

from onrecord.cli.demo.directions import Directions, skipping
from onrecord.cli.demo.script import Script, duration
from onrecord.cli.demo.stage import Stage
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
            self.conference()
            if not self.cancelled.is_set():
                self._verify()
        except Exception as error:
            self.failure = f"The demonstration failed: {type(error).__name__}: {error}"
        finally:
            connection.close()
            if once or self.failure:
                server.stop()

    def conference(self) -> None:
        """Record it to its end, or to where a newcomer ends it."""
        from onrecord.events import conducting
        from onrecord.record import acts
        from onrecord.record.acts.opening import next_due

        log = self.edition.log
        columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn())
        with Progress(*columns, console=console, transient=True) as progress:
            bar = progress.add_task("Waiting to begin", total=self.script.length)
            self._pause(BEFORE_START)
            with skipping("start the session"):
                conducting.start(self.edition, seconds=0, by=self._stage.cast["press-officer"])
            for turn, number in self.script.passages():
                progress.update(bar, description=self.script.who(turn))
                self._pause(duration(turn, number))
                self._say(turn, number)
                if self.cancelled.is_set() or self._ended():
                    break
                progress.advance(bar)
                for step in self.script.acts_after(turn["id"], number):
                    self._directions.follow(step)
                if turn["role"] == "statement" and number == len(turn["say"]) - 1:
                    self._publish_statement()
            progress.update(bar, description="Waiting for the embargo to end")
            while next_due() is not None and not self.cancelled.wait(0.1):
                pass
            if not self.cancelled.is_set():
                with skipping("end the session"):
                    acts.end_session(log)

    def _say(self, turn: dict[str, Any], number: int) -> None:
        """Put a passage on the record; while a newcomer at the desk has paused or gone off the record, wait."""
        from onrecord.record import acts
        from onrecord.record.errors import ActRefused
        from onrecord.transcription import acts as desk

        words, by, text = turn["say"][number], self._stage.cast["transcriber"], self._stage.prepared
        while not self.cancelled.is_set() and not self._ended():
            if turn["role"] == "statement" and self._marked() > number:
                console.print(f"Left out: paragraph {number + 1} of the statement, which somebody has marked already.")
                return
            try:
                if turn["role"] == "statement":
                    index = desk.deliver(self.edition, by=by, prepared=text, paragraph=number, text=words)
                else:
                    index = acts.speak(self.edition.log, self.script.utterance(turn, words))[0]
            except ActRefused:
                self.cancelled.wait(0.5)
            else:
                self._said[turn["id"], number] = index
                return

    def _marked(self) -> int:
        """How many paragraphs of the prepared text are marked as spoken or skipped."""
        from onrecord.transcription.models import PreparedText

        return PreparedText.objects.get(edition=self.edition, index=self._stage.prepared).next

    def _ended(self) -> bool:
        """Whether a newcomer has ended the session."""
        from onrecord.record import reads

        return reads.statuses([self.edition.log])[self.edition.log.pk] in ("ended", "incomplete")

    def _publish_statement(self) -> None:
        """A newcomer's hold or ground rule may keep back what it would tell; then it stays the office's to do."""
        from onrecord.transcription import acts as desk

        with skipping("publish the prepared text"):
            desk.publish(self.edition, by=self._stage.cast["transcriber"], prepared=self._stage.prepared)

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
