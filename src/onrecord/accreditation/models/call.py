"""The call of an edition: its terms as they are now, and the entries that say so."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from django.db import models

from onrecord.accreditation import clock, codes
from onrecord.accreditation.contents import Category, Terms
from onrecord.events.models import Edition
from onrecord.pages.moments import moment
from onrecord.pages.zones import zone_of


class Call(models.Model):
    """An edition's invitation to apply: its terms as they are now, and the entries that say so."""

    edition = models.OneToOneField(Edition, models.PROTECT, related_name="call")
    opened = models.BigIntegerField(help_text="the entry that opened it")
    newest = models.BigIntegerField(help_text="the entry with the terms as they are now")
    stored = models.JSONField(help_text="those terms")
    deleted_on = models.DateField(help_text="when what is held of the applicants is destroyed")
    purged = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["deleted_on"], condition=models.Q(purged=None), name="calls_to_purge")]

    def __str__(self) -> str:
        return f"{self.edition}"

    @cached_property
    def terms(self) -> Terms:
        return Terms.model_validate(self.stored)

    @property
    def opens(self) -> datetime:
        return _at(self.terms.opens)

    @property
    def closes(self) -> datetime:
        return _at(self.terms.closes)

    @property
    def last_moment(self) -> datetime:
        """Until when somebody may apply, late ones included."""
        return _at(self.terms.late_until or self.terms.closes)

    @property
    def decides_by(self) -> datetime:
        return _at(self.terms.decides_by)

    @property
    def offers_until(self) -> datetime | None:
        """Until when free places are offered to those who wait."""
        return _at(self.terms.offers_until) if self.terms.offers_until else None

    @property
    def phase(self) -> str:
        """Where it stands by the clock: `planned`, `open`, `late` or `closed`."""
        now = clock.now()
        if now < self.opens:
            return "planned"
        if now < self.closes:
            return "open"
        return "late" if now < self.last_moment else "closed"

    @property
    def takes_applications(self) -> bool:
        return self.phase in ("open", "late")

    @property
    def drawn_at(self) -> datetime | None:
        """When places are drawn, where they are."""
        return _at(self.terms.lot.drawn_at) if self.terms.lot else None

    @property
    def zone(self) -> str:
        """Of its times, as readers elsewhere understand it."""
        return zone_of(self.closes.astimezone(ZoneInfo(self.edition.timezone)))

    @property
    def proofs(self) -> list[str]:
        """What is asked as proof, in words."""
        return [str(codes.PROOFS[code]) for code in self.terms.proof if code in codes.PROOFS]

    @property
    def only_category(self) -> str:
        """Where nobody has to choose: the one kind of place that there is."""
        return self.terms.categories[0].code if self.terms.categories else "press"

    def category(self, code: str) -> Category | None:
        return next((one for one in self.terms.categories if one.code == code), None)


def _at(given: str) -> datetime:
    found = moment(given)
    assert found is not None, f"{given} was checked when the terms were stored"
    return found
