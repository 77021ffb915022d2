"""The waiting list of a call: who stands where on it, and since when its order is frozen and free places are offered."""

from __future__ import annotations

from django.db import models

from onrecord.accreditation.models.application import Application
from onrecord.accreditation.models.call import Call
from onrecord.people.models import Person


class Waiting(models.Model):
    """An application's number on the list for its kind of place. Nobody ever gets another number, and none is given twice."""

    application = models.OneToOneField(Application, models.CASCADE, related_name="waiting")
    call = models.ForeignKey(Call, models.PROTECT, related_name="waiting")
    category = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
    reason = models.CharField(max_length=40)
    told_at = models.DateTimeField(null=True, help_text="when the applicant was told; before, nobody waits")
    left_at = models.DateTimeField(null=True, help_text="when they got a place, were refused, or wanted none")

    class Meta:
        ordering = ["number", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["call", "category", "number"], name="one_number_of_the_waiting_list"),
        ]

    def __str__(self) -> str:
        return f"{self.call}: {self.category} {self.number}"


class Freeze(models.Model):
    """From here on the order of a call's waiting list is final, and places that free are offered in it."""

    call = models.OneToOneField(Call, models.CASCADE, related_name="freeze")
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.call}: {self.at}"
