"""What can follow a decision: an appeal, a notice with its hearing, a change of what the decision was about."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel

from onrecord.accreditation import clock
from onrecord.accreditation.models.application import Answers, Application, Step
from onrecord.keeping import keys
from onrecord.keeping.sealing import Sealed
from onrecord.people.models import Person

LONGEST_SUSPENSION = 24
"""Hours for which somebody may be kept out before they were heard, at the most."""


class Said(BaseModel):
    """Why somebody appeals, and what whoever heard it answered."""

    why: str = ""
    answer: str = ""


class Appeal(Sealed):
    """An appeal against the decision in `decision`: one, and no second."""

    class Outcome(models.TextChoices):
        OPEN = "", _("Not decided yet")
        UPHELD = "upheld", _("Decision upheld")
        OVERTURNED = "overturned", _("Decision overturned")

    key_file: ClassVar[str] = keys.PERSONAL
    place_needs = ("application__call__edition__log",)

    application = models.ForeignKey(Application, models.CASCADE, related_name="appeals")
    decision = models.OneToOneField(Step, models.CASCADE, related_name="appeal")
    at = models.DateTimeField()
    due = models.DateTimeField(help_text="until when it is to be decided")
    outcome = models.CharField(max_length=10, blank=True, choices=Outcome.choices, default=Outcome.OPEN)
    heard_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    heard_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(outcome="", heard_by__isnull=True)
                | models.Q(outcome__in=["upheld", "overturned"], heard_by__isnull=False),
                name="somebody_heard_the_appeal",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application}: appeal"

    def place(self) -> bytes:
        log = self.application.call.edition.log
        return f"{log.origin}/application/{self.application.number}/appeal/{self.decision_id}".encode()

    def keep(self, said: Said) -> None:
        self.seal(said.model_dump_json().encode())

    @property
    def said(self) -> Said:
        return Said.model_validate_json(self.unseal())

    @property
    def overdue(self) -> bool:
        return not self.outcome and self.due <= clock.now()


class Notice(models.Model):
    """Somebody accredited is told why this may end, and is heard first. What the reason's sentence needs and what they reply
    stand with their answers."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="notices")
    reason = models.CharField(max_length=40)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    hearing_until = models.DateTimeField()
    ends_on = models.DateField(help_text="the last day of the exclusion, if it is revoked")
    suspended_hours = models.PositiveSmallIntegerField(default=0, help_text="from `at` on, whatever happens")
    replied_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, blank=True, help_text="kept, revoked, or withdrawn by the applicant")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application"], condition=models.Q(outcome=""), name="one_notice_at_a_time"
            ),
            models.CheckConstraint(
                condition=models.Q(suspended_hours__lte=LONGEST_SUSPENSION), name="no_longer_suspension"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application}: notice"

    @property
    def suspended_until(self) -> datetime | None:
        return self.at + timedelta(hours=self.suspended_hours) if self.suspended_hours else None

    @property
    def suspended(self) -> bool:
        """Whether they are kept out now."""
        until = self.suspended_until
        return until is not None and not self.outcome and clock.now() < until


class Before(BaseModel):
    """What the decision was about."""

    answers: Answers
    kind: str
    region: str
    category: str
    outlet: int | None
    """The known outlet."""


class Amendment(Sealed):
    """Somebody accredited changes their name, outlet or function: their place is kept for them until that is decided."""

    key_file: ClassVar[str] = keys.PERSONAL
    place_needs = ("application__call__edition__log",)

    application = models.OneToOneField(Application, models.CASCADE, related_name="amendment")
    at = models.DateTimeField()
    open = models.BooleanField(default=True)

    def __str__(self) -> str:
        return f"{self.application}: amendment"

    def place(self) -> bytes:
        return f"{self.application.call.edition.log.origin}/application/{self.application.number}/before".encode()

    @property
    def before(self) -> Before:
        return Before.model_validate_json(self.unseal())
