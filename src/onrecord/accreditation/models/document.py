"""The documents of an application: pictures that we made of what was sent, sealed, each document checked by itself."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from onrecord.accreditation import codes
from onrecord.accreditation.models.application import Application
from onrecord.keeping import keys
from onrecord.keeping.files import SealedFile
from onrecord.people.models import Person


class Check(models.TextChoices):
    UNCHECKED = "unchecked", _("Not checked yet")
    IN_ORDER = "in order", _("In order")
    UNREADABLE = "unreadable", _("Unreadable")
    EXPIRED = "expired", _("Expired")
    SOMEBODY_ELSE = "somebody else", _("Of somebody else")


WANTING = frozenset({Check.UNREADABLE, Check.EXPIRED, Check.SOMEBODY_ELSE})
"""The applicant has to send another one."""


class Document(models.Model):
    """What was sent as one document; whoever sends another one of its kind has a new row, not yet checked."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="documents")
    kind = models.CharField(max_length=20, help_text="a code of `codes.DOCUMENTS`")
    sent_at = models.DateTimeField(auto_now_add=True)
    checked = models.CharField(max_length=16, choices=Check.choices, default=Check.UNCHECKED)
    checked_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    checked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["application", "kind"], name="one_document_of_a_kind"),
            models.CheckConstraint(condition=models.Q(checked__in=Check.values), name="check_is_known"),
            models.CheckConstraint(
                condition=models.Q(checked=Check.UNCHECKED) | models.Q(checked_by__isnull=False),
                name="somebody_checked",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application}: {self.kind}"

    @property
    def label(self) -> str:
        return str(codes.DOCUMENTS[self.kind])

    @property
    def wanting(self) -> bool:
        """Whether another one is needed in its place."""
        return self.checked in WANTING


class Page(SealedFile):
    """One page of a document, as a JPEG of ours."""

    key_file: ClassVar[str] = keys.PERSONAL

    document = models.ForeignKey(Document, models.CASCADE, related_name="pages")
    number = models.PositiveSmallIntegerField(help_text="from 1 on")

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="one_page_of_a_number")]

    def __str__(self) -> str:
        return f"{self.document}, {self.number}"
