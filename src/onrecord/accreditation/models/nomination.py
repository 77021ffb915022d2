"""Whom an outlet names: its letter and its list, until each person on it has applied and is decided on."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from pydantic import BaseModel, ConfigDict

from onrecord.accreditation.models.application import Application
from onrecord.accreditation.models.call import Call
from onrecord.accreditation.states import State
from onrecord.keeping import keys
from onrecord.keeping.sealing import Sealed
from onrecord.people.models import Outlet, Person


class Nomination(Sealed):
    """An outlet names people for an edition; its letter to the press office is sealed."""

    key_file: ClassVar[str] = keys.PERSONAL
    place_needs = ("call__edition__log",)

    call = models.ForeignKey(Call, models.PROTECT, related_name="nominations")
    outlet = models.ForeignKey(Outlet, models.PROTECT, related_name="nominations")
    by = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", help_text="the focal point who sent it last"
    )
    sent_at = models.DateTimeField(null=True, help_text="when people were invited last")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["call", "outlet"], name="one_nomination_an_outlet")]

    def __str__(self) -> str:
        return f"{self.call}: {self.outlet}"

    def place(self) -> bytes:
        return f"{self.call.edition.log.origin}/nomination/{self.outlet_id}".encode()

    @property
    def letter(self) -> str:
        """What the outlet wrote to the press office."""
        return self.unseal().decode() if self.wrapped_key else ""


class OnList(BaseModel):
    """Somebody as the outlet's list has them."""

    model_config = ConfigDict(frozen=True)

    ref: str
    given_names: str
    family_names: str
    email: str
    function: str
    attendance: str = "room"

    @property
    def name(self) -> str:
        return f"{self.given_names} {self.family_names}"


GONE = Q(application__state__in=(State.WITHDRAWN, State.LAPSED, State.REVOKED)) | Q(
    application__state=State.REFUSED, application__told_at__isnull=False
)
"""Those who don't come, as they and their outlet know it: their places are free again."""


class NamedPeople(models.QuerySet["Named"]):
    def holding(self) -> NamedPeople:
        """Those who take one of their outlet's places."""
        return self.filter(off_at=None).exclude(GONE)


class Named(Sealed):
    """Somebody whom an outlet named. They complete their own part with the link in their letter; it is `application` then."""

    key_file: ClassVar[str] = keys.PERSONAL
    place_needs = ("nomination__call__edition__log",)

    nomination = models.ForeignKey(Nomination, models.CASCADE, related_name="people")
    number = models.PositiveIntegerField()
    application = models.OneToOneField(Application, models.CASCADE, null=True, related_name="named")
    invited_at = models.DateTimeField(null=True)
    off_at = models.DateTimeField(null=True, help_text="when the outlet took them off its list or named somebody else")

    objects = NamedPeople.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["nomination", "number"], name="one_number_a_named_person")]

    def __str__(self) -> str:
        return f"{self.nomination}: {self.number}"

    def place(self) -> bytes:
        nomination = self.nomination
        return f"{nomination.call.edition.log.origin}/nomination/{nomination.outlet_id}/{self.number}".encode()

    def keep(self, person: OnList) -> None:
        """Set who it is; inside the act that saves the row."""
        self.seal(person.model_dump_json().encode())

    @property
    def sent(self) -> bool:
        """Whether they have sent their own part."""
        return self.application is not None and self.application.received is not None
