"""The demonstration's play: three archived editions, and the thirteenth recorded live from its script.

What it does goes through the same acts as a real conference, and a newcomer may take the desk meanwhile.
"""

from __future__ import annotations

import threading
import time
import tomllib
from collections.abc import Callable
from datetime import timedelta
from importlib import resources
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

from onrecord.cli.installation import console

if TYPE_CHECKING:
    from onrecord.cli.serving import Server
    from onrecord.events.models import Edition, Series
    from onrecord.people.models import Person

CONTENT = resources.files("onrecord.cli") / "demo_content"
WORKING = {
    "Esi Moran": ("transcriber", "desk/", "Take the transcriber's keyboard"),
    "Chiara Okoye": ("press-officer", "desk/day/", "Run the day: ground rules, holds, requests"),
    "Dov Sand": ("administrator", "desk/people/", "Appoint people"),
}
"""Who works on the edition: role, where their link leads, what they can do there."""
WORDS_A_MINUTE = 150
BEFORE_START = 6.0
"""Seconds, at real speed, that a newcomer has to open the page."""
SHORTEST_EMBARGO = 1.5
"""Seconds, at any speed, that an embargo lasts at least: it must end later than it is set."""


class Play:
    """The demonstration: three archived editions, and the thirteenth played from its script."""

    def __init__(self, *, speed: float, address: str) -> None:
        self.speed, self.address = speed, address
        self.script: dict[str, Any] = tomllib.loads((CONTENT / "13.toml").read_text())
        self.cancelled = threading.Event()
        self.verified = False
        self.failure = ""
        self._indexes: dict[tuple[str, int], int] = {}
        self.edition: Edition
        self._office: Person
        self._desk: Person
        self.path = ""

    def prepare(self) -> None:
        """The archive, and the new edition announced."""
        from onrecord.events import acts
        from onrecord.transcripts.reading import read

        about = self.script["edition"]
        series = acts.start_series(slug=about["series_slug"], title=about["series_title"])
        for name in sorted(one.name for one in CONTENT.iterdir() if one.name[:2] in ("10", "11", "12")):
            acts.import_document(series, read((CONTENT / name).read_bytes(), name=name))
        self.edition = self._announce(series, about)
        self.path = self.edition.path

    def sign_in_links(self) -> str:
        """A line for each of the cast who works on the edition, with a link that signs in as them, once."""
        from onrecord.events import acts
        from onrecord.people.acts import welcome
        from onrecord.people.links import sign_in_link

        lines = []
        for name, (role, leads_to, does) in WORKING.items():
            person = welcome(email=f"{name.lower().replace(' ', '.')}@example.org", name=name)
            acts.appoint(self.edition, person=person, role=role, by=None)
            if role == "press-officer":
                self._office = person
            elif role == "transcriber":
                self._desk = person
            link = sign_in_link(person, next=f"/{self.path}/{leads_to}")
            lines.append(f"[bold]{does}[/bold] (as {name}, {role.replace('-', ' ')}):\n  {link}\n")
        return "".join(lines)

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

    def _announce(self, series: Series, about: dict[str, Any]) -> Edition:
        from onrecord.events import acts
        from onrecord.record.contents import EditionOpened

        content = EditionOpened(
            series=series.title,
            title=about["title"],
            number=about["number"],
            date=about["date"],
            place=about["place"],
            host=about["host"],
            languages=[about["language"]],
            rules=["On the record: everything may be quoted by name."],
            accredited=about["accredited"],
            regions=about["regions"],
        )
        return acts.open_edition(series, slug=str(about["number"]), content=content, timezone=about["timezone"])

    def _conference(self) -> None:
        from onrecord.record import acts
        from onrecord.record.acts.opening import next_due

        log = self.edition.log
        text = self._prepare_statement()
        passages = [(turn, words) for turn in self.script["turn"] for words in turn["say"]]
        columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn())
        with Progress(*columns, console=console, transient=True) as progress:
            bar = progress.add_task("Waiting to begin", total=len(passages))
            self._pause(BEFORE_START)
            acts.start_session(log)
            for turn in self.script["turn"]:
                for number, words in enumerate(turn["say"]):
                    progress.update(bar, description=self._who(turn))
                    self._pause(_seconds(turn, words, first=number == 0))
                    self._say(turn, number, text)
                    if self.cancelled.is_set():
                        return
                    progress.advance(bar)
                    self._act_after(turn["id"], number)
                if turn["role"] == "statement":
                    self._publish_statement(text)
            progress.update(bar, description="Waiting for the embargo to end")
            while next_due() is not None and not self.cancelled.wait(0.1):
                pass
            acts.end_session(log)

    def _prepare_statement(self) -> int:
        """The speakers' list of the desk, and the opening statement as it was handed out beforehand."""
        from onrecord.transcription import acts as desk
        from onrecord.transcription.models import Part, Speaker

        parts = {"principal": Part.PRINCIPAL, "moderator": Part.MODERATOR, "asker": Part.JOURNALIST}
        speakers = {}
        for key, who in enumerate(self.script["speaker"], start=1):
            details = {"title": who.get("title"), "outlet": who.get("outlet"), "region": who.get("region")}
            speakers[who["key"]] = Speaker(
                key=key if key <= 9 else None,
                name=who["name"],
                part=parts[who["role"]],
                outlet_kind=who.get("kind", ""),
                **{name: value or "" for name, value in details.items()},
            )
            desk.keep_speaker(self.edition, speakers[who["key"]], by=self._desk)
        prepared = self.script["prepared"]
        turn = next(one for one in self.script["turn"] if one["role"] == "statement")
        paragraphs = [prepared["otherwise"].get(str(n), words) for n, words in enumerate(turn["say"])]
        text = desk.prepare(
            self.edition,
            by=self._desk,
            title=prepared["title"],
            paragraphs=paragraphs,
            speaker=speakers[turn["speaker"]],
        )
        return text.index

    def _say(self, turn: dict[str, Any], number: int, text: int) -> None:
        """Put a passage on the record; while a newcomer at the desk has paused or gone off the record, wait."""
        from onrecord.record import acts
        from onrecord.record.errors import ActRefused
        from onrecord.transcription import acts as desk

        words = turn["say"][number]
        while not self.cancelled.is_set():
            try:
                if turn["role"] == "statement":
                    index = desk.deliver(
                        self.edition, key=uuid4(), by=self._desk, prepared=text, paragraph=number, text=words
                    )
                else:
                    index = acts.speak(self.edition.log, self._utterance(turn, words))[0]
            except ActRefused:
                self.cancelled.wait(0.5)
            else:
                self._indexes[turn["id"], number] = index
                return

    def _act_after(self, turn: str, number: int) -> None:
        """Do what the script wants after passage `number` of `turn`."""
        does: dict[str, Callable[[dict[str, Any]], object]] = {
            "correct": self._correct,
            "translate": self._translate,
            "a reader asks": self._reader_asks,
            "answer the reader": self._answer_the_reader,
            "set a ground rule": self._set_rule,
            "wait": lambda step: self._pause(step["seconds"]),
        }
        for step in self.script["act"]:
            if (step["after_turn"], step["after_passage"]) == (turn, number):
                does[step["do"]](step)

    def _correct(self, step: dict[str, Any]) -> None:
        from onrecord.record import acts, reads

        index = self._indexes[step["turn"], step["passage"]]
        spoken = reads.utterance(self.edition.log, index)
        assert spoken is not None and spoken.current is not None
        words = spoken.current.text.replace(step["was"], step["now"])
        acts.correct(self.edition.log, index, text=words, kind=step["kind"], reason=step["reason"])

    def _translate(self, step: dict[str, Any]) -> None:
        from onrecord.record import acts

        index, log = self._indexes[step["turn"], step["passage"]], self.edition.log
        if "reason" in step:
            acts.revise_translation(log, index, language=step["language"], text=step["text"], reason=step["reason"])
        else:
            acts.translate(log, index, language=step["language"], text=step["text"])

    def _reader_asks(self, step: dict[str, Any]) -> None:
        from onrecord.proceedings import acts

        index = self._indexes[step["turn"], step["passage"]]
        acts.ask(self.edition, index=index, passage=step["words"], reason=step["asks"], contact="")

    def _publish_statement(self, text: int) -> None:
        from onrecord.record.errors import ActRefused
        from onrecord.transcription import acts as desk

        try:
            desk.publish(self.edition, key=uuid4(), by=self._desk, prepared=text)
        except (
            ActRefused
        ):  # a newcomer's hold or ground rule keeps back what it would tell; it stays the office's to do
            pass

    def _answer_the_reader(self, step: dict[str, Any]) -> None:
        from onrecord.proceedings import acts, reads
        from onrecord.record.errors import ActRefused

        request = next(iter(reads.waiting(self.edition)), None)
        if request is None:
            return
        try:
            acts.answer(request, decision=step["decision"], answer=step["answer"], by=self._office)
        except ActRefused:  # a newcomer at the office's desk was faster
            pass

    def _set_rule(self, step: dict[str, Any]) -> None:
        from django.utils import timezone

        from onrecord.record import acts
        from onrecord.record.contents import RuleSet
        from onrecord.record.entry import rfc3339

        until = None
        if "embargo_seconds" in step:
            lasts = timedelta(seconds=max(step["embargo_seconds"] / self.speed, SHORTEST_EMBARGO))
            until = rfc3339(int((timezone.now() + lasts).timestamp() * 1000))
        rule = RuleSet(rule=step["rule"], sentence=step["sentence"], attribution=step.get("attribution"), until=until)
        acts.set_rule(self.edition.log, rule)

    def _utterance(self, turn: dict[str, Any], words: str) -> Any:
        from onrecord.record.contents import UtteranceSpoken, Voice

        who = self._speaker(turn)
        voice = None
        if who:
            voice = Voice(
                name=who["name"],
                title=who.get("title"),
                outlet=who.get("outlet"),
                outlet_kind=who.get("kind"),
                region=who.get("region"),
            )
        return UtteranceSpoken(
            role=turn["role"],
            text=words,
            standard="draft",
            speaker=voice,
            topic=turn.get("topic"),
            language=self.script["edition"]["language"],
        )

    def _speaker(self, turn: dict[str, Any]) -> dict[str, Any] | None:
        return next((one for one in self.script["speaker"] if one["key"] == turn["speaker"]), None)

    def _who(self, turn: dict[str, Any]) -> str:
        who = self._speaker(turn)
        return f"{who['name'] if who else 'Unknown'}: {turn['role']}"

    def _pause(self, seconds: float) -> None:
        self.cancelled.wait(seconds / self.speed)

    def _verify(self) -> None:
        from onrecord.record import reads
        from onrecord.record.sources import HttpSource
        from onrecord.record.verifier import verify_log

        self.edition.log.refresh_from_db()
        started = time.perf_counter()
        report = verify_log(HttpSource(f"{self.address}/{self.path}/"), key=self.edition.log.verifier_key)
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


def _seconds(turn: dict[str, Any], words: str, *, first: bool) -> float:
    """How long the passage takes to say, the pause before it included."""
    pace = float(turn.get("words_per_minute", WORDS_A_MINUTE))
    return float(turn.get("pause", 0) if first else 0) + len(words.split()) / pace * 60
