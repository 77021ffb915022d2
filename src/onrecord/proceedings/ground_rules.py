"""The ground rules one can set, each with the full sentence it has unless the office writes another.

In a sentence `{until}` stands for the embargo's time with its zone, `{attribution}` for the phrase that is agreed to
stand in the speaker's place. What the words mean follows the Associated Press; elsewhere they mean something else, so
the sentence is what is shown and kept, never the label alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from django.utils import formats, timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from onrecord.events.zones import zone_of
from onrecord.record.contents import STRICTNESS, Rule, RuleSet
from onrecord.record.entry import rfc3339


@dataclass(frozen=True, slots=True)
class GroundRule:
    """A rule as the office chooses it. `named`: it has an attribution phrase; `timed`: it may, or `dated` must, end."""

    key: str
    rule: Rule
    label: str | Promise
    sentence: str | Promise
    consequence: str | Promise
    catches: str | Promise = ""
    """What becomes of words that are still held back when the rule is to cover them; empty: it can't."""
    named: bool = False
    timed: bool = False
    dated: bool = False

    @property
    def strictness(self) -> int:
        """How little it discloses, see `STRICTNESS`."""
        return STRICTNESS.index(self.rule)


CHOICES = (
    GroundRule(
        "on-the-record",
        "on the record",
        _("On the record"),
        _("On the record: everything may be quoted by name."),
        _("Words are public as soon as they are recorded, or when the hold ends."),
    ),
    GroundRule(
        "embargo",
        "on the record",
        _("Embargo until a time"),
        _("Under embargo: nothing said here may be published before {until}."),
        _("Words are recorded and nobody else can read them; at that time they become public by themselves."),
        _("The words stay held back, and become public at that time by themselves."),
        timed=True,
        dated=True,
    ),
    GroundRule(
        "background",
        "background",
        _("On background"),
        _("On background: the words may be quoted, and the speaker is called “{attribution}”, never by name."),
        _("Words are public, the phrase in the speaker's place. Who spoke is kept sealed, for the office alone."),
        _(
            "The first recording is destroyed for good, since it names the speaker; the words are put on the record "
            "again, as new entries, without the name."
        ),
        named=True,
        timed=True,
    ),
    GroundRule(
        "deep-background",
        "deep background",
        _("Deep background"),
        _(
            "Deep background: the words may be used, and nobody may be given as their source, not even in general terms."
        ),
        _("Words are public without any speaker. Who spoke is kept sealed, for the office alone."),
        _(
            "The first recording is destroyed for good, since it names the speaker; the words are put on the record "
            "again, as new entries, without any speaker."
        ),
        timed=True,
    ),
    GroundRule(
        "off-the-record",
        "off the record",
        _("Off the record"),
        _("Off the record: nothing said here may be published, and nothing of it is stored."),
        _(
            "Nothing is recorded, not even sealed, until another rule is set. The record shows when that began and ended."
        ),
        _(
            "The words are destroyed for good. The record shows that something was said, and when, and that it was destroyed."
        ),
    ),
)
BY_KEY = {choice.key: choice for choice in CHOICES}


def rule_set(
    choice: GroundRule, *, sentence: str, attribution: str = "", until: datetime | None = None, since: int | None = None
) -> RuleSet:
    """The content of the entry, the sentence filled in. Raises pydantic.ValidationError where it has no valid shape."""
    return RuleSet(
        rule=choice.rule,
        sentence=filled(sentence, attribution=attribution, until=until),
        attribution=attribution if choice.named else None,
        until=rfc3339(int(until.timestamp() * 1000)) if until else None,
        since=since,
    )


def filled(sentence: str, *, attribution: str = "", until: datetime | None = None) -> str:
    """The sentence as readers see it; “…” where something is still to be said."""
    return sentence.replace("{until}", in_words(until) if until else "…").replace("{attribution}", attribution or "…")


def in_words(moment: datetime) -> str:
    """The moment in the zone that is active, which it names by its distance from UTC: readers live in others."""
    local = timezone.localtime(moment)
    return f"{formats.date_format(local, 'j F Y, H:i')} ({zone_of(local)})"


def in_utc(moment: datetime) -> str:
    """The same moment for everybody else."""
    return f"{formats.date_format(moment.astimezone(UTC), 'j F Y, H:i')} UTC"
