"""What somebody is told of their second factor, so that they notice where it wasn't them."""

from __future__ import annotations

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, override

from onrecord.pages.faces import installation
from onrecord.people.models import Person
from onrecord.post import acts, kinds
from onrecord.post.acts import Face

MERGED = kinds.register("people.merged", gettext_lazy("Two accounts merged"))
FACTOR = kinds.register("people.factor", gettext_lazy("Notice about the second factor"))


def factor_added(person: Person) -> None:
    _write(person, gettext_lazy("A second factor was added to your account"))


def factor_removed(person: Person) -> None:
    _write(person, gettext_lazy("A second factor was removed from your account"))


def new_codes(person: Person) -> None:
    _write(person, gettext_lazy("New recovery codes were made for your account"))


def code_used(person: Person) -> None:
    _write(person, gettext_lazy("A recovery code was used for your account"))


def factors_reset(person: Person) -> None:
    _write(person, gettext_lazy("The second factor of your account was reset by the person who runs the server"))


def _write(person: Person, happened: str | Promise) -> None:
    if not acts.can_be_sent():
        return
    language = person.language or settings.STAFF_LANGUAGES[0]
    place = f"{settings.ONRECORD_URL}{reverse('people:account')}"
    with override(language):
        subject = str(happened)
        text = render_to_string("people/letters/factor.txt", {"person": person, "happened": subject, "place": place})
    acts.write(
        FACTOR,
        to=person.email,
        subject=subject,
        text=text,
        language=language,
        face=Face.of(installation(), otherwise="onrecord"),
        log=None,
    )
