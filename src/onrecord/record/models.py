"""What is stored of a log. `Entry` is append-only; `Opening` is where words and names live, and nowhere else;
`Session`, `Pause`, `Rule`, `Utterance` and `Annotation` are projections: places and roles without a word in them, so that
nothing is left to erase there.

Rows name their log without a constraint in the database: logs are never deleted, only the writer adds rows, and the
check would cost more than the row.
"""

from __future__ import annotations

from django.db import models

from onrecord.keeping.sealing import Sealed


class Log(models.Model):
    """The log of one edition and its head: size, frontier and signed checkpoint move together."""

    origin = models.CharField(max_length=300, unique=True)
    verifier_key = models.CharField(max_length=400)
    size = models.BigIntegerField(default=0)
    frontier = models.BinaryField(default=b"")
    checkpoint = models.TextField(default="")
    course = models.TextField(default="", help_text="where the conference stands, see record.course")
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


class Opening(Sealed):
    """The content of an entry and its nonce."""

    class State(models.TextChoices):
        PUBLIC = "public"
        HELD = "held"
        DESTROYED = "destroyed"

    place_needs = ("log",)

    class Why(models.TextChoices):
        """What keeps it back."""

        HOLD = "hold"
        EMBARGO = "embargo"
        WITHHELD = "withheld"
        PREPARED = "prepared"
        OFFICE = "office"

    pk = models.CompositePrimaryKey("log_id", "index")
    log = models.ForeignKey(Log, models.PROTECT, related_name="openings", db_index=False, db_constraint=False)
    index = models.BigIntegerField()
    state = models.CharField(max_length=9, choices=State.choices)
    why = models.CharField(max_length=8, choices=Why.choices, blank=True, help_text="of what is held")
    until = models.BigIntegerField(null=True, help_text="when it opens by itself, in ms since 1970; empty: by an act")

    class Meta:
        indexes = [
            models.Index(fields=["until"], name="openings_due", condition=models.Q(state="held", until__isnull=False))
        ]

    def place(self) -> bytes:
        return place_of(self.log.origin, self.index)


class SpeakerOpening(Sealed):
    """Who really spoke on background: what answers an utterance's `speaker_commit`. Only the office ever sees it."""

    place_needs = ("log",)

    pk = models.CompositePrimaryKey("log_id", "index")
    log = models.ForeignKey(Log, models.PROTECT, related_name="speakers", db_index=False, db_constraint=False)
    index = models.BigIntegerField()

    def place(self) -> bytes:
        return f"{self.log.origin}#{self.index}/speaker".encode()


class Session(models.Model):
    """A session of the conference, by the index of the entry that started it."""

    pk = models.CompositePrimaryKey("log_id", "index")
    log = models.ForeignKey(Log, models.PROTECT, related_name="sessions", db_index=False, db_constraint=False)
    index = models.BigIntegerField()
    ended = models.BigIntegerField(null=True)
    incomplete = models.BigIntegerField(null=True)


class Pause(models.Model):
    """A break in a session, by the entry that began it."""

    pk = models.CompositePrimaryKey("log_id", "index")
    log = models.ForeignKey(Log, models.PROTECT, related_name="pauses", db_index=False, db_constraint=False)
    index = models.BigIntegerField()
    ended = models.BigIntegerField(null=True)


class Rule(models.Model):
    """A ground rule, by the entry that set it."""

    pk = models.CompositePrimaryKey("log_id", "index")
    log = models.ForeignKey(Log, models.PROTECT, related_name="rules", db_index=False, db_constraint=False)
    index = models.BigIntegerField()
    rule = models.CharField(max_length=20)
    until = models.BigIntegerField(null=True, help_text="an embargo, in ms since 1970")
    ended = models.BigIntegerField(null=True)


class Utterance(models.Model):
    """An utterance's place: its role and its exchange, which is one asker's question with its answers and follow-ups."""

    pk = models.CompositePrimaryKey("log_id", "index")
    log = models.ForeignKey(Log, models.PROTECT, related_name="utterances", db_index=False, db_constraint=False)
    index = models.BigIntegerField()
    role = models.CharField(max_length=9, blank=True, help_text="empty while it is not public")
    exchange = models.BigIntegerField(null=True, help_text="the index of the exchange's first question")
    number = models.IntegerField(null=True, help_text="which exchange it is, counted from 1")
    rule = models.BigIntegerField(null=True, help_text="the entry that set the ground rule it was spoken under")


class Annotation(models.Model):
    """A later, public entry about an utterance: a correction, a confirmation, a translation, an answered request."""

    pk = models.CompositePrimaryKey("log_id", "index")
    log = models.ForeignKey(Log, models.PROTECT, related_name="annotations", db_index=False, db_constraint=False)
    index = models.BigIntegerField()
    of = models.BigIntegerField()
    kind = models.CharField(max_length=40)

    class Meta:
        indexes = [models.Index(fields=["log", "of"], name="annotations_of")]
