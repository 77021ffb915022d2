"""What applicants are written: one letter a person and act, in the language in which they applied."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from onrecord.accreditation import codes, identity
from onrecord.accreditation.models import Appeal, Application, Call, Nomination, Notice, OnList
from onrecord.accreditation.rules import HEARER
from onrecord.accreditation.states import State
from onrecord.events.faces import sender
from onrecord.pages.languages import nearest
from onrecord.people.models import Outlet, Person
from onrecord.post import acts, kinds
from onrecord.post.models import Letter

RECEIVED = kinds.register("accreditation.received", gettext_lazy("Application received"))
NEEDED = kinds.register("accreditation.needed", gettext_lazy("Something is missing in an application"))
DECIDED = {
    State.ACCEPTED: kinds.register("accreditation.accepted", gettext_lazy("Accredited")),
    State.WAITLISTED: kinds.register("accreditation.waitlisted", gettext_lazy("Waiting list")),
    State.REFUSED: kinds.register("accreditation.refused", gettext_lazy("Not accepted")),
}
NOT_CLEARED = kinds.register("accreditation.not-cleared", gettext_lazy("Security check: not cleared"))
IDENTITY_AGAIN = kinds.register("accreditation.identity-again", gettext_lazy("Security check: data needed again"))
WITHDRAWN = kinds.register("accreditation.withdrawn", gettext_lazy("Application withdrawn"))
OFFERED = kinds.register("accreditation.offered", gettext_lazy("A place is offered"))
APPEALED = kinds.register("accreditation.appealed", gettext_lazy("Appeal received"))
HEARD = {
    "upheld": kinds.register("accreditation.upheld", gettext_lazy("Appeal: decision upheld")),
    "overturned": kinds.register("accreditation.overturned", gettext_lazy("Appeal: decision overturned")),
}
NOTICE = kinds.register("accreditation.notice", gettext_lazy("Notice before a revocation"))
REVOKED = kinds.register("accreditation.revoked", gettext_lazy("Accreditation revoked"))
KEPT = kinds.register("accreditation.kept", gettext_lazy("Accreditation kept"))
TO_BE_HEARD = kinds.register("accreditation.to-be-heard", gettext_lazy("An appeal is to be heard"))
LAPSED = kinds.register("accreditation.lapsed", gettext_lazy("A place was not taken"))
FOCAL_POINT = kinds.register("accreditation.focal-point", gettext_lazy("Outlet asked to name its people"))
NAMED = kinds.register("accreditation.named", gettext_lazy("Named by an outlet"))

ALL = (
    *(
        RECEIVED,
        NEEDED,
        NOT_CLEARED,
        IDENTITY_AGAIN,
        WITHDRAWN,
        OFFERED,
        LAPSED,
        FOCAL_POINT,
        NAMED,
        APPEALED,
        TO_BE_HEARD,
    ),
    *(NOTICE, REVOKED, KEPT),
    *HEARD.values(),
    *DECIDED.values(),
)


def said(why: codes.Why, fact: str, language: str) -> str:
    """The sentence of a reason, with the fact in it, in the applicant's language."""
    with override(language):
        return str(why.sentence).format(fact=fact.strip()).strip()


def received(application: Application) -> None:
    _write(application, RECEIVED, "received", lambda title: _("Application received: {title}").format(title=title))


def needed(application: Application) -> None:
    _write(application, NEEDED, "needed", lambda title: _("Action needed: {title}").format(title=title))


def withdrawn(application: Application) -> None:
    _write(application, WITHDRAWN, "withdrawn", lambda title: _("Application withdrawn: {title}").format(title=title))


def offered(application: Application) -> None:
    _write(application, OFFERED, "offered", lambda title: _("A place is free for you: {title}").format(title=title))


def lapsed(application: Application) -> None:
    _write(application, LAPSED, "lapsed", lambda title: _("Place not taken: {title}").format(title=title))


def not_cleared(application: Application) -> None:
    _write(
        application,
        NOT_CLEARED,
        "not_cleared",
        lambda title: _("Security check, not cleared: {title}").format(title=title),
    )


def identity_again(application: Application) -> None:
    _write(application, IDENTITY_AGAIN, "identity_again", lambda title: _("Action needed: {title}").format(title=title))


SUBJECTS = {
    State.ACCEPTED: gettext_lazy("You are accredited: {title}"),
    State.WAITLISTED: gettext_lazy("Waiting list: {title}"),
    State.REFUSED: gettext_lazy("Not accepted: {title}"),
}


def decided(application: Application) -> Letter | None:
    """The draft of the letter about the decision that was made; also while no letter can be sent, since it may be later."""
    state = State(application.state)
    return _write(
        application, DECIDED[state], str(state), lambda title: str(SUBJECTS[state]).format(title=title), draft=True
    )


def accepted(application: Application) -> None:
    """The letter to somebody who took the place that they were offered."""
    state = State.ACCEPTED
    _write(application, DECIDED[state], str(state), lambda title: str(SUBJECTS[state]).format(title=title))


def appealed(application: Application, *, due: datetime) -> None:
    _write(application, APPEALED, "appealed", lambda title: _("Appeal received: {title}").format(title=title), due=due)


def heard(application: Application, appeal: Appeal) -> None:
    subjects = {
        "upheld": gettext_lazy("Appeal decided, decision upheld: {title}"),
        "overturned": gettext_lazy("Appeal decided, you are accredited: {title}"),
    }
    outcome = str(appeal.outcome)
    _write(
        application,
        HEARD[outcome],
        outcome,
        lambda title: str(subjects[outcome]).format(title=title),
        said=appeal.said,
    )


def notice(application: Application, given: Notice) -> None:
    _write(
        application,
        NOTICE,
        "notice",
        lambda title: _("Notice, please answer: {title}").format(title=title),
        notice=given,
    )


def revoked(application: Application, given: Notice) -> None:
    _write(
        application,
        REVOKED,
        "revoked",
        lambda title: _("Accreditation revoked: {title}").format(title=title),
        notice=given,
    )


def kept(application: Application) -> None:
    _write(application, KEPT, "kept", lambda title: _("You stay accredited: {title}").format(title=title))


def to_be_heard(call: Call, *, due: datetime) -> None:
    """To everybody who hears the appeals of the edition; it names nobody."""
    if not acts.can_be_sent():
        return
    edition = call.edition
    with override("en"), timezone.override(edition.timezone):
        address = settings.ONRECORD_URL + reverse("accreditation:appeals", args=edition.where)
        context = {"edition": edition, "due": due, "address": address}
        text = render_to_string("accreditation/letters/to_be_heard.txt", context)
        subject = _("An appeal to hear: {title}").format(title=edition.title)
    for one in edition.appointments.filter(role=HEARER.name).select_related("person"):
        acts.write(
            TO_BE_HEARD,
            to=one.person.email,
            subject=subject,
            text=text,
            language="en",
            face=sender(edition.series),
            log=edition.log,
        )


def reason_of(application: Application) -> str:
    """The sentence of the reason as the applicant reads it; empty without one."""
    why = (codes.REFUSED | codes.WAITING | codes.REVOKED).get(application.reason)  # type: ignore[operator]
    return said(why, application.answers.fact, application.language) if why else ""


def focal_point(call: Call, outlet: Outlet, person: Person, *, places: int | None) -> None:
    """An outlet's focal point is asked to name its people."""
    _invite(
        call,
        FOCAL_POINT,
        "focal_point",
        to=person.email,
        subject=lambda title: _("Name your people: {title}").format(title=title),
        address=reverse("accreditation:nominate", args=(*call.edition.where, outlet.pk)),
        context={"name": person.name, "outlet": outlet, "places": places},
    )


def named(nomination: Nomination, person: OnList) -> None:
    """Somebody whom an outlet named is asked for their own part."""
    edition = nomination.call.edition
    _invite(
        nomination.call,
        NAMED,
        "named",
        to=person.email,
        subject=lambda title: _("Please complete your application: {title}").format(title=title),
        address=reverse("accreditation:apply", args=edition.where),
        context={"name": person.name, "outlet": nomination.outlet, "email": person.email},
    )


def _invite(
    call: Call, kind: str, template: str, *, to: str, subject: Any, address: str, context: dict[str, Any]
) -> None:
    """A letter to somebody who has no application yet, in the language of the edition."""
    if not acts.can_be_sent():
        return
    edition, language = call.edition, nearest(call.edition.language)
    with override(language), timezone.override(edition.timezone):
        context = context | {"edition": edition, "call": call, "address": settings.ONRECORD_URL + address}
        text = render_to_string(f"accreditation/letters/{template}.txt", context)
        line = subject(edition.title)
    face = sender(edition.series)
    acts.write(kind, to=to, subject=line, text=text, language=language, face=face, log=edition.log)


def _write(
    application: Application, kind: str, template: str, subject: Any, *, draft: bool = False, **more: Any
) -> Letter | None:
    if not draft and not acts.can_be_sent():
        return None
    edition, call = application.call.edition, application.call
    with override(application.language), timezone.override(edition.timezone):
        address = settings.ONRECORD_URL + reverse("accreditation:mine", args=edition.where)
        context = {
            "application": application,
            "answers": application.answers,
            "edition": edition,
            "call": call,
            "address": address,
            "reason": reason_of(application),
            "subject_to_check": identity.is_open(application),
            "function": codes.FUNCTIONS.get(application.answers.function, ""),
        } | more
        text = render_to_string(f"accreditation/letters/{template}.txt", context)
        line = subject(edition.title)
    return acts.write(
        kind,
        to=application.person.current.email,
        subject=line,
        text=text,
        language=application.language,
        face=sender(edition.series),
        log=edition.log,
        draft=draft,
    )
