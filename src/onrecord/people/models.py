"""A person who signs in: with an e-mail address, and never with a password; their sessions; the outlets for which people work;
and the journal of who did what."""

from __future__ import annotations

from typing import Any, NoReturn

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models.functions import Lower
from rules.permissions import has_perm

from onrecord.record.models import Log


class Address(models.EmailField):  # type: ignore[type-arg]  # not at run time
    """An e-mail address, in small letters when stored and when looked for."""

    def to_python(self, value: Any) -> Any:
        return _small(super().to_python(value))

    def get_prep_value(self, value: Any) -> Any:
        return _small(super().get_prep_value(value))

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = _small(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, value)
        return value


def _small(value: Any) -> Any:
    return value.strip().lower() if isinstance(value, str) else value


class Person(AbstractBaseUser):
    """Somebody with a task: on an edition (`events.Appointment`), or for the whole installation."""

    email = Address(unique=True)
    name = models.CharField(max_length=200)
    language = models.CharField(
        max_length=10, blank=True, help_text="of the pages for staff; empty: as the browser asks"
    )
    is_administrator = models.BooleanField(default=False, help_text="of the whole installation")
    joined = models.DateTimeField(
        null=True, blank=True, help_text="when they gave this address themselves; empty once they have signed in"
    )

    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="merged",
        help_text="another record of the same person, with which alone they sign in",
    )

    objects = BaseUserManager["Person"]()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="one_person_an_address")]
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    def has_perm(self, permission: str, of: object = None) -> bool:
        """Whether this person may do `permission`, as the rooms' `rules` have it; `of` is an edition, mostly."""
        return bool(has_perm(permission, self, of))

    @property
    def current(self) -> Person:
        """The record of this person with which they sign in."""
        return self.merged_into.current if self.merged_into else self

    def records(self) -> set[int]:
        """The keys of all records of this person that were merged into this one, and its own."""
        found = new = {self.pk}
        while new:
            new = set(Person.objects.filter(merged_into__in=new).order_by().values_list("pk", flat=True))
            found = found | new
        return found


class Outlet(models.Model):
    """Somebody people work for: a newspaper, a station, an agency. A freelancer or blogger may be an outlet of one."""

    name = models.CharField(max_length=300)
    kind = models.CharField(max_length=40)
    region = models.CharField(max_length=10, help_text="ISO 3166-2, or a country")
    website = models.URLField(max_length=500, blank=True)
    places = models.PositiveIntegerField(null=True, blank=True, help_text="at an edition, usually; none: no limit")
    offered = models.BooleanField(default=False, help_text="its name is offered to everybody who applies")

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def country(self) -> str:
        return self.region[:2]


class OutletName(models.Model):
    """A name of an outlet, in any script; `key` is the same for all spellings of it (`names.key`). The outlet's own is one."""

    outlet = models.ForeignKey(Outlet, models.CASCADE, related_name="names")
    name = models.CharField(max_length=300)
    key = models.CharField(max_length=600, db_index=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """Somebody works for an outlet, since and until when; a focal point names its people to press offices."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    outlet = models.ForeignKey(Outlet, models.PROTECT, related_name="memberships")
    focal = models.BooleanField(default=False)
    since = models.DateTimeField(auto_now_add=True)
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "outlet", "focal"], condition=models.Q(until=None), name="one_membership_at_a_time"
            )
        ]
        ordering = ["person__name", "pk"]

    def __str__(self) -> str:
        return f"{self.person}, {self.outlet}"


class Session(AbstractBaseSession):
    """A browser in which somebody is signed in, or about to be; `people.sessions` writes it."""

    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="sessions")
    browser = models.CharField(max_length=60, blank=True, help_text="“Firefox · Windows”: as it calls itself")
    began = models.DateTimeField(null=True, help_text="when they signed in")


class Unchangeable(Exception):
    """Somebody tried to rewrite the journal."""


class JournalEntries(models.QuerySet["JournalEntry"]):
    def update(self, **values: Any) -> NoReturn:
        raise Unchangeable("an entry of the journal is never changed")

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise Unchangeable("an entry of the journal is never changed")

    def delete(self) -> NoReturn:
        raise Unchangeable("an entry of the journal is never deleted")


class JournalEntry(models.Model):
    """Who did what; `people.journal` writes it and says what it means.

    `log` is that of the edition it is about, none for the whole installation; `index` is the entry there that the act
    wrote or was about. Without a person it was done on the command line.
    """

    log = models.ForeignKey(Log, models.PROTECT, null=True, blank=True, related_name="journal")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    code = models.CharField(max_length=40)
    data = models.JSONField(default=dict)
    index = models.PositiveBigIntegerField(null=True, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    objects = JournalEntries.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["log", "id"], name="journal_of_log")]

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise Unchangeable("an entry of the journal is never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise Unchangeable("an entry of the journal is never deleted")
