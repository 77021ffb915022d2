"""`onrecord open`: a conference to come gets its edition, its log and its desk; `date`: one that is over gets its day."""

from __future__ import annotations

from datetime import date as Date
from typing import Annotated

import typer

from onrecord.cli.installation import console, edition_at, fail, set_up


def open_(
    path: Annotated[
        str, typer.Argument(metavar="SERIES/EDITION", help="The edition's address, for example regional-media/13.")
    ],
    title: Annotated[str, typer.Option(help="The title of the edition.")],
    date: Annotated[str, typer.Option(help="The date of the conference, for example 2026-05-14.")],
    zone: Annotated[str, typer.Option(help="The time zone of the place, for example Europe/Vienna or Africa/Nairobi.")],
    language: Annotated[
        str, typer.Option(help="The main language of the conference, for example en, uk, ar or pt-BR.")
    ],
    start: Annotated[str, typer.Option(help="When it begins, by the clocks of that zone: 10:00.")] = "",
    series_title: Annotated[str, typer.Option(help="The title of the series, if it is new.")] = "",
    place: Annotated[str, typer.Option(help="Where the conference takes place.")] = "",
    venue: Annotated[str, typer.Option(help="The building, its address and the entrance.")] = "",
    host: Annotated[str, typer.Option(help="Who hosts the conference.")] = "",
    number: Annotated[str, typer.Option(help="The number of the edition: 13 for the 13th.")] = "",
    accredited: Annotated[str, typer.Option(help="How many people are accredited.")] = "",
) -> None:
    """Open an edition for an upcoming conference. Its details can't be changed afterwards."""
    set_up()
    from django.conf import settings

    from onrecord.events import acts, rules
    from onrecord.events.forms import Open

    series, _, edition = path.strip("/").partition("/")
    form = Open(
        {
            "series": series,
            "edition": edition,
            "title": title,
            "date": date,
            "zone": zone,
            "language": language,
            "start": start,
            "series_title": series_title,
            "place": place,
            "venue": venue,
            "host": host,
            "number": number,
            "accredited": accredited,
        }
    )
    if not form.is_valid():
        fail("\n".join(f"{_option(field)}: {' '.join(map(str, words))}" for field, words in form.errors.items()))
    opened = acts.announce(
        series=series, edition=edition, content=form.content(), timezone=form.cleaned_data["zone"], by=None
    )
    address = f"{settings.ONRECORD_URL}/{opened.path}/"
    console.print(
        f"{opened.title} is open: {address}\n"
        f"Desk: {address}desk/transcribe/ · Running the conference: {address}desk/day/\n"
        f"Next, give people their roles ({', '.join(role.name for role in rules.roles())}), here or at {address}desk/people/:\n"
        f'  onrecord appoint EMAIL transcriber {opened.path} --name "NAME"\n'
        f"  onrecord signin EMAIL --edition {opened.path}      # prints a sign-in link, if no email is sent",
        markup=False,
        soft_wrap=True,
    )


def date(
    path: Annotated[str, typer.Argument(metavar="SERIES/EDITION", help="As `onrecord editions` lists it.")],
    day: Annotated[str, typer.Argument(metavar="DATE", help="The date of the conference, such as 2026-05-14.")],
) -> None:
    """Give an imported edition a date that its source doesn't name."""
    set_up()
    from onrecord.events import acts

    edition = edition_at(path)
    try:
        given = Date.fromisoformat(day)
    except ValueError:
        fail(f"“{day}” is not a date. Write it like 2026-05-14")
    index = acts.date_edition(edition, day=given, by=None)
    console.print(
        f"{edition.path} took place on {given.day} {given:%B %Y}. This is entry {index} of its log.", markup=False
    )


def _option(field: str) -> str:
    """The field of the form as it is called on the command line."""
    return field.upper() if field in ("series", "edition") else f"--{field.replace('_', '-')}"
