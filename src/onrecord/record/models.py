"""What is stored of a log. `Entry` is append-only; `Opening` is where words and names live, and nowhere else. What entries
come to stands in tables of the rooms (`folds`): places and roles without a word in them, so that nothing is left to erase
there.

Rows name their log without a constraint in the database: logs are never deleted, only the writer adds rows, and the
check would cost more than the row.
"""

from __future__ import annotations

from typing import ClassVar

from django.apps import apps
from django.db import models

from onrecord.keeping.sealing import Sealed


class Log(models.Model):
    """The log of one edition and its head: size, frontier and signed checkpoint move together."""

    origin = models.CharField(max_length=300, unique=True)
    verifier_key = models.CharField(max_length=400)
    language = models.CharField(max_length=35, blank=True, help_text="of what is said, as its tag")
    size = models.BigIntegerField(default=0)
    frontier = models.BinaryField(default=b"")
    checkpoint = models.TextField(default="")
    last_at = models.BigIntegerField(default=0, help_text="of the last entry, in ms since 1970, UTC")
    segments = models.BigIntegerField(default=0, help_text="how many segments readers of the live record were given")

    def __str__(self) -> str:
        return self.origin


def place_of(origin: str, index: int) -> bytes:
    """The associated data of an opening: the log and the index it belongs to."""
    return f"{origin}#{index}".encode()


class Entry(models.Model):
    """One leaf, as it stands in the published tiles."""

    pk = models.CompositePrimaryKey("log_id", "index")
    log = models.ForeignKey(Log, models.PROTECT, related_name="entries", db_index=False, db_constraint=False)
    index = models.BigIntegerField()
    leaf = models.BinaryField()
    kind = models.CharField(max_length=100, help_text="as in the leaf")
    ref = models.BigIntegerField(null=True, help_text="as in the leaf")
    segment = models.BigIntegerField(help_text="of the live record: entries appended together share one")

    class Meta:
        indexes = [
            models.Index(fields=["log", "ref"], name="entries_about", condition=models.Q(ref__isnull=False)),
        ]


class Tile(models.Model):
    """Hashes of level 1 and above, growing until 256 are full; level 0 is hashed from the entries."""

    pk = models.CompositePrimaryKey("log_id", "level", "n")
    log = models.ForeignKey(Log, models.PROTECT, related_name="tiles", db_index=False, db_constraint=False)
    level = models.SmallIntegerField()
    n = models.BigIntegerField()
    hashes = models.BinaryField()


class OfEntry(Sealed):
    """A sealed value that belongs to an entry: it goes when the entry is erased, and moves with the log to another name.

    A room may have a table of this kind, too; `what` tells its values from others of the same entry.
    """

    what: ClassVar[str] = ""
    place_needs = ("log",)

    pk = models.CompositePrimaryKey("log_id", "index")
    log = models.ForeignKey(Log, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    index = models.BigIntegerField()

    class Meta:
        abstract = True

    def place(self) -> bytes:
        return place_of(self.log.origin, self.index) + self.what.encode()


class Opening(OfEntry):
    """The content of an entry and its nonce."""

    class State(models.TextChoices):
        PUBLIC = "public"
        HELD = "held"
        AWAY = "away"
        """Whoever made the commitment has it (`acts.handing_in`)."""
        DESTROYED = "destroyed"

    class Why(models.TextChoices):
        """What keeps it back."""

        HOLD = "hold"
        EMBARGO = "embargo"
        WITHHELD = "withheld"
        PREPARED = "prepared"
        OFFICE = "office"

    state = models.CharField(max_length=9, choices=State.choices)
    why = models.CharField(max_length=8, choices=Why.choices, blank=True, help_text="of what is held")
    until = models.BigIntegerField(null=True, help_text="when it opens by itself, in ms since 1970; empty: by an act")

    class Meta:
        indexes = [
            models.Index(fields=["until"], name="openings_due", condition=models.Q(state="held", until__isnull=False))
        ]


def tables_of_entries() -> list[type[OfEntry]]:
    """All tables with sealed values that belong to entries, the rooms' too."""
    return [model for model in apps.get_models() if issubclass(model, OfEntry)]


class FoldState(models.Model):
    """What a fold must remember (`folds`): of each block of entries the state after the last one that changed it."""

    pk = models.CompositePrimaryKey("log_id", "fold", "block")
    log = models.ForeignKey(Log, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    fold = models.CharField(max_length=40)
    block = models.BigIntegerField()
    version = models.SmallIntegerField()
    state = models.TextField()
