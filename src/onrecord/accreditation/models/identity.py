"""What proves who somebody is, sealed, with each look at it; and what the authority said that checks it."""

from __future__ import annotations

from datetime import date as Date
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel

from onrecord.accreditation.models.application import Application
from onrecord.keeping import keys
from onrecord.keeping.sealing import Sealed
from onrecord.people.models import Person


class IdentityData(BaseModel):
    """As they stand in the document."""

    document_type: str
    document_number: str
    document_country: str
    document_expires: Date
    birth_date: Date
    birth_place: str
    nationality: str


class Identity(Sealed):
    """The identity data of whoever applied, for the security check alone."""

    key_file: ClassVar[str] = keys.PERSONAL
    place_needs = ("application__call__edition__log",)

    application = models.OneToOneField(Application, models.CASCADE, related_name="identity")
    given_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name_plural = "identities"

    def __str__(self) -> str:
        return f"{self.application}: identity"

    def place(self) -> bytes:
        return self.application.place() + b"/identity"

    def keep(self, given: IdentityData) -> None:
        """Set the data; inside the act that saves the row."""
        self.seal(given.model_dump_json().encode())

    @property
    def data(self) -> IdentityData:
        return IdentityData.model_validate_json(self.unseal())


class Purpose(models.TextChoices):
    """Why somebody of the office looks at identity data."""

    CHECK = "check", _("To prepare the security check")
    MISMATCH = "mismatch", _("Name or number does not match")
    DOOR = "door", _("To confirm who somebody is")
    REQUEST = "request", _("The applicant asked for it")
    EXPORT = "export", _("Sent to the authority")


class Look(models.Model):
    """Somebody of the office looked at identity data."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="looks")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=models.Q(purpose__in=Purpose.values), name="purpose_is_known")]

    def __str__(self) -> str:
        return f"{self.application}: {self.purpose}"


class Result(models.TextChoices):
    """What the authority said, as it stands in its file; `none yet` before it says anything."""

    WAITING = "none yet", _("No result yet")
    CLEAR = "clear", _("Cleared")
    NOT_CLEAR = "not clear", _("Not cleared")
    RESUBMIT = "resubmit", _("Data needed again")


class Vetting(models.Model):
    """The security check of an application, beside its state. `ref` stands for the person in what leaves and comes back."""

    application = models.OneToOneField(Application, models.CASCADE, related_name="vetting")
    ref = models.CharField(max_length=16, unique=True)
    result = models.CharField(max_length=10, choices=Result.choices, default=Result.WAITING)
    authority = models.CharField(max_length=300, blank=True)
    decided_on = models.DateField(null=True)
    sent_at = models.DateTimeField(null=True, help_text="when it was last exported")
    heard_until = models.DateTimeField(null=True, help_text="until when somebody who was not cleared may be heard")

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(result__in=Result.values), name="result_is_known")]

    def __str__(self) -> str:
        return f"{self.application}: {self.result}"

    @property
    def is_heard(self) -> bool:
        """Whether the applicant may still be heard, so that nothing is decided on it."""
        return self.heard_until is not None and timezone.now() < self.heard_until
