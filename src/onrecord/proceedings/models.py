"""What readers ask of the office. Whatever is answered stands on the record, and here only that it was."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, ConfigDict

from onrecord.events.models import Edition
from onrecord.record import asides
from onrecord.record.models import Aside


class Wanted(BaseModel):
    """What a reader wrote; `contact` is forgotten after 30 days."""

    model_config = ConfigDict(frozen=True)
    passage: str
    reason: str
    contact: str = ""


class CorrectionRequest(models.Model):
    """A reader asks to have the words of an utterance corrected.

    What they wrote may quote the words, so it is kept as an aside of the record, sealed, and erased with them; and only until
    the answer: then the request stands on the public record, where an erasure finds it, and nobody has the address.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        CORRECTED = "corrected", _("Corrected")
        DECLINED = "declined", _("Declined")

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="correction_requests")
    index = models.PositiveBigIntegerField(help_text="the utterance it is about")
    words = models.OneToOneField(
        Aside, models.CASCADE, null=True, related_name="+", help_text="what they wrote; empty once it is answered"
    )
    by_mail = models.BooleanField(default=False, help_text="whether an address is kept with it")
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    at = models.DateTimeField(auto_now_add=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["edition", "state"], name="requests_of_edition")]

    def __str__(self) -> str:
        return f"{self.edition}, entry {self.index}: {self.get_state_display()}"

    @cached_property
    def wanted(self) -> Wanted | None:
        """What they wrote; None once it is answered."""
        return opened([self]).get(self.pk)


def opened(requests: Iterable[CorrectionRequest]) -> dict[int, Wanted]:
    """What was written with each of the requests, by its primary key."""
    of = {one.words_id: one.pk for one in requests if one.words_id}
    return {of[key]: Wanted.model_validate_json(words) for key, words in asides.contents(of).items()}
