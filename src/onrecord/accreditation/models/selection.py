"""A draw of places: its secret until it is revealed, and what each applicant added to it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from onrecord.accreditation.models.application import Application
from onrecord.accreditation.models.call import Call
from onrecord.keeping.sealing import Sealed


class Selection(Sealed):
    """Sealed is the host's secret. The entries say all the rest."""

    place_needs: ClassVar[tuple[str, ...]] = ("call__edition__log",)

    call = models.OneToOneField(Call, models.PROTECT, related_name="selection")
    committed = models.BigIntegerField(help_text="the entry that bound the host to the secret")
    closed = models.BigIntegerField(null=True, help_text="the entry with the list of those who take part")
    revealed = models.BigIntegerField(null=True, help_text="the entry from which the outcome follows")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(revealed=None) | models.Q(closed__isnull=False), name="revealed_after_it_was_closed"
            )
        ]

    def __str__(self) -> str:
        return f"{self.call}: draw"

    def place(self) -> bytes:
        return f"{self.call.edition.log.origin}/selection".encode()


class DrawNonce(models.Model):
    """32 bytes that the applicant's browser made for the draw and nothing else; `ours`: we did, since it has no JavaScript."""

    application = models.OneToOneField(Application, models.CASCADE, related_name="draw_nonce")
    text = models.CharField(max_length=64)
    ours = models.BooleanField()

    def __str__(self) -> str:
        return f"{self.application}: nonce"
