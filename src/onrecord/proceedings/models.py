"""What readers ask of the office. Whatever is answered stands on the record, and here only that it was."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, ConfigDict

from onrecord.events.models import Edition
from onrecord.keeping import sealing
from onrecord.keeping.sealing import Sealed


class Wanted(BaseModel):
    """What a reader wrote; `contact` is forgotten after 30 days."""

    model_config = ConfigDict(frozen=True)
    passage: str
    reason: str
    contact: str = ""


class CorrectionRequest(Sealed):
    """A reader asks to have the words of an utterance corrected.

    What they wrote may quote the words, so it is sealed, and erased with them (`elsewhere`); and it is kept only until the
    answer: then the request stands on the public record, where an erasure finds it, and nobody has the address.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        CORRECTED = "corrected", _("Corrected")
        DECLINED = "declined", _("Declined")

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="correction_requests")
    index = models.PositiveBigIntegerField(help_text="the utterance it is about")
    by_mail = models.BooleanField(default=False, help_text="whether an address is kept with it")
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    at = models.DateTimeField(auto_now_add=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["edition", "state"], name="requests_of_edition")]

    def __str__(self) -> str:
        return f"{self.edition}, entry {self.index}: {self.get_state_display()}"

    def place(self) -> bytes:
        return f"request/{self.pk}".encode()

    def keep(self, wanted: Wanted) -> None:
        """Keep what they wrote; inside an act."""
        self.seal(wanted.model_dump_json().encode())
        self.by_mail = bool(wanted.contact)
        self.save()

    def close(self, decision: str) -> None:
        """It is answered: what they wrote is kept here no more."""
        self.wrapped_key = self.sealed = b""
        self.by_mail, self.state, self.answered_at = False, decision, timezone.now()
        self.save()

    @cached_property
    def wanted(self) -> Wanted | None:
        """What they wrote; None once it is answered, or where it is damaged."""
        return opened([self]).get(self.pk)


def opened(requests: Iterable[CorrectionRequest]) -> dict[int, Wanted]:
    """What was written with each of the requests, by its primary key."""
    pks = [one.pk for one in requests]
    found, _damaged = sealing.unsealed(lambda: sealing.kept(CorrectionRequest).filter(pk__in=pks))
    return {request.pk: Wanted.model_validate_json(written) for request, written in found}
