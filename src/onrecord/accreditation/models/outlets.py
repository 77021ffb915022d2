"""Of which known outlet an application is, how many places an outlet has at an edition, and how often it was there."""

from __future__ import annotations

from django.db import models

from onrecord.accreditation.models.application import Application
from onrecord.accreditation.models.call import Call
from onrecord.people.models import Outlet


class OfOutlet(models.Model):
    """The known outlet that an application is of; one that is known by no name has none."""

    application = models.OneToOneField(Application, models.CASCADE, related_name="of_outlet")
    outlet = models.ForeignKey(Outlet, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.application}: {self.outlet}"


class Quota(models.Model):
    """How many people of an outlet may come to an edition, where that is another number than usual; none: no limit."""

    call = models.ForeignKey(Call, models.PROTECT, related_name="quotas")
    outlet = models.ForeignKey(Outlet, models.PROTECT, related_name="quotas")
    places = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["call", "outlet"], name="one_quota_an_outlet")]

    def __str__(self) -> str:
        return f"{self.outlet}: {self.places}"


class Came(models.Model):
    """How many people of an outlet were accredited, kept once the applications are deleted; never of an outlet of one."""

    call = models.ForeignKey(Call, models.PROTECT, related_name="+")
    outlet = models.ForeignKey(Outlet, models.PROTECT, related_name="came")
    number = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["call", "outlet"], name="one_number_an_outlet")]

    def __str__(self) -> str:
        return f"{self.outlet}: {self.number}"
