"""The same done with many applications: each for itself, so that each has an answer of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from onrecord.accreditation.acts.deciding import decide
from onrecord.accreditation.models import Application, Call
from onrecord.accreditation.states import Act, State
from onrecord.keeping.acting import act
from onrecord.keeping.errors import ActFailed, ActRefused
from onrecord.people.models import Person

AT_ONCE = 100
"""Applications that one form is about: what they come to is tried first, and others wait for the database meanwhile."""

Doing = Callable[[Application], None]


@dataclass(frozen=True, slots=True)
class Answered:
    """What became of one; `refused` says why not, and is empty where it was done. `state`: as it is then."""

    number: int
    state: State
    proposal: str = ""
    refused: str = ""

    @property
    def label(self) -> str:
        """What it is then, in words."""
        proposed = f": {Act(self.proposal).label}" if self.state == State.RECOMMENDED and self.proposal else ""
        return f"{self.state.label}{proposed}"


def tried(call: Call, numbers: list[int], do: Doing) -> list[Answered]:
    """What `do` would come to for these applications, one after the other. Nothing is stored."""
    found: list[Answered] = []
    with suppress(_Undone), act(call.edition.log):
        found += [_answer(application, do, savepoint=True) for application in _these(call, numbers)]
        raise _Undone
    return found


def do_each(call: Call, seen: Mapping[int, int], do: Doing) -> list[Answered]:
    """Do it with each application, an act each. `seen`: by its number its last step that whoever asks for it has seen; one
    that has taken another step since is left alone."""

    def unchanged(application: Application) -> None:
        with act(call.edition.log):
            if last_steps(call, [application.number])[application.number] != seen[application.number]:
                raise ActRefused(_("Something happened to this application after you looked at it. Look at it again."))
            do(application)

    return [_answer(application, unchanged) for application in _these(call, list(seen))]


def last_steps(call: Call, numbers: list[int]) -> dict[int, int]:
    """The newest step of each of these applications."""
    found = call.applications.filter(number__in=numbers).order_by().values_list("number")
    return {number: last or 0 for number, last in found.annotate(Max("steps"))}


def as_recommended(application: Application, *, by: Person) -> None:
    """Decide what was recommended, with the reason that was given."""
    with act(application.call.edition.log):
        found = Application.objects.select_related("call__edition__log").get(pk=application.pk)
        if found.state != State.RECOMMENDED:
            raise ActRefused(_("Nothing is recommended for it now."))
        decide(found, outcome=Act(found.proposal), reason=found.reason, fact=found.answers.fact, by=by)


class _Undone(Exception):
    """Everything that was tried is taken back."""


def _these(call: Call, numbers: list[int]) -> list[Application]:
    found = call.applications.filter(number__in=numbers).exclude(state=State.DRAFT).order_by("number")
    return list(found.select_related("call__edition__log", "call__edition__series", "person"))


def _answer(application: Application, do: Doing, *, savepoint: bool = False) -> Answered:
    refused = ""
    try:
        if savepoint:
            with transaction.atomic():  # what one refuses takes back its own part alone
                do(application)
        else:
            do(application)
    except ActFailed as why:  # a busy database, too: the others are still done, and this one is told
        refused = str(why)
    state, proposal = Application.objects.values_list("state", "proposal").get(pk=application.pk)
    return Answered(application.number, State(state), proposal, refused)
