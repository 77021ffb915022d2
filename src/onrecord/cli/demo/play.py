"""The demonstration's play: the thirteenth edition recorded live from its script, and verified at its end.

What it does goes through the same acts as a real conference, and a newcomer may take the desk meanwhile.
"""

from __future__ import annotations

import threading
import time
from contextlib import suppress
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

PATIENCE = 20.0
"""Seconds, at real speed, for which a newcomer at the desk may have paused or gone off the record; then it goes on."""

SEEN_EVERY = 4.0
"""Seconds after which it is noted again that the transcriber is there."""


class Play:
    """Plays `script` on `stage`, `speed` times faster than real, where `address` serves it."""

    def __init__(self, script: Script, stage: Stage, *, speed: float, address: str) -> None:
        self.script, self.edition, self.speed, self.address = script, stage.edition, speed, address
        self.cancelled = threading.Event()
        self.verified = False
        self.failure = ""
        self._stage = stage
        self._is_live = False
        self._said: dict[tuple[str, int], int] = {}
        self._directions = Directions(stage, said=self._said, speed=speed, pause=self._pause)

    def run(self, server: Server, once: bool) -> None:
        """Play what is to be seen live, verify, and end the server if asked to; for a thread of its own."""
        from django.db import connection

        try:
            self.live()
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
        self.catch_up()
        self.live()

    def all_of_it(self) -> None:
        """Record it to its end in no time."""
        from onrecord.proceedings import conducting

        self.catch_up()
        conducting.end(self.edition, by=self._stage.cast["press-officer"])

    def catch_up(self) -> None:
        """Record at once what lies behind when a newcomer comes."""
        from onrecord.proceedings import conducting

        with skipping("start the session"):
            conducting.start(self.edition, seconds=0, by=self._stage.cast["press-officer"])
        for passage in self.script.passages()[: self.script.behind]:
            self._pass(*passage)

    def live(self) -> None:
        """Record the rest in the time that it takes to say."""
        from onrecord.proceedings import conducting
        from onrecord.record.acts.opening import next_due

        self._is_live = True
        passages = self.script.passages()[self.script.behind :]
        columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn())
        with Progress(*columns, console=console, transient=True) as progress:
            bar = progress.add_task("Starting soon", total=len(passages))
            self._pause(BEFORE_START)
            for turn, number in passages:
                progress.update(bar, description=self.script.who(turn))
                self._pause(duration(turn, number))
                self._pass(turn, number)
                if self.cancelled.is_set() or self._ended():
                    break
                progress.advance(bar)
            progress.update(bar, description="Waiting for the embargo to end")
            while next_due() is not None and not self.cancelled.is_set():
                self._pause(0.1 * self.speed)
            if not self.cancelled.is_set():
                with skipping("end the session"):
                    conducting.end(self.edition, by=self._stage.cast["press-officer"])

    def _pass(self, turn: dict[str, Any], number: int) -> None:
        """A passage, and what is done after it."""
        self._say(turn, number)
        if self.cancelled.is_set() or self._ended():
            return
        for step in self.script.acts_after(turn["id"], number):
            self._directions.follow(step)
        if turn["role"] == "statement" and number == len(turn["say"]) - 1:
            self._publish_statement()

    def _say(self, turn: dict[str, Any], number: int) -> None:
        """Put a passage on the record, where a newcomer at the desk lets it be; see PATIENCE."""
        from onrecord.keeping.errors import ActRefused, StorageBusy

        waited = time.monotonic()
        while not self.cancelled.is_set() and not self._ended():
            if turn["role"] == "statement" and self._marked() > number:
                console.print(f"Skipped: paragraph {number + 1} of the statement, which is already marked.")
                return
            try:
                self._said[turn["id"], number] = self._speak(turn, number)
            except (ActRefused, StorageBusy):
                self.cancelled.wait(0.5)
                if time.monotonic() - waited > PATIENCE / self.speed:
                    self._go_on()
                    waited = time.monotonic()
            else:
                return

    def _speak(self, turn: dict[str, Any], number: int) -> int:
        from onrecord.proceedings import conducting
        from onrecord.proceedings import entries as acts
        from onrecord.transcription import acts as desk
        from onrecord.transcription import journal

        words, by, text = turn["say"][number], self._stage.cast["transcriber"], self._stage.prepared
        if turn["role"] == "statement":
            return desk.deliver(self.edition, by=by, prepared=text, paragraph=number, text=words)
        said = self.script.utterance(turn, words)
        return conducting.done(self.edition, by, journal.SAY, lambda log: acts.speak(log, said)[0])

    def _go_on(self) -> None:
        """The office ends a newcomer's break or stretch off the record."""
        from onrecord.keeping.errors import ActRefused
        from onrecord.proceedings import conducting
        from onrecord.proceedings.ground_rules import on_the_record

        by = self._stage.cast["press-officer"]
        console.print("The press office resumed the conference, which was paused or off the record.")
        with suppress(ActRefused):
            conducting.go_on(self.edition, by=by)
        with suppress(ActRefused):
            conducting.set_rule(self.edition, rule=on_the_record(self.edition.log), by=by)

    def _marked(self) -> int:
        """How many paragraphs of the prepared text are marked as spoken or skipped."""
        from onrecord.transcription.models import PreparedText

        return PreparedText.objects.get(edition=self.edition, index=self._stage.prepared).next

    def _ended(self) -> bool:
        """Whether a newcomer has ended the session."""
        from onrecord.proceedings import readers

        return readers.statuses([self.edition.log])[self.edition.log.pk] in ("ended", "incomplete")

    def _publish_statement(self) -> None:
        """A newcomer's hold or ground rule may keep back what it would tell; then it stays the office's to do."""
        from onrecord.transcription import acts as desk

        with skipping("publish the prepared text"):
            desk.publish(self.edition, by=self._stage.cast["transcriber"], prepared=self._stage.prepared)

    def _pause(self, seconds: float) -> None:
        """Let time pass, in which the transcriber is seen to type; what lies behind took none."""
        from onrecord.events import presence

        if not self._is_live:
            return
        until = time.monotonic() + seconds / self.speed
        while True:
            presence.see(self.edition, person=self._stage.cast["transcriber"], typing=True)
            left = until - time.monotonic()
            if self.cancelled.wait(max(min(left, SEEN_EVERY), 0)) or left <= SEEN_EVERY:
                return

    def _verify(self) -> None:
        from onrecord.proceedings import readers
        from onrecord.record import kinds
        from onrecord.record.sources import HttpSource
        from onrecord.record.verifier import verify_log

        self.edition.log.refresh_from_db()
        started = time.perf_counter()
        report = verify_log(
            HttpSource(f"{self.address}/{self.edition.path}/"), kinds.known, key=self.edition.log.verifier_key
        )
        seconds = time.perf_counter() - started
        if not report.ok:
            self.failure = f"CHECK FAILED: {report.failure}"
            return
        self.verified = True
        standing = readers.standing(self.edition.log)
        console.print(
            f"The conference has ended: {standing.utterances} passages, {standing.answered} questions answered, "
            f"{sum(len(one.versions) > 1 for one in readers.spoken(self.edition.log))} corrected.\n"
            f"CHECKED: its record is signed and unchanged ({report.size} entries, fetched and checked in {seconds:.2f} s, "
            f"root {report.root[:16]}…)."
        )
