"""What was said, as places and roles without a word; who spoke on background; and what readers ask of the office.

Whatever the office answers stands on the record, and here only that it was."""

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
from onrecord.record.models import Log, OfEntry


class SpeakerOpening(OfEntry):
    """Who really spoke on background: what answers an utterance's `speaker_commit`. Only the office ever sees it."""

    what = "/speaker"


class Rule(models.Model):
    """A ground rule, by the entry that set it."""

    pk = models.CompositePrimaryKey("log_id", "index")
    log = models.ForeignKey(Log, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    index = models.BigIntegerField()
    rule = models.CharField(max_length=20)
    until = models.BigIntegerField(null=True, help_text="an embargo, in ms since 1970")
    ended = models.BigIntegerField(null=True)


class Utterance(models.Model):
    """An utterance's place: its role and its exchange, which is one asker's question with its answers and follow-ups."""

    pk = models.CompositePrimaryKey("log_id", "index")
    log = models.ForeignKey(Log, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    index = models.BigIntegerField()
    role = models.CharField(max_length=9, blank=True, help_text="empty while it is not public")
    exchange = models.BigIntegerField(null=True, help_text="the index of the exchange's first question")
    number = models.IntegerField(null=True, help_text="which exchange it is, counted from 1")
    rule = models.BigIntegerField(null=True, help_text="the entry that set the ground rule it was spoken under")


class Annotation(models.Model):
    """A later, public entry about an utterance: a correction, a confirmation, a translation, an answered request."""

    pk = models.CompositePrimaryKey("log_id", "index")
    log = models.ForeignKey(Log, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    index = models.BigIntegerField()
    of = models.BigIntegerField()
    kind = models.CharField(max_length=40)

    class Meta:
        indexes = [models.Index(fields=["log", "of"], name="annotations_of")]


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
    language = models.CharField(max_length=35, blank=True, help_text="of the page on which they asked")
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
