"""When identity data are asked for, and where a security check stands."""

from __future__ import annotations

from django.utils.translation import gettext as _

from onrecord.accreditation.models import Application, Identity, Vetting
from onrecord.accreditation.models.identity import Result
from onrecord.accreditation.states import State

WITH_APPLICATION = "application"
OUT = frozenset({State.WITHDRAWN, State.REFUSED, State.LAPSED, State.REVOKED})
"""Nobody checks them any more."""


def of(application: Application) -> Identity | None:
    return getattr(application, "identity", None)


def vetting_of(application: Application) -> Vetting | None:
    return getattr(application, "vetting", None)


def is_asked(application: Application) -> bool:
    """Whether the applicant can give their data now: for the first time, or again where they were not right."""
    when, vetting = application.call.terms.identity, vetting_of(application)
    if vetting is not None and vetting.result == Result.RESUBMIT:
        return application.shown not in OUT
    if when is None or (vetting is not None and vetting.sent_at is not None):
        return False
    if when == WITH_APPLICATION:
        return application.shown not in OUT
    return application.shown == State.ACCEPTED


def missing(application: Application) -> list[str]:
    """In words, what an application lacks that has to have identity data; nothing where they are given."""
    if application.call.terms.identity == WITH_APPLICATION and of(application) is None:
        return [_("Identity data")]
    return []


def is_open(application: Application) -> bool:
    """Whether somebody who is accredited is so subject to the security check."""
    vetting = vetting_of(application)
    return application.call.terms.identity is not None and (vetting is None or vetting.result != Result.CLEAR)
