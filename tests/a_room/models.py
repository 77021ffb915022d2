"""What is stored of lost property beside the record."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from onrecord.keeping import keys
from onrecord.keeping.sealing import Sealed
from onrecord.record.models import Log


class Item(models.Model):
    """An item by the entry that says it was found: a projection of the log."""

    pk = models.CompositePrimaryKey("log_id", "index")
    log = models.ForeignKey(Log, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    index = models.BigIntegerField()
    returned = models.BigIntegerField(null=True)


class Claim(Sealed):
    """Who says that an item is theirs, as an email address that is destroyed at `until`."""

    key_file: ClassVar[str] = keys.PERSONAL
    place_needs = ("log",)

    log = models.ForeignKey(Log, models.PROTECT, related_name="+")
    item = models.BigIntegerField()
    until = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["log", "item"], name="one_claim_an_item")]

    def place(self) -> bytes:
        return f"{self.log.origin}#{self.item}/claim".encode()


class Clue(Sealed):
    """Words from the floor by which an item was recognised: a copy, which must go with them."""

    place_needs = ("log",)

    log = models.ForeignKey(Log, models.PROTECT, related_name="+")
    item = models.BigIntegerField()
    passage = models.BigIntegerField(help_text="the entry that the words stand in")

    def place(self) -> bytes:
        return f"{self.log.origin}#{self.item}/clue/{self.passage}".encode()
