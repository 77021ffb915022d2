"""`onrecord continue`: a record that came back from a copy goes on, once somebody has said what of it was published."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.cli.installation import FAILED, console, fail, set_up

if TYPE_CHECKING:
    from onrecord.record.models import Log

Newest = Annotated[
    list[Path] | None,
    typer.Option(
        metavar="FILE",
        help="The newest signed checkpoint of a log that anybody has: a file “checkpoint” of a bundle, or log/checkpoint as "
        "a reader saved it. Once a log.",
    ),
]
NothingNewer = Annotated[
    bool,
    typer.Option("--nothing-newer", help="Of all other logs, nothing newer was published than what is here. Be sure."),
]


def continue_(newest: Newest = None, nothing_newer: NothingNewer = False) -> None:
    """Let logs go on that came back from a copy; without options, say which wait, and for what."""
    set_up()
    if not go_on(newest or [], nothing_newer=nothing_newer):
        raise typer.Exit(FAILED)


def go_on(newest: list[Path], *, nothing_newer: bool) -> bool:
    """Decide for the logs that somebody has spoken for, and say where each stands; whether none waits any more."""
    from onrecord.record.acts import continuing
    from onrecord.record.models import Log

    given = _by_origin(newest)
    waiting = 0
    for log in Log.objects.order_by("origin"):
        note = given.pop(log.origin, "")
        if note or (nothing_newer and continuing.waits(log)):
            _tell(log, continuing.continue_log(log, newest=note))
        elif continuing.waits(log):
            waiting += 1
            console.print(f"{log.origin}: waits, with {log.size:,} entries", markup=False, soft_wrap=True)
        else:
            console.print(f"{log.origin}: goes on, with {log.size:,} entries", markup=False, soft_wrap=True)
    for note in given.values():
        origin = continuing.note_published(note)
        console.print(f"{origin}: isn't here; no other log will take its name", markup=False, soft_wrap=True)
    if waiting:
        console.print(
            "Nothing is added to a log that waits, since readers may have entries of it that are missing here; all pages can "
            "be read. Find the newest checkpoint that anybody has of it, and give it: onrecord continue --newest FILE. "
            "If you are sure that nothing newer was published: onrecord continue --nothing-newer",
            markup=False,
            soft_wrap=True,
        )
    return not waiting


def _tell(log: Log, broke_at: int | None) -> None:
    if broke_at is None:
        words = f"{log.origin}: begins with all that was published, and goes on with {log.size:,} entries"
    else:
        words = (
            f"{log.origin}: goes on under this new name from entry {broke_at}, which says what is missing. Its key for "
            f"verifiers is {log.verifier_key}"
        )
    console.print(words, markup=False, soft_wrap=True)


def _by_origin(files: list[Path]) -> dict[str, str]:
    """The checkpoints in the files, by the log that they are of."""
    found: dict[str, str] = {}
    for file in files:
        try:
            note = file.read_text()
        except UnicodeDecodeError:
            fail(f"{file} is no signed checkpoint")
        origin = note.partition("\n")[0]
        if "\n\n\u2014 " not in note:
            fail(f"{file} is no signed checkpoint")
        if origin in found:
            fail(f"{file} is a second checkpoint of {origin}: give the newest one only")
        found[origin] = note
    return found
