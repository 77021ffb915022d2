"""Bringing the installation up: Django, database, static files; and how a command ends when it can't go on."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn

import typer
from rich.console import Console

if TYPE_CHECKING:
    from django.core.exceptions import ValidationError

    from onrecord.events.models import Edition

console = Console(stderr=True, highlight=False)
"""Progress and messages go to standard error; standard output is for what was asked for."""

FAILED, UNUSABLE = 1, 2


def fail(message: str, *, code: int = UNUSABLE) -> NoReturn:
    """End the command with one line that says what would be right."""
    console.print(f"onrecord: {message}", markup=False, soft_wrap=True)
    raise typer.Exit(code)


def set_up() -> None:
    """Django ready, the database at its newest shape. Ends the command in one line where a setting is wrong."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onrecord.web.settings")
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0, interactive=False)


def collect_static() -> None:
    """Static files under their hashed names, in the home folder."""
    from django.core.management import call_command

    call_command("collectstatic", verbosity=0, interactive=False, clear=False)


def forget_sessions() -> None:
    """Sessions that have expired leave the database."""
    from django.core.management import call_command

    call_command("clearsessions", verbosity=0)


@contextmanager
def plain_errors() -> Iterator[None]:
    """Our own errors become one line and an exit code; anything else is a defect and shows its trace."""
    from django.core.exceptions import ValidationError

    from onrecord.record.errors import RecordError

    try:
        yield
    except RecordError as error:
        fail(str(error), code=FAILED)
    except ValidationError as error:
        fail(fields_of(error))
    except BrokenPipeError:
        sys.stderr.close()
        raise typer.Exit(FAILED) from None


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
        fail(f"there is no edition “{path}”; `onrecord editions` lists them as series/edition")
