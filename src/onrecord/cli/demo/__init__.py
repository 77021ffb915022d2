"""`onrecord demo`: an invented conference, archive and all, recorded live before the newcomer's eyes."""

from __future__ import annotations

import os
import signal
import tempfile
import threading
from typing import Annotated

import typer

from onrecord.cli.demo.play import Play
from onrecord.cli.demo.script import Script
from onrecord.cli.demo.stage import set_stage, sign_in_links
from onrecord.cli.installation import FAILED, collect_static, console, set_up
from onrecord.cli.serving import Server, listen


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
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # as Ctrl+C does, it must take the data below along
    with tempfile.TemporaryDirectory(prefix="onrecord-demo-") as home:
        _forget_the_real_installation()
        os.environ |= {"ONRECORD_HOME": home, "ONRECORD_URL": address, "ONRECORD_MAIL": "page"}
        set_up()
        collect_static()
        script = Script()
        stage = set_stage(script)
        path = stage.edition.path
        console.print(
            f"\n[bold]The record, as it is spoken:[/bold]  {address}/{path}/record/\n"
            f"All editions:                  {address}/\n"
            f"Check it:                      onrecord verify {address}/{path}/\n"
            f"Its data, until this ends:     ONRECORD_HOME={home}\n"
            f"{sign_in_links(stage)}"
            "Look at: words arriving by themselves; the correction of a name; off the record; an answer under embargo\n"
            "that opens by itself; one on background; a translation; “check” beside any words.\n"
            "Stop with Ctrl+C.\n",
            soft_wrap=True,
        )
        play = Play(script, stage, speed=speed, address=address)
        server = Server()
        performance = threading.Thread(target=play.run, args=(server, once), daemon=True)
        performance.start()
        try:
            server.run(sockets=[listening])
        finally:
            play.cancelled.set()
            performance.join(timeout=30)
    if play.failure or (once and not play.verified):
        console.print(play.failure or "The conference did not come to its end.", style="bold", markup=False)
        raise typer.Exit(FAILED)


def _forget_the_real_installation() -> None:
    """None of its settings holds for the demonstration, least of all where its database is."""
    for name in list(os.environ):
        if name == "DATABASE_URL" or name.startswith("ONRECORD_"):
            del os.environ[name]
