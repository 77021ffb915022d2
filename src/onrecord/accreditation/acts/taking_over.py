"""People who were accredited elsewhere come in as applications that are recommended: somebody decides on them here, and each
decision has its letter and its entry like any other."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Max

from onrecord.accreditation import clock, journal
from onrecord.accreditation.accredited_list import Accredited
from onrecord.accreditation.acts.applying import receive
from onrecord.accreditation.models import Answers, Application, Call
from onrecord.accreditation.moving import current, move
from onrecord.accreditation.states import Act
from onrecord.keeping.acting import act
from onrecord.pages.languages import nearest
from onrecord.people.acts import welcome
from onrecord.people.journal import note
from onrecord.people.models import Person


@dataclass(frozen=True, slots=True)
class TakenOver:
    """How many came in, and the applications, by number, of those who were there already and were left as they are."""

    added: int
    there: Sequence[int]


def take_over(call: Call, people: Sequence[Accredited], *, by: Person | None) -> TakenOver:
    """All of them, or none. Nobody is written to: the letter about each decision tells them."""
    log = call.edition.log
    with act(log):
        call = current(call)
        applied = call.applications.select_related("person__merged_into")
        known = {one.person.current.pk: one.number for one in applied}
        last = call.applications.aggregate(last=Max("number"))["last"] or 0
        there: list[int] = []
        # by their addresses, so that the journal's order of names tells nobody's number
        persons = {one.email: welcome(email=one.email, name=one.name, by=by) for one in sorted(people, key=_address)}
        for one in people:
            person = persons[one.email]
            if person.pk in known:
                there.append(known[person.pk])
                continue
            last += 1
            known[person.pk] = last
            application = Application(
                call=call,
                person=person,
                number=last,
                ticket=secrets.token_hex(16),
                language=nearest(call.edition.language),
                category=one.category,
                kind=one.kind,
                region=one.region,
            )
            answers = Answers.model_validate(dict(one.answers))
            application.keep(answers)
            application.save()
            index = receive(application, answers)
            move(application, Act.SUBMIT, by=by, entry=index, received=index, sent_at=clock.now())
            move(application, Act.RECOMMEND, by=by, proposal=Act.ACCEPT, recommended_by=by)
        added = len(people) - len(there)
        if added:
            note(log, journal.TAKEN_OVER, by=by, count=added)
    return TakenOver(added, sorted(there))


def _address(one: Accredited) -> str:
    return one.email
