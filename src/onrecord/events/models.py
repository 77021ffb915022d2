"""A series is the press conference that comes every year; an edition is one of them, with a log of its own."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models

from onrecord.record.models import Log

slug = RegexValidator(r"^[a-z0-9](?:[a-z0-9-]{0,98}[a-z0-9])?$", "must be small letters, digits and hyphens")


class Series(models.Model):
    """Editions of one event, under one address."""

    slug = models.CharField(max_length=100, unique=True, validators=[slug])
    title = models.CharField(max_length=300)

    def __str__(self) -> str:
        return self.title


class Edition(models.Model):
    """One press conference. What was said stands in its log, what it is in the log's first entry."""

    series = models.ForeignKey(Series, models.PROTECT, related_name="editions")
    slug = models.CharField(max_length=100, validators=[slug])
    number = models.PositiveIntegerField(null=True, blank=True)
    title = models.CharField(max_length=1000)
    date = models.DateField(null=True, blank=True)
    place = models.CharField(max_length=300, blank=True)
    timezone = models.CharField(max_length=64, default="UTC")
    language = models.CharField(max_length=35, blank=True)
    log = models.OneToOneField(Log, models.PROTECT, related_name="edition")
    source_sha256 = models.CharField(max_length=64, blank=True, help_text="of the file it was imported from")

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
