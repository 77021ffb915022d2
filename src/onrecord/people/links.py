"""One-time sign-in links, and the one that makes the first administrator."""

from __future__ import annotations

import datetime
from urllib.parse import urlencode

import sesame.utils
from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import timezone

from onrecord.keeping.acting import act
from onrecord.people import journal
from onrecord.people.models import Person

FIRST_VALID = datetime.timedelta(days=1)
SCOPE = "sign-in"
FIRST = "first administrator"


def sign_in_link(person: Person, *, next: str = "") -> str:
    """An address that signs `person` in once, within SESAME_MAX_AGE, and goes on to the path `next`.

    It carries the person's rights until it is used: print it, send it, but never log it. Signing in in any way ends
    the person's other links. Links are made on the command line alone, and the journal notes each.
    """
    with act():
        journal.note(None, journal.LINK, by=None, name=person.name, email=person.email)
    query = {"token": sesame.utils.get_token(person, scope=SCOPE)} | ({"next": next} if next else {})
    return f"{settings.ONRECORD_URL}{reverse('people:link')}?{urlencode(query)}"


def person_of(token: str) -> Person | None:
    """Whose link this is, without using it up; None where it is wrong, used, or too old."""
    person: Person | None = sesame.utils.get_user(token, scope=SCOPE, update_last_login=False)
    return person


def use(token: str) -> Person | None:
    """Whose link this is, used up from now on, also for whoever tries at the same moment."""
    with act():
        person = person_of(token)
        if person is None:
            return None
        unused = Person.objects.filter(pk=person.pk, last_login=person.last_login)
        return person if unused.update(last_login=timezone.now()) else None


def first_link() -> str:
    """An address whose opener becomes the first administrator; it leads nowhere once there is one."""
    token = signing.TimestampSigner(salt=FIRST).sign("first")
    return f"{settings.ONRECORD_URL}{reverse('people:first')}?{urlencode({'token': token})}"


def is_first(token: str) -> bool:
    """Whether `token` is that of a first link that still leads somewhere."""
    try:
        signing.TimestampSigner(salt=FIRST).unsign(token, max_age=FIRST_VALID)
    except signing.BadSignature:
        return False
    return not Person.objects.filter(is_administrator=True).exists()
