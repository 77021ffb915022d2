"""A call with applicants, made by the same acts as any other."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from onrecord.accreditation import acts, staff_list
from onrecord.accreditation.contents import Terms
from onrecord.accreditation.models import Application, Call, OnList
from onrecord.accreditation.states import Act
from onrecord.events.models import Edition
from onrecord.people import outlets
from onrecord.people.models import Outlet, Person
from onrecord.record.entry import rfc3339
from tests import cast


def moment(**ahead: float) -> str:
    """A time from now, as the log has it."""
    return rfc3339(int((datetime.now(UTC) + timedelta(**ahead)).timestamp()) * 1000)


def terms(**other: Any) -> Terms:
    """The terms of a call that is open, with 100 places."""
    usual: dict[str, Any] = {
        "criteria": "Whoever reports to the public in one of the regions.",
        "places": 100,
        "opens": moment(days=-1),
        "closes": moment(days=10),
        "decides_by": moment(days=20),
        "appeal_to": "The press council of Brodna",
        "deleted_on": date.today() + timedelta(days=60),  # noqa: DTZ011 - a day more or less
    }
    return Terms(**(usual | other))


def open_call(edition: Edition, **other: Any) -> Call:
    return acts.open_call(edition, terms(**other), by=None)


def closed(call: Call, *, reason: str = "The room is full.") -> Call:
    """The same call, to which nobody can apply any more."""
    terms = Call.objects.get(pk=call.pk).terms
    acts.change(call, terms.model_copy(update={"closes": moment(days=-0.5)}), reason=reason, by=None)
    return Call.objects.select_related("edition__log", "edition__series").get(pk=call.pk)


ANSWERS = {
    "given_names": "Ada",
    "family_names": "Reyes",
    "mobile": "+47 21 00 00 00",
    "outlet": "Radio Tamra",
    "editor": "Yusuf Adeyemi, desk@example.org",
    "function": "reporter",
    "attendance": "room",
    "covers": "Schools",
    "tour": True,
    "listed": True,
}


def outlet(name: str = "Radio Tamra", *, places: int | None = 2, kind: str = "radio", **other: Any) -> Outlet:
    """An outlet that the office knows."""
    aliases = other.pop("aliases", [])
    return outlets.keep(
        Outlet(name=name, kind=kind, region="RU-KGD", places=places, **other),
        aliases=aliases,
        by=cast.person("Chiara Okoye"),
    )


def focal_point(of: Outlet, name: str = "Yusuf Adeyemi") -> Person:
    """Somebody who names the outlet's people."""
    person = cast.person(name)
    outlets.appoint(of, email=person.email, name=name, by=cast.person("Chiara Okoye"))
    return person


def row(name: str, *, ref: str = "", replaces: str = "", number: int = 0) -> staff_list.Named:
    """Somebody on an outlet's list: “Ada Reyes” is ada.reyes@example.org."""
    given, _, family = name.partition(" ")
    email = f"{name.lower().replace(' ', '.')}@example.org"
    person = OnList(ref=ref, given_names=given, family_names=family, email=email, function="reporter")
    return staff_list.Named(row=number, person=person, replaces=replaces)


def named(call: Call, of: Outlet, *people: str, by: Person) -> None:
    """The outlet names them, sends its list, and they are written to."""
    acts.name_people(call, of, [row(name) for name in people], by=by)
    acts.invite(call, of, letter="They cover schools for us.", by=by)


def drafted(call: Call, person: Person, *, kind: str = "radio", region: str = "RU-KGD", **answers: Any) -> Application:
    """An application with everything filled in."""
    begun = acts.begin(call, person, language="en")
    given, _, family = person.name.partition(" ")
    named = {"given_names": given, "family_names": family}
    return acts.save(begun, given=ANSWERS | named | answers, kind=kind, region=region, category="press")


def applied(call: Call, person: Person, **answers: Any) -> Application:
    """The same, sent."""
    found = drafted(call, person, **answers)
    acts.submit(found, conduct=call.newest if call.terms.conduct else None)
    return found


def decided(
    call: Call, person: Person, outcome: Act, *, reason: str = "", fact: str = "", **answers: Any
) -> Application:
    """An application that the press officer recommended and the administrator decided; nobody was told of it."""
    found = applied(call, person, **answers)
    officer, administrator = (cast.person(name) for name in ("Chiara Okoye", "Dov Sand"))
    acts.recommend(found, outcome=outcome, reason=reason, fact=fact, by=officer)
    acts.decide(found, outcome=outcome, reason=reason, fact=fact, by=administrator)
    return found
