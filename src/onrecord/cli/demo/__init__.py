"""`onrecord demo`: an invented conference, archive and all, recorded live before the newcomer's eyes."""

from __future__ import annotations

import os
import signal
import sys
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.cli.demo.accrediting import accredit
from onrecord.cli.demo.play import Play
from onrecord.cli.demo.script import Script
from onrecord.cli.demo.stage import Stage, set_stage, set_stage_of_briefing, sign_in_links
from onrecord.cli.demo.touring import publish_programme
from onrecord.cli.exporting import store
from onrecord.cli.installation import FAILED, UNUSABLE, collect_static, console, fail, set_up
from onrecord.cli.serving import Server, listen

if TYPE_CHECKING:
    from onrecord.events.models import Edition

ANOTHER = "Use --port 0 to pick a free one."
ANOTHER_UNDER_MAKE = 'Pick a free one with: make demo ARGS="--port 0"'


def demo(
    once: Annotated[
        bool, typer.Option("--once", help="Stop once the conference has ended and its record is checked.")
    ] = False,
    speed: Annotated[float, typer.Option(min=0.1, max=10_000, help="How many times faster than real time.")] = 1.0,
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port to listen on; 0 picks a free one.")] = 8000,
    bundle: Annotated[
        Path | None,
        typer.Option(help="With --once: the file for the bundle of the conference, as “onrecord verify” checks it."),
    ] = None,
) -> None:
    """Run an invented press conference, already in progress, in a temporary installation."""
    if bundle and not once:
        fail("--bundle: it is written when the conference has ended; add --once", code=UNUSABLE)
    if bundle and not bundle.absolute().parent.is_dir():
        fail(f"--bundle: there is no folder {bundle.parent}", code=UNUSABLE)
    for stopped in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(stopped, signal.default_int_handler)  # as Ctrl+C does, they must take the data below along
    try:
        with tempfile.TemporaryDirectory(prefix="onrecord-demo-") as home:
            failure = _demonstrate(home, once=once, speed=speed, port=port, bundle=bundle)
    except KeyboardInterrupt:
        failure, once = "", False
    if not failure and not once:
        console.print("\nThe demonstration has ended. Its data has been deleted.")
    if failure:
        console.print(failure, style="bold", markup=False)
        raise typer.Exit(FAILED)


def _demonstrate(home: str, *, once: bool, speed: float, port: int, bundle: Path | None) -> str:
    """Until somebody stops it, or until the conference has ended if it is to be played `once`; returns what failed."""
    listening = listen("127.0.0.1", port, another=ANOTHER_UNDER_MAKE if "MAKELEVEL" in os.environ else ANOTHER)
    address = f"http://localhost:{listening.getsockname()[1]}"
    _forget_the_real_installation()
    os.environ |= {"ONRECORD_HOME": home, "ONRECORD_URL": address, "ONRECORD_MAIL": "page"}
    console.print("Preparing the demonstration…")
    set_up()
    collect_static()
    script = Script()
    stage = set_stage(script)
    publish_programme(stage)
    accredit(stage, script)
    briefing = Script("orva.toml")
    held = set_stage_of_briefing(briefing, stage.cast)
    Play(briefing, held, speed=speed, address=address).all_of_it()
    play = Play(script, stage, speed=speed, address=address)
    play.catch_up()
    _say_where(stage, held.edition, address, home)
    server = Server()
    performance = threading.Thread(target=play.run, args=(server, once), daemon=True)
    performance.start()
    try:
        server.run(sockets=[listening])
    finally:
        play.cancelled.set()
        performance.join(timeout=30)
    if bundle and play.verified:
        from onrecord.publication import exports

        store(bundle, exports.export(stage.edition, "bundle"), option="--bundle")
    return play.failure or ("The conference did not finish." if once and not play.verified else "")


def _say_where(stage: Stage, briefing: Edition, address: str, home: str) -> None:
    path = stage.edition.path
    command = sys.argv[0] if sys.argv[0].endswith("onrecord") else "onrecord"
    console.print(
        f"\n[bold]The record, live:[/bold]  {address}/{path}/record/\n"
        f"In Russian:        {address}/ru/{path}/record/\n"
        f"Held in Russian:   {address}/{briefing.path}/record/\n"
        f"All editions:      {address}/\n"
        f"{sign_in_links(stage)}"
        "The conference is in progress. So far there have been an opening statement, two questions, a corrected name\n"
        "and a stretch off the record. Within the next two minutes, an official answers on background, without a name,\n"
        "and an embargo ends: its answer is published automatically. The conference lasts about eight minutes.\n"
        "Choose “¶” next to any passage, then “Check”, to verify it in your browser.\n"
        f"Check the record:  {command} verify {address}/{path}/\n"
        f"Data folder:       ONRECORD_HOME={home} (deleted at the end)\n"
        "Press Ctrl+C to stop.\n",
        soft_wrap=True,
    )


def _forget_the_real_installation() -> None:
    """None of its settings holds for the demonstration, least of all where its database is."""
    for name in list(os.environ):
        if name == "DATABASE_URL" or name.startswith("ONRECORD_"):
            del os.environ[name]
