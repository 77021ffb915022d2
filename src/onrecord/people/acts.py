"""A person becomes known here; one of them administers the installation. Each act is in the journal of the installation.

`by` is who did it, None on the command line.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from onrecord.keeping.acting import act
from onrecord.keeping.errors import ActRefused
from onrecord.people import journal
from onrecord.people.journal import Code, note
from onrecord.people.models import Person, Session

UNCONFIRMED = timedelta(days=2)
"""How long an address is kept that somebody gave without signing in."""


def welcome(*, email: str, name: str = "", by: Person | None) -> Person:
    """The person with this address, as the record they sign in with; made when nobody has it, and then a name is needed.

    Who is known keeps the name they have. Raises ActRefused without a name for somebody new, ValidationError where
    address or name can't be one.
    """
    with act():
        known = Person.objects.filter(email=email).first()
        if (
            known and known.joined
        ):  # whoever typed that address gave a name that nobody vouches for; now somebody does for both
            known.name, known.joined = " ".join(name.split()) or known.name, None
            known.save(update_fields=["name", "joined"])
        if known:
            return known.current
        if not name.strip():
            raise ActRefused(
                _("we don't know the address {address} yet; give the person's name too").format(address=email.strip())
            )
        person = _made(email=email, name=name)
        _note(journal.WELCOME, person, by=by)
    return person


def join(*, email: str, name: str) -> Person | None:
    """Somebody gives their own address, and is known from here on; forgotten again where they never sign in.

    Who is known keeps the name they have. One that was given before, and never confirmed, may be somebody else's joke.
    None where the address belongs to a record that was merged into another one: nobody signs in with it.
    """
    with act():
        known = Person.objects.filter(email=email).first()
        if known and known.merged_into_id:
            return None
        if known and known.joined:
            known.name, known.joined = " ".join(name.split()), timezone.now()
            known.save(update_fields=["name", "joined"])
        return known or _made(email=email, name=name, joined=timezone.now())


def confirm(person: Person) -> None:
    """They signed in, so the address is theirs."""
    with act():
        if Person.objects.filter(pk=person.pk, joined__isnull=False).update(joined=None):
            _note(journal.JOIN, person, by=person)
    person.joined = None


def forget_strangers() -> None:
    """Delete those who gave an address and never signed in with it."""
    long_ago = timezone.now() - UNCONFIRMED
    if Person.objects.filter(joined__lt=long_ago).exists():
        with act():
            Person.objects.filter(joined__lt=long_ago).delete()


def entrust(person: Person, *, by: Person | None) -> None:
    """Make `person` an administrator of the whole installation, who may do everything on every edition."""
    with act():
        if Person.objects.filter(pk=person.pk, is_administrator=False).update(is_administrator=True):
            _note(journal.ENTRUST, person, by=by)
    person.is_administrator = True


def relieve(person: Person, *, by: Person | None) -> None:
    """`person` administers the installation no longer."""
    with act():
        if Person.objects.filter(pk=person.pk, is_administrator=True).update(is_administrator=False):
            _note(journal.RELIEVE, person, by=by)
    person.is_administrator = False


def found(*, email: str, name: str) -> Person:
    """Make the first administrator, who is said to have done it. Raises ActRefused where there is one already."""
    with act():
        if Person.objects.filter(is_administrator=True).exists():
            raise ActRefused(_("this installation already has an administrator; ask them to give you a role"))
        person = Person.objects.filter(email=email).first() or _made(email=email, name=name)
        person.is_administrator = True
        person.save(update_fields=["is_administrator"])
        _note(journal.FOUND, person, by=person)
    return person


def choose_language(person: Person, *, language: str) -> None:
    """The pages for staff speak `language` to this person from now on; empty: what their browser asks for. It concerns nobody
    else, so no journal has it."""
    Person.objects.filter(pk=person.pk).update(language=language)
    person.language = language


def sign_everybody_out() -> None:
    """End all sessions, and all one-time links that were handed out or used before now."""
    with act():
        Session.objects.all().delete()
        Person.objects.update(last_login=timezone.now())
        note(None, journal.SIGN_OUT_ALL, by=None)


def _made(*, email: str, name: str, joined: datetime | None = None) -> Person:
    person = Person(email=email, name=" ".join(name.split()), joined=joined)
    person.set_unusable_password()
    person.clean_fields()
    person.save()
    return person


def _note(code: Code, whom: Person, *, by: Person | None) -> None:
    note(None, code, by=by, name=whom.name, email=whom.email)
