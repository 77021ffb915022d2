"""A series is the press conference that comes every year; an edition is one of them, with a log and people of its own."""

from __future__ import annotations

from datetime import timedelta

from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from onrecord.events.rules import label_of
from onrecord.pages.faces import Face
from onrecord.pages.zones import time_in
from onrecord.people.models import Person
from onrecord.record.models import Log

slug = RegexValidator(
    r"^[a-z0-9](?:[a-z0-9-]{0,98}[a-z0-9])?$",
    _("Use only lower-case letters, digits and hyphens, for example brodna-press."),
)


class Series(models.Model):
    """Editions of one event, under one address."""

    slug = models.CharField(max_length=100, unique=True, validators=[slug])
    title = models.CharField(max_length=300)
    host = models.CharField(max_length=300, blank=True, help_text="whose press conferences these are")
    email = models.EmailField(blank=True, help_text="of their press office")
    phone = models.CharField(max_length=60, blank=True)
    logo = models.CharField(max_length=16, blank=True, help_text="the version of the logo, which stands in its address")

    def __str__(self) -> str:
        return self.title

    @property
    def face(self) -> Face:
        """Whom readers see at the top of its pages, as far as it says so itself."""
        logo = f"{reverse('events:logo', args=[self.slug])}?v={self.logo}" if self.logo else ""
        return Face(self.host, self.email, self.phone, logo)


class Logo(models.Model):
    """The logo of a series, as small as pages have it: apart from the series, which lists read by the dozen."""

    series = models.OneToOneField(Series, models.CASCADE, related_name="+")
    picture = models.BinaryField()


class Edition(models.Model):
    """One press conference. What was said stands in its log, what it is in the log's first entry."""

    series = models.ForeignKey(Series, models.PROTECT, related_name="editions")
    slug = models.CharField(max_length=100, validators=[slug])
    number = models.PositiveIntegerField(null=True, blank=True)
    title = models.CharField(max_length=1000)
    date = models.DateField(null=True, blank=True)
    starts = models.DateTimeField(null=True, blank=True, help_text="when it was announced to begin")
    place = models.CharField(max_length=300, blank=True)
    venue = models.CharField(max_length=300, blank=True, help_text="where in that place: building, room, entrance")
    timezone = models.CharField(max_length=64, default="UTC")
    language = models.CharField(max_length=35, blank=True)
    log = models.OneToOneField(Log, models.PROTECT, related_name="edition")
    source_sha256 = models.CharField(max_length=64, blank=True, help_text="of the file it was imported from")
    applications_from = models.DateTimeField(null=True, blank=True, help_text="from when people can apply to come")
    applications_until = models.DateTimeField(null=True, blank=True, help_text="until when, late ones included")
    archived = models.DateTimeField(null=True, blank=True, help_text="when the office said that nothing more will come")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["series", "slug"], name="one_edition_a_slug"),
            models.UniqueConstraint(
                fields=["series", "source_sha256"],
                condition=~models.Q(source_sha256=""),
                name="one_edition_a_source",
            ),
        ]
        ordering = ["-date", "-number", "-pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def path(self) -> str:
        """`series/edition`, as commands and addresses have it."""
        return f"{self.series.slug}/{self.slug}"

    @property
    def where(self) -> tuple[str, str]:
        """Its part of an address, as doors have it (`pages.doors.Place`)."""
        return self.series.slug, self.slug

    @property
    def start_time(self) -> str:
        """When it was announced to begin, by the clocks of its place: `10:00 (UTC+2)`. Empty where nobody said."""
        return time_in(self.timezone, self.starts) if self.starts else ""


class Appointment(models.Model):
    """A person has a role on an edition; they may have several. `rules` say which there are and what each allows."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="appointments")
    edition = models.ForeignKey(Edition, models.CASCADE, related_name="appointments")
    role = models.CharField(max_length=40)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "edition", "role"], name="one_appointment_a_role")]
        ordering = ["person__name", "person", "role"]

    def __str__(self) -> str:
        return f"{self.person}, {self.label}"

    @property
    def label(self) -> str:
        """What the role is called."""
        return label_of(self.role)


HERE = timedelta(seconds=20)
"""How long somebody counts as here after their desk was last heard of."""


class Presence(models.Model):
    """When somebody's desk was last heard of, since when without a break, and whether they were typing."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="presences")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    since = models.DateTimeField()
    seen_at = models.DateTimeField()
    typing = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "person"], name="one_place_a_person")]

    def __str__(self) -> str:
        return str(self.person)

    @property
    def is_here(self) -> bool:
        return timezone.now() - self.seen_at < HERE


class Session(models.Model):
    """A session of the conference, by the index of the entry that started it."""

    pk = models.CompositePrimaryKey("log_id", "index")
    log = models.ForeignKey(Log, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    index = models.BigIntegerField()
    ended = models.BigIntegerField(null=True)
    incomplete = models.BigIntegerField(null=True)


class Pause(models.Model):
    """A break in a session, by the entry that began it."""

    pk = models.CompositePrimaryKey("log_id", "index")
    log = models.ForeignKey(Log, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    index = models.BigIntegerField()
    ended = models.BigIntegerField(null=True)
