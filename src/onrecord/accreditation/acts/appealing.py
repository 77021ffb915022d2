"""Somebody appeals against a decision, and somebody who took no part in it decides, with reasons."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from onrecord.accreditation import appeals, belonging, clock, letters, places
from onrecord.accreditation.acts.telling import acted
from onrecord.accreditation.models import Appeal, Application, Said
from onrecord.accreditation.moving import fresh, move, require_call, require_move
from onrecord.accreditation.states import Act
from onrecord.keeping.acting import act
from onrecord.keeping.errors import ActRefused
from onrecord.people.models import Person

HEARD = {Act.UPHOLD: Appeal.Outcome.UPHELD, Act.OVERTURN: Appeal.Outcome.OVERTURNED}
"""The acts that decide on an appeal, and what each decides."""


def appeal(application: Application, *, why: str) -> int:
    """Appeal against the decision that the applicant was told. Returns the index of the entry that says so."""
    with act(application.call.edition.log):
        found = fresh(application)
        require_call(found.call)
        require_move(found, Act.APPEAL)
        if refused := appeals.why_not(found):
            raise ActRefused(refused)
        if not why.strip():
            raise ActRefused(_("Say why you appeal."))
        now = clock.now()
        due = now + timedelta(days=found.call.terms.appeal_answer_days)
        made = Appeal(application=found, decision=appeals.decision(found), at=now, due=due)
        made.keep(Said(why=why.strip()))
        made.save()
        index = acted(found, "appealed", persons=1, until=due)
        move(found, Act.APPEAL, by=found.person, entry=index)
        letters.appealed(found, due=due)
        letters.to_be_heard(found.call, due=due)
    return index


def hear(application: Application, *, outcome: Act, answer: str, by: Person) -> int:
    """Decide on the appeal; the applicant reads `answer` at once. Returns the index of the entry that says so.

    Raises ActRefused where `by` took part in the decision, and where it is overturned and no place is left.
    """
    with act(application.call.edition.log):
        found = fresh(application)
        require_call(found.call)
        waiting = _waiting(found)
        if appeals.took_part(found, by):
            raise ActRefused(_("You took part in this decision. Somebody else hears the appeal."))
        if outcome not in HEARD:
            raise ActRefused(_("A decision is upheld or overturned."))
        if not answer.strip():
            raise ActRefused(_("Give your reasons. The applicant reads them."))
        require_move(found, outcome)
        now = clock.now()
        waiting.outcome, waiting.heard_by, waiting.heard_at = HEARD[outcome], by, now
        waiting.keep(waiting.said.model_copy(update={"answer": answer.strip()}))
        waiting.save()
        index = acted(found, "upheld" if outcome == Act.UPHOLD else "overturned", persons=1)
        columns: dict[str, Any] = {}
        if outcome == Act.OVERTURN:
            if full := places.why_none_on_appeal(found):
                raise ActRefused(full)
            columns = {
                "reason": "",
                "proposal": "",
                "decided_by": by,
                "decided_at": now,
                "told_at": now,
                "letter": None,
            }
        move(found, outcome, by=by, entry=index, **columns)
        if outcome == Act.OVERTURN:
            belonging.accepted(found)
        letters.heard(found, waiting)
    return index


def _waiting(application: Application) -> Appeal:
    found = appeals.waiting(application)
    if found:
        return found
    last = appeals.of(application)
    if last and last.heard_by:
        raise ActRefused(
            _("{name} was here first: {outcome}.").format(name=last.heard_by.name, outcome=last.get_outcome_display())
        )
    raise ActRefused(_("There is no appeal to hear."))
