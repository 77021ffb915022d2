"""The second factor: what whoever merely reads somebody's mail doesn't have. A passkey or an authenticator app, and ten
recovery codes for the day on which neither is at hand. What may be seen only with it, `people.access` says.

allauth checks them; each act here is in the journal, and whoever it concerns gets a letter.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from onrecord.keeping.acting import act
from onrecord.keeping.errors import ActRefused
from onrecord.people import journal, letters, sessions
from onrecord.people.journal import note
from onrecord.people.models import Person

FRESH = timedelta(minutes=15)
"""How long a second factor counts that was shown."""
SHOWN = "second_factor"
"""In the session: which one was shown, and when."""
APP, PASSKEY, CODES = Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN, Authenticator.Type.RECOVERY_CODES


@dataclass(frozen=True, slots=True)
class Factor:
    """A second factor as its owner sees it."""

    pk: int
    kind: str
    name: str
    added: datetime
    used: datetime | None
    left: int | None = None
    """How many of the recovery codes have not been used."""


def of(person: Person) -> list[Factor]:
    """All of somebody's, recovery codes last."""
    found = sorted(Authenticator.objects.filter(user=person), key=lambda one: (one.type == CODES, one.pk))
    return [_as_shown(one) for one in found]


def has_one(person: Person) -> bool:
    """Recovery codes alone are none."""
    return bool(_real(person).exists())


def has_app(person: Person) -> bool:
    return bool(_real(person).filter(type=APP).exists())


def is_fresh(request: HttpRequest) -> bool:
    """Whether a factor that its owner still has was shown in this session, less than FRESH ago."""
    which, at = request.session.get(SHOWN, (None, 0.0))
    if not 0 <= time.time() - at < FRESH.total_seconds():
        return False
    return bool(Authenticator.objects.filter(pk=which, user=request.user).exists())


def show(request: HttpRequest, factor: Authenticator) -> None:
    """It was shown, just now, in this session. A recovery code leaves a trace, since it is what a thief would find on paper."""
    with act():
        factor.record_usage()
        if factor.type == CODES:
            _tell(factor.user, journal.FACTOR_CODE_USED, letters.code_used)
    request.session[SHOWN] = (factor.pk, time.time())


def add_app(request: HttpRequest, secret: str) -> list[str]:
    """An authenticator app that holds `secret`. Returns the recovery codes where there were none before."""
    person: Any = request.user
    with act():
        Person.objects.select_for_update().get(pk=person.pk)
        if has_app(person):
            raise ActRefused(_("You already have an authenticator app. Remove it before you add another one."))
        added = TOTP.activate(person, secret).instance
        return _added(request, added)


def add_passkey(request: HttpRequest, *, name: str, credential: dict[str, Any]) -> list[str]:
    """A passkey that the browser has just made. Returns the recovery codes where there were none before."""
    with act():
        added = WebAuthn.add(request.user, name, credential).instance
        return _added(request, added)


def new_codes(person: Person) -> list[str]:
    """Ten recovery codes, shown this once; the earlier ones no longer work."""
    with act():
        Authenticator.objects.filter(user=person, type=CODES).delete()
        codes = _codes(person)
        _tell(person, journal.FACTOR_CODES, letters.new_codes)
    return codes


def remove(person: Person, pk: int) -> None:
    """One of their own factors; the recovery codes go with the last one. Raises ActRefused where it is gone already."""
    with act():
        found = _real(person).filter(pk=pk).first()
        if found is None:
            raise ActRefused(_("You have already removed this second factor."))
        kind = found.type
        found.delete()
        if not has_one(person):
            Authenticator.objects.filter(user=person).delete()
        _tell(person, journal.FACTOR_REMOVED, letters.factor_removed, kind=kind)


def reset(person: Person) -> bool:
    """Somebody lost theirs, and the recovery codes with it: they have none now, and add another. On the command line alone.
    They are signed out everywhere, since whoever found a browser of theirs open could add one first. Returns whether there
    was one."""
    with act():
        if not Authenticator.objects.filter(user=person).delete()[0]:
            return False
        sessions.end(person)
        note(None, journal.FACTOR_RESET, by=None, name=person.name, email=person.email)
        letters.factors_reset(person)
    return True


def _real(person: Person) -> Any:
    return Authenticator.objects.filter(user=person).exclude(type=CODES)


def _added(request: HttpRequest, added: Authenticator) -> list[str]:
    person: Any = request.user
    show(request, added)
    _tell(person, journal.FACTOR_ADDED, letters.factor_added, kind=added.type)
    return [] if Authenticator.objects.filter(user=person, type=CODES).exists() else _codes(person)


def _codes(person: Person) -> list[str]:
    codes = RecoveryCodes.activate(person)
    codes.mark_as_viewed()
    found: list[str] = codes.get_unused_codes()
    return found


def _tell(person: Person, code: journal.Code, letter: Any, **data: Any) -> None:
    note(None, code, by=person, **data)
    letter(person)


def _as_shown(one: Authenticator) -> Factor:
    added = timezone.localtime(one.created_at)
    if one.type == PASSKEY:
        return Factor(one.pk, one.type, one.wrap().name, added, one.last_used_at)
    if one.type == CODES:
        left = len(one.wrap().get_unused_codes())
        return Factor(one.pk, one.type, _("Recovery codes"), added, one.last_used_at, left)
    return Factor(one.pk, one.type, _("Authenticator app"), added, one.last_used_at)
