"""Somebody applies: begins, fills in as they go, sends, answers what they are asked, or withdraws."""

from __future__ import annotations

import secrets
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from onrecord.accreditation import belonging, clock, letters, places, reads
from onrecord.accreditation.acts import amending, selecting
from onrecord.accreditation.acts.identity import forget_identity
from onrecord.accreditation.acts.nominating import meet
from onrecord.accreditation.acts.telling import acted
from onrecord.accreditation.contents import ApplicationReceived
from onrecord.accreditation.models import Amendment, Answers, Application, Call, Notice
from onrecord.accreditation.moving import current, fresh, move, require_call, require_move
from onrecord.accreditation.states import Act, State
from onrecord.keeping.acting import act
from onrecord.keeping.errors import ActRefused
from onrecord.people.models import Person
from onrecord.post import acts as post
from onrecord.record.models import Opening
from onrecord.record.writer import Draft, append


def begin(call: Call, person: Person, *, language: str, alone: bool = False) -> Application:
    """The application of `person` to `call`: the one they have, or a new one with what they said of themselves last time. A new
    one is for the outlet that named them, unless they apply `alone`."""
    with act(call.edition.log):
        call = current(call)
        known = reads.of_person(call.edition, person)
        if known:
            return known
        _require_open(call)
        last = call.applications.aggregate(last=Max("number"))["last"] or 0
        application = Application(
            call=call, person=person, number=last + 1, ticket=secrets.token_hex(16), language=language
        )
        before = _before(call, person)
        if before:
            application.kind, application.region = before.kind, before.region
        application.keep(_again(before) if before else Answers())
        application.save()
        if before:
            belonging.is_of(application, belonging.of(before))
        if not alone:
            meet(application)
    return application


def save(application: Application, *, given: dict[str, Any], **columns: str) -> Application:
    """Keep what was filled in so far: `given` are members of `Answers`; `columns` category, kind and region."""
    with act(application.call.edition.log):
        found = fresh(application)
        require_call(found.call)
        if found.state not in (State.DRAFT, State.NEEDS, State.AMENDED):
            raise ActRefused(
                _("Your application has been sent. You can change it when we ask you something, or withdraw it.")
            )
        for name, value in columns.items():
            setattr(found, name, value)
        if given.get("outlet", found.answers.outlet) != found.answers.outlet:
            belonging.is_called(found, given["outlet"])
        found.keep(found.answers.model_copy(update=given))
        found.save()
    return found


def submit(application: Application, *, conduct: int | None = None, nonce: str = "") -> int:
    """Send it; `conduct`: the entry with the rules of conduct that the applicant accepted; `nonce`: what their browser adds
    to the draw. Returns the index of the entry
    that says it was received."""
    log = application.call.edition.log
    with act(log):
        found = fresh(application)
        require_call(found.call)
        if found.state != State.AMENDED:
            _require_open(found.call)
        if found.call.terms.conduct and conduct != found.call.newest:
            raise ActRefused(_("The terms have just changed. Read them again before you send your application."))
        answers = found.answers.model_copy(update={"conduct": conduct})
        if len(found.call.terms.categories) < 2:
            found.category = found.call.only_category
        if lacking := reads.missing(found, answers):
            raise ActRefused(
                _("Please fill these in before you send your application: {what}.").format(what=", ".join(lacking))
            )
        found.keep(answers)
        if found.state == State.AMENDED:
            return _submit_again(found)
        index = found.received
        if found.state == State.DRAFT:
            index = receive(found, answers, nonce=nonce)
        late = found.call.phase == "late"
        move(found, Act.SUBMIT, by=found.person, entry=index, received=index, sent_at=clock.now(), late=late)
        letters.received(found)
    assert index is not None
    return index


def _submit_again(application: Application) -> int:
    """Somebody accredited has changed their name, outlet or function: it is decided anew."""
    now = amending.changed(application)
    if now is None and not _function_changed(application):
        raise ActRefused(_("Nothing has changed. Leave everything as it was instead."))
    index = acted(application, "amended", persons=1, who=now)
    anew: dict[str, Any] = {"told_at": None, "letter": None, "proposal": "", "recommended_by": None, "reason": ""}
    move(application, Act.SUBMIT, by=application.person, entry=index, **anew)
    letters.received(application)
    return index


def _function_changed(application: Application) -> bool:
    return Amendment.objects.get(application=application).before.answers.function != application.answers.function


def receive(application: Application, answers: Answers, *, nonce: str = "") -> int:
    """The entry that says there is one more application, for the office and the applicant alone."""
    content = ApplicationReceived(
        name=answers.name,
        category=application.category,
        outlet=answers.outlet,
        outlet_kind=application.kind,
        region=application.region,
        ticket=application.ticket,
        nonce=selecting.keep_nonce(application, nonce) if application.call.terms.lot else None,
    )
    return append(application.call.edition.log, Draft(content.padded(), held=Opening.Why.OFFICE))[0]


def answer(application: Application, *, note: str) -> None:
    """What the office asked for is there: it looks at the application again."""
    with act(application.call.edition.log):
        found = fresh(application)
        require_call(found.call)
        found.keep(found.answers.model_copy(update={"note": note}))
        require_move(found, Act.ANSWER)
        now = amending.changed(found)
        index = acted(found, "amended", persons=1, who=now) if now else None
        move(found, Act.ANSWER, by=found.person, entry=index, due=None)


def withdraw(application: Application) -> int | None:
    """The applicant doesn't want to come any more. A decision that they were not told yet is dropped."""
    log = application.call.edition.log
    with act(log):
        found = fresh(application)
        require_call(found.call)
        if found.received is None:
            raise ActRefused(_("Your application was never sent, so there is nothing to withdraw."))
        if not found.can_be_withdrawn:
            raise ActRefused(_("There is nothing to withdraw any more."))
        if found.letter and found.told_at is None:
            post.discard(found.letter)
        index = acted(found, "withdrawn", persons=1)
        now = clock.now()
        move(
            found,
            Act.WITHDRAW,
            by=found.person,
            entry=index,
            letter=None,
            told_at=now,
            due=None,
            proposal="",
            reason="",
        )
        places.leave(found)
        Amendment.objects.filter(application=found).update(open=False)
        Notice.objects.filter(application=found, outcome="").update(outcome="withdrawn")
        letters.withdrawn(found)
        forget_identity(found)
    return index


def _require_open(call: Call) -> None:
    require_call(call)
    phase = call.phase
    if phase == "planned":
        raise ActRefused(_("Applications are not open yet."))
    if phase == "closed":
        raise ActRefused(_("Applications are closed."))


def _before(call: Call, person: Person) -> Application | None:
    """Their newest application to another edition that is still held."""
    found = (
        Application.objects.filter(person__in=person.records())
        .exclude(call=call)
        .exclude(wrapped_key=b"")
        .exclude(sent_at=None)
    )
    return found.select_related("call__edition__log").order_by("-sent_at").first()


ONCE = ("before", "covers", "samples", "tour", "conduct", "asked", "fact", "note", "attendance")
"""What is answered anew for each edition."""


def _again(before: Application) -> Answers:
    return before.answers.model_copy(update={name: Answers.model_fields[name].default for name in ONCE})
