"""The ground rules one can set, each with the full sentence it has unless the office writes another.

In a sentence `{until}` stands for the embargo's time with its zone, `{attribution}` for the phrase that is agreed to
stand in the speaker's place. What the words mean follows the Associated Press; elsewhere they mean something else, so
the sentence is what is shown and kept, never the label alone. It stands on the record, so it is in the language of the log.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from onrecord.pages.zones import in_words
from onrecord.proceedings.contents import STRICTNESS, Rule, RuleSet
from onrecord.record.entry import rfc3339
from onrecord.record.language import said_by, speaking_as
from onrecord.record.models import Log


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
        _("Text is public as soon as it is recorded, or when the publication delay ends."),
    ),
    GroundRule(
        "embargo",
        "on the record",
        _("Embargo until a time"),
        _("Under embargo: nothing said here may be published before {until}."),
        _("Text is recorded, but only staff can read it. We publish it automatically at that time."),
        _("The passages stay unpublished. We publish them automatically at that time."),
        timed=True,
        dated=True,
    ),
    GroundRule(
        "background",
        "background",
        _("On background"),
        _("On background: the words may be quoted, and the speaker is called “{attribution}”, never by name."),
        _(
            "Text is public, with the attribution instead of the speaker's name. The name is sealed for "
            "the press office alone."
        ),
        _(
            "The first version names the speaker, so it is destroyed. The words are recorded again as new"
            " entries without the name."
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
        _("Text is public without a speaker. The name is sealed for the press office alone."),
        _(
            "The first version names the speaker, so it is destroyed. The words are recorded again as new"
            " entries without a speaker."
        ),
        timed=True,
    ),
    GroundRule(
        "off-the-record",
        "off the record",
        _("Off the record"),
        _("Off the record: nothing said here may be published, and nothing of it is stored."),
        _(
            "Nothing is recorded, not even in sealed form, until another rule is set. The record shows "
            "when this began and ended."
        ),
        _(
            "The words are destroyed permanently. The record shows that something was said, when, and "
            "that it was destroyed."
        ),
    ),
)
BY_KEY = {choice.key: choice for choice in CHOICES}


def worded(
    rule: Rule, sentence: str, *, attribution: str | None = None, until: str | None = None, since: int | None = None
) -> RuleSet:
    """A ground rule as it is put on the record, made here unless an earlier one is set again. `until` as in the leaf.

    Raises pydantic.ValidationError where it has no valid shape.
    """
    return RuleSet(rule=rule, sentence=sentence, attribution=attribution, until=until, since=since)


def chosen(
    choice: GroundRule,
    log: Log,
    *,
    sentence: str,
    attribution: str = "",
    until: datetime | None = None,
    since: int | None = None,
) -> RuleSet:
    """One of the choices, its sentence filled in. Raises pydantic.ValidationError where it has no valid shape."""
    return worded(
        choice.rule,
        filled(sentence, log, attribution=attribution, until=until),
        attribution=attribution if choice.named else None,
        until=rfc3339(int(until.timestamp() * 1000)) if until else None,
        since=since,
    )


def on_the_record(log: Log) -> RuleSet:
    """The ground rule of a session until another one is set."""
    return _as_it_is("on-the-record", log)


def off_the_record(log: Log) -> RuleSet:
    return _as_it_is("off-the-record", log)


def _as_it_is(key: str, log: Log) -> RuleSet:
    return worded(BY_KEY[key].rule, usual(BY_KEY[key], log))


def usual(choice: GroundRule, log: Log) -> str:
    """The sentence that a choice has unless the office writes another."""
    return said_by(log, choice.sentence)


def filled(sentence: str, log: Log, *, attribution: str = "", until: datetime | None = None) -> str:
    """The sentence as readers see it; “…” where something is still to be said."""
    with speaking_as(log):
        time = in_words(until) if until else "…"
    return sentence.replace("{until}", time).replace("{attribution}", attribution or "…")
