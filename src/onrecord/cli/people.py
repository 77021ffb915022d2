"""`onrecord people`, `signin`, `appoint`, `dismiss` and `reset-second-factor`: who may do what, from the machine itself."""

from __future__ import annotations

import json
from email.utils import parseaddr
from typing import TYPE_CHECKING, Annotated, Any

import typer

from onrecord.cli.installation import begun, console, edition_at, fail, set_up, set_up_to_read, show_table

if TYPE_CHECKING:
    from onrecord.events.models import Edition
    from onrecord.people.models import Person

Email = Annotated[str, typer.Argument(help="The person's email address.")]
RoleName = Annotated[
    str, typer.Argument(help="The role, such as transcriber; the page People of the edition lists all.")
]
Where = Annotated[
    str,
    typer.Argument(metavar="[EDITION]", help="The edition, as series/edition; without it, the whole installation."),
]


def people(as_json: Annotated[bool, typer.Option("--json", help="Print a JSON list of objects.")] = False) -> None:
    """List everyone in this installation, and their roles."""
    rows = _people() if begun() else []
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    if not rows:
        console.print(
            "Nobody yet. Appoint the first administrator: onrecord appoint EMAIL administrator --name NAME",
            soft_wrap=True,
        )
        return
    show_table(("email", "name", "roles"), [(row["email"], row["name"], ", ".join(_roles(row))) for row in rows])


def _people() -> list[dict[str, Any]]:
    set_up_to_read()
    from onrecord.events import reads

    return [
        {
            "email": person.email,
            "name": person.name,
            "administrator": person.is_administrator,
            "roles": [{"role": one.role, "edition": one.edition.path} for one in person.appointments.all()],
        }
        for person in reads.people()
    ]


def _roles(row: dict[str, Any]) -> list[str]:
    roles = [f"{one['role']} of {one['edition']}" for one in row["roles"]]
    return ["administrator of the installation", *roles] if row["administrator"] else roles


def signin(
    email: Email,
    edition: Annotated[
        str,
        typer.Option(
            help="The edition whose desk the link opens, as series/edition; for the press office, “Running the conference”."
        ),
    ] = "",
) -> None:
    """Print a link that signs somebody in. It works once, within half an hour. Give it only to that person."""
    set_up_to_read()
    from onrecord.people.links import sign_in_link

    person = _known(email)
    typer.echo(sign_in_link(person, next=_desk(person, edition_at(edition)) if edition else ""))


def _desk(person: Person, edition: Edition) -> str:
    """Where somebody works on an edition: whoever may direct it runs the conference, everybody else types."""
    from django.urls import reverse

    page = "proceedings:day" if person.has_perm("events.direct", edition) else "transcription:desk"
    return reverse(page, args=[edition.series.slug, edition.slug])


def appoint(
    email: Email,
    role: RoleName,
    edition: Where = "",
    name: Annotated[str, typer.Option(help="Their name; required for somebody new.")] = "",
) -> None:
    """Give somebody a role on an edition, or make them an administrator of the whole installation."""
    set_up()
    from onrecord.events import acts
    from onrecord.keeping.acting import act
    from onrecord.people import acts as persons

    where = _where(edition, role)
    with act():
        person = persons.welcome(email=email, name=name, by=None)
        if where is None:
            persons.entrust(person, by=None)
        else:
            acts.appoint(where, person=person, role=role, by=None)
    console.print(f"{person.name} <{person.email}> is now {role} of {edition or 'the installation'}.", markup=False)


def dismiss(email: Email, role: RoleName, edition: Where = "") -> None:
    """Remove a role from somebody."""
    set_up()
    from onrecord.events import acts
    from onrecord.people import acts as persons

    person, where = _known(email), _where(edition, role)
    if where is None:
        persons.relieve(person, by=None)
    else:
        appointment = where.appointments.filter(person=person, role=role).first()
        if appointment is None:
            fail(f"{person.name} is not {role} of {edition}; `onrecord people` lists everyone's roles")
        acts.dismiss(appointment, by=None)
    console.print(
        f"{person.name} <{person.email}> is no longer {role} of {edition or 'the installation'}.", markup=False
    )


def reset_second_factor(email: Email) -> None:
    """Remove somebody's passkeys, authenticator app and recovery codes, if they have lost them. They get a letter."""
    set_up()
    from onrecord.people import factors

    person = _known(email)
    if not factors.reset(person):
        fail(f"{person.name} has no second factor")
    console.print(
        f"{person.name} <{person.email}> has no second factor now, is signed out everywhere, and can add another.",
        markup=False,
    )


def greet_first() -> None:
    """Say how to become the first administrator, while there is none; the link to a terminal only, never to a log."""
    from django.conf import settings

    from onrecord.people import acts, links
    from onrecord.people.models import Person
    from onrecord.post.acts import can_be_sent

    if Person.objects.filter(is_administrator=True).exists():
        return
    if settings.ONRECORD_ADMINISTRATOR:
        name, email = parseaddr(settings.ONRECORD_ADMINISTRATOR)
        person = acts.found(email=email, name=name or email.partition("@")[0])
        how = "ask for a code by email" if can_be_sent() else f"run `onrecord signin {person.email}`"
        console.print(
            f"{person.email} is the administrator of this installation. To sign in, {how}", markup=False, soft_wrap=True
        )
    elif console.is_terminal:
        console.print(
            f"This installation has no administrator yet. To become the first, open this link within a day: {links.first_link()}",
            markup=False,
            soft_wrap=True,
        )
    else:
        console.print(
            "This installation has no administrator yet. Appoint one with `onrecord appoint EMAIL administrator --name NAME`, "
            "then print their sign-in link with `onrecord signin EMAIL`.",
            soft_wrap=True,
        )


def _known(email: str) -> Person:
    from onrecord.people.models import Person

    person = Person.objects.filter(email=email).first()
    if person is None:
        fail(f"nobody here has the email address {email}; `onrecord people` lists everyone")
    return person


def _where(edition: str, role: str) -> Edition | None:
    """The edition named; None for the whole installation, which only an administrator can be appointed to."""
    if edition:
        return edition_at(edition)
    if role != "administrator":
        fail(
            f"EDITION is missing: name it as series/edition. Only an administrator, not a {role}, can be appointed to the "
            "whole installation"
        )
    return None
