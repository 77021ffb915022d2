"""What a transcriber's desk needs besides the record: who may speak, what is short for what, who typed what.

None of these tables holds a word from the floor.
"""

from __future__ import annotations

import uuid

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from onrecord.events.models import Edition
from onrecord.people.models import Person
from onrecord.proceedings.contents import Voice


class Part(models.TextChoices):
    """Somebody's part in a press conference; it decides what their words are taken for."""

    PRINCIPAL = "principal", _("Answers")
    JOURNALIST = "journalist", _("Asks")
    MODERATOR = "moderator", _("Moderates")


class Speaker(models.Model):
    """Somebody who may speak, on the desk's list; `key` is the digit that chooses them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    edition = models.ForeignKey(Edition, models.CASCADE, related_name="speakers")
    key = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(9)]
    )
    name = models.CharField(max_length=300)
    title = models.CharField(max_length=300, blank=True)
    outlet = models.CharField(max_length=300, blank=True)
    outlet_kind = models.CharField(max_length=100, blank=True)
    region = models.CharField(max_length=100, blank=True)
    part = models.CharField(max_length=10, choices=Part.choices, default=Part.JOURNALIST)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "key"], name="one_speaker_a_key")]
        ordering = [models.F("key").asc(nulls_last=True), "name", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def voice(self) -> Voice:
        """As the record has them."""
        details = {name: getattr(self, name) or None for name in ("title", "outlet", "outlet_kind", "region")}
        return Voice(name=self.name, **details)


class Abbreviation(models.Model):
    """What a transcriber types, and the words that stand for it."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="abbreviations")
    short = models.CharField(max_length=20)
    long = models.CharField(max_length=300)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "short"], name="one_abbreviation")]
        ordering = ["short"]

    def __str__(self) -> str:
        return self.short


class Typed(models.Model):
    """Who caused which entry of the record from the desk.

    `client_key` was given by their page before it sent the act (`keeping.acting.once`). `asked` binds it to what was sent: a
    commitment under the nonce of the entry, so that once its words are erased nobody can try out what they were.
    """

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="typed")
    client_key = models.UUIDField()
    index = models.PositiveBigIntegerField(help_text="of the entry")
    asked = models.BinaryField(max_length=32)
    role = models.CharField(max_length=9, blank=True, help_text="of an utterance: statement, question…")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "client_key"], name="an_act_typed_once")]
        indexes = [models.Index(fields=["edition", "index"], name="typed_by_entry")]

    def __str__(self) -> str:
        return f"entry {self.index}"


class PreparedText(models.Model):
    """A text handed over beforehand: its words stand in the held entry `index`, here is how far it was delivered."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="prepared_texts")
    index = models.PositiveBigIntegerField()
    paragraphs = models.PositiveIntegerField(help_text="how many it has")
    next = models.PositiveIntegerField(default=0, help_text="the paragraph to be delivered next, from 0")
    speaker = models.ForeignKey(Speaker, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "index"], name="one_text_an_entry")]
        ordering = ["index"]

    def __str__(self) -> str:
        return f"entry {self.index}"
