"""The one way in which an application comes to another state."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from onrecord.accreditation import journal
from onrecord.accreditation.models import Application, Call, Step
from onrecord.accreditation.states import MOVES, OF_THE_APPLICANT, OF_THE_SERVER, Act, State, allowed
from onrecord.keeping.errors import ActRefused
from onrecord.people.journal import note
from onrecord.people.models import Person


def fresh(application: Application) -> Application:
    """The application as it is stored now; inside the act that changes it. Raises ActRefused where it is destroyed."""
    related = ("call__edition__log", "call__edition__series", "person", "letter", "waiting")
    found = Application.objects.select_related(*related).filter(pk=application.pk).first()
    if found is None:
        raise ActRefused(_over())
    return found


def current(call: Call) -> Call:
    """The call as it is stored now; inside an act. Raises ActRefused where what was held for it is destroyed."""
    found = Call.objects.select_related("edition__log", "edition__series").get(pk=call.pk)
    require_call(found)
    return found


def move(application: Application, done: Act, *, by: Person | None, entry: int | None = None, **columns: Any) -> None:
    """Take `application`, as read in this act, to the state that `done` leads to, with `columns` as they are then.

    Raises ActRefused where the table knows no such way, and says which there are and who was here before.
    """
    require_move(application, done)
    state = MOVES[done][State(application.state)]
    for name, value in columns.items():
        setattr(application, name, value)
    application.state = state
    application.save()
    Step.objects.create(
        application=application,
        act=done,
        state=state,
        proposal=application.proposal if done == Act.RECOMMEND else "",
        reason=application.reason,
        by=by,
        entry=entry,
    )
    if done in journal.ACTED:
        note(application.call.edition.log, journal.ACTED[done], by=by, application=application.number)


def require_move(application: Application, done: Act) -> None:
    """Raises ActRefused as `move` does; before an entry says that it was done. What applicants do must also be possible as far as
    they were told: else it tells them what was decided."""
    states = {State(application.state)} | ({application.shown} if done in OF_THE_APPLICANT else set())
    if not states <= MOVES[done].keys():
        raise ActRefused(_impossible(application, done))


def require_call(call: Call) -> None:
    if call.purged:
        raise ActRefused(_over())


def _over() -> str:
    return _("What was held of the applicants has been destroyed: this call is over.")


def _impossible(application: Application, done: Act) -> str:
    """Applicants read of the state that they were told, whatever was decided meanwhile."""
    of_applicant = done in OF_THE_APPLICANT
    state = application.shown if of_applicant else State(application.state)
    last = application.steps.select_related("by").last()
    if not of_applicant and last is not None and last.by is not None and last.by_id != application.person_id:
        said = _("{name} was here first: this application is now “{state}”.").format(
            name=last.by.name, state=state.label
        )
    else:
        said = _("This application is now “{state}”.").format(state=state.label)
    able = [
        str(one.label)
        for one in allowed(state)
        if one not in OF_THE_SERVER and (one in OF_THE_APPLICANT) == of_applicant
    ]
    return f"{said} " + (
        _("What can be done now: {acts}.").format(acts=", ".join(able))
        if able
        else _("Nothing can be done with it any more.")
    )
