"""What readers ask of the office. Whatever is answered stands on the record, and here only that it was."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from onrecord.events.models import Edition


class CorrectionRequest(models.Model):
    """A reader asks to have the words of an utterance corrected.

    `passage`, `reason` and `contact` are kept only until the answer; then the first two stand on the public record,
    where an erasure finds them, and nobody has the third.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        CORRECTED = "corrected", _("Corrected")
        DECLINED = "declined", _("Declined")

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="correction_requests")
    index = models.PositiveBigIntegerField(help_text="the utterance it is about")
    passage = models.CharField(max_length=2000, blank=True)
    reason = models.CharField(max_length=2000, blank=True)
    contact = models.EmailField(blank=True, help_text="deleted with the answer, or after 30 days")
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    at = models.DateTimeField(auto_now_add=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["edition", "state"], name="requests_of_edition")]

    def __str__(self) -> str:
        return f"{self.edition}, entry {self.index}: {self.get_state_display()}"
