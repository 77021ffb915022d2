"""Appeals: which decision one can be made against, until when, and who may hear it. One a decision, and no second."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from onrecord.accreditation import belonging, clock
from onrecord.accreditation.models import Appeal, Application, Call, Step
from onrecord.accreditation.states import Act, State
from onrecord.people.models import Person

AGAINST = {State.REFUSED: Act.REFUSE, State.REVOKED: Act.REVOKE}


def decision(application: Application) -> Step | None:
    """The decision that can be appealed against, once the applicant was told."""
    done = AGAINST.get(State(application.state))
    if done is None or application.told_at is None:
        return None
    return application.steps.filter(act=done).last()


def of(application: Application) -> Appeal | None:
    """The newest appeal, whatever became of it."""
    return application.appeals.select_related("heard_by").last()


def until(application: Application) -> datetime | None:
    """Until when it can be made; None where nothing can be appealed against."""
    if decision(application) is None or application.told_at is None:
        return None
    return application.told_at + timedelta(days=application.call.terms.appeal_days)


def why_not(application: Application) -> str:
    """Why no appeal can be made now; empty where one can."""
    against, deadline = decision(application), until(application)
    if against is None or deadline is None:
        return _("There is no decision that you can appeal against.")
    if Appeal.objects.filter(decision=against).exists():
        return _("You have appealed against this decision already. There is one appeal, and no second.")
    if deadline <= clock.now():
        return _("The time in which you could appeal is over.")
    return ""


def waiting(application: Application) -> Appeal | None:
    """The appeal that somebody is to hear."""
    return application.appeals.filter(outcome=Appeal.Outcome.OPEN).first()


def took_part(application: Application, person: Person) -> bool:
    """Whether `person` is the applicant or of their outlet, or did anything with the application before."""
    return belonging.is_own(application, person) or application.steps.filter(by__in=person.records()).exists()


def to(call: Call) -> QuerySet[Appeal]:
    """All appeals of a call, those to be heard first."""
    return Appeal.objects.filter(application__call=call).order_by("outcome", "due", "pk")
