"""Bringing the installation up: Django, database, static files; and how a command ends when it can't go on."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NoReturn

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from typer.core import TyperGroup

from onrecord.keeping.errors import ActFailed
from onrecord.web import config, home

if TYPE_CHECKING:
    from django.core.exceptions import ValidationError

    from onrecord.events.models import Edition
    from onrecord.web.config import Config

console = Console(stderr=True, highlight=False)
"""Progress and messages go to standard error; standard output is for what was asked for."""

FAILED, UNUSABLE = 1, 2


def fail(message: str, *, code: int = UNUSABLE) -> NoReturn:
    """End the command with one line that says what would be right."""
    console.print(f"onrecord: {message}", markup=False, soft_wrap=True)
    raise typer.Exit(code)


LEAST_WORDS = 16
"""Characters of the last column of a table that are worth its one line."""


def counted(number: int, noun: str, plural: str = "") -> str:
    """“1 warning”, “1,200 warnings”; `plural` where it isn't the noun with an s."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def show_table(headings: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """A table for whoever looks at it, on standard output; plain lines with tabs where another program reads them.

    The first column says what a row is about. Only the last one, in words, is cut; where a terminal is too narrow for
    that, each row takes two lines and none is.
    """
    if not sys.stdout.isatty():
        for row in rows:
            typer.echo("\t".join(" ".join(str(cell).split()) for cell in row))
        return
    out = Console(highlight=False)
    cells = [[str(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(headings, *cells, strict=True)]
    if sum(widths[:-1]) + 2 * len(widths) + LEAST_WORDS > out.width:
        for first, *rest in cells:
            told = (f"{heading} {cell}".strip() for heading, cell in zip(headings[1:], rest, strict=True) if cell)
            out.print(f"{first}\n    {', '.join(told)}", markup=False, soft_wrap=True)
        return
    table = Table(box=None, header_style="bold", pad_edge=False)
    for number, heading in enumerate(headings):
        figures = all(isinstance(row[number], int) for row in rows)
        table.add_column(
            heading,
            justify="right" if figures else "left",
            min_width=widths[number] if number < len(widths) - 1 else None,
            overflow="ellipsis",
            no_wrap=True,
        )
    for row in cells:
        table.add_row(*map(escape, row))
    out.print(table)


def set_up() -> None:
    """Django ready for a command that writes: the database is made, or brought to this version's shape."""
    _start_django()
    from onrecord.web import shape

    settings = configured()
    if not settings.database_url:
        (settings.home / home.DATABASE).touch(mode=0o600)  # SQLite gives what it puts beside it the same mode
    with plain_errors():
        shape.bring_up_to_date()


def set_up_to_read() -> None:
    """Django ready for a command that only reads: nothing is made or changed. Ends it where there is nothing to read."""
    if not begun():
        fail(
            f"there is no record in {configured().home} yet. Create one with `onrecord open` or `onrecord import`, or set "
            "ONRECORD_HOME to the folder of an existing one"
        )
    _start_django()
    from onrecord.web import shape

    with plain_errors():
        shape.check()


def begun() -> bool:
    """Whether there is a database to read."""
    settings = configured()
    return bool(settings.database_url) or home.begun(settings.home)


def configured() -> Config:
    """The settings. Ends the command in one line where one is wrong."""
    try:
        return config.load(os.environ)
    except config.ConfigError as error:
        fail(str(error), code=FAILED)


def _start_django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onrecord.web.settings")
    import django
    from django.utils import translation

    django.setup()
    translation.activate(
        "en"
    )  # as commands are written; what a server answers, and the log, have languages of their own


def collect_static() -> None:
    """Static files under their hashed names, in the home folder."""
    from django.core.management import call_command

    call_command("collectstatic", verbosity=0, interactive=False, clear=False)


@contextmanager
def plain_errors() -> Iterator[None]:
    """Whatever a person can mend becomes one line and an exit code; anything else is a defect and shows its trace."""
    try:
        yield
    except ActFailed as error:
        fail(str(error), code=FAILED)
    except BrokenPipeError:
        sys.stderr.close()
        raise typer.Exit(FAILED) from None
    except OSError as error:
        if error.errno not in OF_THE_DISK:
            raise
        fail(": ".join(str(part) for part in (error.filename, error.strerror) if part), code=FAILED)
    except Exception as error:
        words = _in_words(error)
        if words is None:
            raise
        fail(words, code=FAILED)


OF_THE_DISK = {
    errno.EACCES, errno.EDQUOT, errno.EEXIST, errno.EFBIG, errno.EIO, errno.EISDIR, errno.ENOENT, errno.ENOSPC,
    errno.ENOTDIR, errno.EPERM, errno.EROFS,
}  # fmt: skip
"""What a disk or a folder refuses, rather than the network or ourselves."""


def _in_words(error: Exception) -> str | None:
    """What Django raises, for the person at the command line; None where it is a defect of ours."""
    if "django" not in sys.modules:
        return None
    from django.core.exceptions import ValidationError
    from django.db import DatabaseError, InterfaceError

    from onrecord.web.shape import WrongShape

    if isinstance(error, WrongShape):
        return str(error)
    if isinstance(error, ValidationError):
        return fields_of(error)
    if not isinstance(error, DatabaseError | InterfaceError):
        return None
    said, settings = str(error).strip().splitlines()[0], configured()
    if settings.database_url:
        return f"the database reported an error: {said}"
    file = settings.home / home.DATABASE
    if "malformed" in said or "not a database" in said:
        return f"{file} is damaged ({said}). Restore a backup into a new ONRECORD_HOME"
    return f"{file}: {said}"


class PlainCommands(TyperGroup):
    """Commands whose errors are `plain_errors`."""

    def invoke(self, ctx: Any) -> Any:
        with plain_errors():
            return super().invoke(ctx)


def fields_of(error: ValidationError) -> str:
    """What is wrong with which field, in one line."""
    return "; ".join(f"{field}: {' '.join(words)}" for field, words in error.message_dict.items())


def edition_at(path: str) -> Edition:
    """The edition named `series/edition`."""
    from onrecord.events import reads
    from onrecord.events.models import Edition

    series, _, slug = path.strip("/").partition("/")
    try:
        return reads.edition(series, slug)
    except Edition.DoesNotExist:
        fail(f"there is no edition “{path}”; `onrecord editions` lists all editions as series/edition")
