"""`onrecord continue`: a record that came back from a copy goes on, once somebody has said what of it was published."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.cli.installation import FAILED, console, counted, fail, set_up

if TYPE_CHECKING:
    from onrecord.record.models import Log

Newest = Annotated[
    list[Path] | None,
    typer.Option(
        metavar="FILE",
        help="The newest signed checkpoint of a log that anyone has kept: the file “checkpoint” from a bundle, or a copy of "
        "log/checkpoint that a reader saved. Give the option once for each log.",
    ),
]
NothingNewer = Annotated[
    bool,
    typer.Option("--nothing-newer", help="Confirm that for all other logs nothing newer was published. Be certain."),
]


NO_CHECKPOINT = (
    "is not a signed checkpoint; give the file “checkpoint” from a bundle, or a saved copy of log/checkpoint"
)


def continue_(newest: Newest = None, nothing_newer: NothingNewer = False) -> None:
    """Resume logs after a restore. Without options, list the logs that are waiting and say what they need."""
    set_up()
    if not go_on(newest or [], nothing_newer=nothing_newer):
        raise typer.Exit(FAILED)


def go_on(newest: list[Path], *, nothing_newer: bool) -> bool:
    """Decide for the logs that somebody has spoken for, and say where each stands; whether none waits any more."""
    from onrecord.post import acts as letters
    from onrecord.record.acts import continuing
    from onrecord.record.models import Log

    given = _by_origin(newest)
    tell_held(letters.hold_what_came_back())
    waiting = 0
    for log in Log.objects.order_by("origin"):
        note = given.pop(log.origin, "")
        if note or (nothing_newer and continuing.waits(log)):
            _tell(log, continuing.continue_log(log, newest=note))
        elif continuing.waits(log):
            waiting += 1
            console.print(
                f"{log.origin}: waiting, with {counted(log.size, 'entry', 'entries')}", markup=False, soft_wrap=True
            )
        else:
            console.print(
                f"{log.origin}: active, with {counted(log.size, 'entry', 'entries')}", markup=False, soft_wrap=True
            )
    for note in given.values():
        origin = continuing.note_published(note)
        console.print(
            f"{origin}: not in this installation; its name is reserved, and no other log will use it",
            markup=False,
            soft_wrap=True,
        )
    if waiting:
        console.print(
            "Nothing can be added to a waiting log, because readers may have entries that are missing here. All pages can "
            "still be read. Find the newest checkpoint that anyone has kept, and run: onrecord continue --newest FILE. "
            "If you are certain that nothing newer was published, run: onrecord continue --nothing-newer",
            markup=False,
            soft_wrap=True,
        )
    return not waiting


def tell_held(letters: int) -> None:
    """How many letters wait for somebody's word, since they may have been sent after the copy was made."""
    if letters:
        console.print(
            f"Letters held, because they may have been sent since: {counted(letters, 'letter')}. The press office can send "
            "them on the page “Letters”"
        )


def _tell(log: Log, broke_at: int | None) -> None:
    if broke_at is None:
        words = (
            f"{log.origin}: nothing published is missing; the log resumes with {counted(log.size, 'entry', 'entries')}"
        )
    else:
        words = (
            f"{log.origin}: published entries are missing, so the log continues under this new name from entry {broke_at}, "
            f"which says what is missing. Its verifier key is {log.verifier_key}"
        )
    console.print(words, markup=False, soft_wrap=True)


def _by_origin(files: list[Path]) -> dict[str, str]:
    """The checkpoints in the files, by the log that they are of."""
    found: dict[str, str] = {}
    for file in files:
        try:
            note = file.read_text()
        except UnicodeDecodeError:
            fail(f"{file} {NO_CHECKPOINT}")
        origin = note.partition("\n")[0]
        if "\n\n\u2014 " not in note:
            fail(f"{file} {NO_CHECKPOINT}")
        if origin in found:
            fail(f"--newest: {file} is a second checkpoint of {origin}; give only the newest one")
        found[origin] = note
    return found
