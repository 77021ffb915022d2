"""`onrecord demo`: an invented conference, archive and all, recorded live before the newcomer's eyes."""

from __future__ import annotations

import os
import tempfile
import threading
import time
import tomllib
from importlib import resources
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

from onrecord.cli.installation import FAILED, collect_static, console, set_up
from onrecord.cli.serving import Server, listen

if TYPE_CHECKING:
    from onrecord.events.models import Edition, Series

CONTENT = resources.files("onrecord.cli") / "demo_content"
WORKING = {"Esi Moran": "transcriber", "Chiara Okoye": "press-officer", "Dov Sand": "administrator"}
WORDS_A_MINUTE = 150
BEFORE_START = 6.0
"""Seconds, at real speed, that a newcomer has to open the page."""


def demo(
    once: Annotated[
        bool, typer.Option("--once", help="End when the conference has ended, after verifying it.")
    ] = False,
    speed: Annotated[float, typer.Option(min=0.1, max=10_000, help="How many times faster than real.")] = 1.0,
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 takes a free one.")] = 8000,
) -> None:
    """Fill a throw-away installation with an invented conference and let it play live."""
    listening = listen("127.0.0.1", port)
    address = f"http://localhost:{listening.getsockname()[1]}"
    with tempfile.TemporaryDirectory(prefix="onrecord-demo-") as home:
        os.environ |= {"ONRECORD_HOME": home, "ONRECORD_URL": address, "ONRECORD_MAIL": "page"}
        os.environ.pop("DATABASE_URL", None)
        set_up()
        collect_static()
        play = Play(speed=speed, address=address)
        play.prepare()
        console.print(
            f"\n[bold]The record, as it is spoken:[/bold]  {address}/{play.path}/record/\n"
            f"All editions:                  {address}/\n"
            f"Check it:                      onrecord verify {address}/{play.path}/\n"
            f"Its data, until this ends:     ONRECORD_HOME={home}\n"
            f"{play.sign_in_links()}"
            "Look at: words arriving by themselves; select some of them; the correction of a name; “check” beside it.\n"
            "Stop with Ctrl+C.\n",
            soft_wrap=True,
        )
        server = Server()
        stage = threading.Thread(target=play.run, args=(server, once), daemon=True)
        stage.start()
        server.run(sockets=[listening])
        play.cancelled.set()
        stage.join(timeout=30)
    if play.failure or (once and not play.verified):
        console.print(play.failure or "The conference did not come to its end.", style="bold", markup=False)
        raise typer.Exit(FAILED)


class Play:
    """The demonstration: three archived editions, and the thirteenth played from its script."""

    def __init__(self, *, speed: float, address: str) -> None:
        self.speed, self.address = speed, address
        self.script: dict[str, Any] = tomllib.loads((CONTENT / "13.toml").read_text())
        self.cancelled = threading.Event()
        self.verified = False
        self.failure = ""
        self.edition: Edition
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
        for name, role in WORKING.items():
            person = welcome(email=f"{name.lower().replace(' ', '.')}@example.org", name=name)
            acts.appoint(self.edition, person=person, role=role, by=None)
            lines.append(f"{f'Sign in as {name}:':<31}{sign_in_link(person)} ({role.replace('-', ' ')})\n")
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

        passages = [(turn, words) for turn in self.script["turn"] for words in turn["say"]]
        indexes: dict[tuple[str, int], int] = {}
        columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn())
        with Progress(*columns, console=console, transient=True) as progress:
            bar = progress.add_task("Waiting to begin", total=len(passages))
            self._pause(BEFORE_START)
            log = self.edition.log
            acts.start_session(log)
            for turn in self.script["turn"]:
                for number, words in enumerate(turn["say"]):
                    progress.update(bar, description=self._who(turn))
                    self._pause(_seconds(turn, words, first=number == 0))
                    if self.cancelled.is_set():
                        return
                    indexes[turn["id"], number] = acts.speak(log, self._utterance(turn, words))[0]
                    progress.advance(bar)
                    self._correct(indexes, turn["id"], number)
            acts.end_session(log)

    def _correct(self, indexes: dict[tuple[str, int], int], turn: str, number: int) -> None:
        """Make the corrections that are due after passage `number` of `turn`."""
        from onrecord.record import acts, reads

        for correction in self.script.get("correction", []):
            if (correction["after_turn"], correction["after_passage"]) != (turn, number):
                continue
            index = indexes[correction["turn"], correction["passage"]]
            spoken = reads.utterance(self.edition.log, index)
            assert spoken is not None and spoken.current is not None
            acts.correct(
                self.edition.log,
                index,
                text=spoken.current.text.replace(correction["was"], correction["now"]),
                kind=correction["kind"],
                reason=correction["reason"],
            )

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
