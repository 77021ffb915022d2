"""Ground rules and the hold: set before the words they cover, never tightened on what is public."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

from onrecord.keeping import timekeeping
from onrecord.keeping.acting import act
from onrecord.keeping.errors import ActRefused
from onrecord.proceedings import damage, sentences
from onrecord.proceedings.contents import HoldSet, RuleSet, UtteranceSpoken
from onrecord.proceedings.course import course_of
from onrecord.proceedings.entries.again import Standing, speak_again, standing
from onrecord.proceedings.models import Utterance
from onrecord.proceedings.naming import may_name
from onrecord.proceedings.speakers import UNNAMED
from onrecord.record import openings
from onrecord.record.acts.about import DESTROYED, PUBLIC, place
from onrecord.record.acts.erasing import destroy
from onrecord.record.acts.opening import held_about, keep_back
from onrecord.record.entry import EntryError, milliseconds
from onrecord.record.kinds import known
from onrecord.record.language import said_by
from onrecord.record.models import Log, Opening
from onrecord.record.writer import Draft, append

USUAL_HOLD = 60
"""Seconds in which a mistake can be caught, unless the office chooses others."""
LATEST = "2200"
"""The year by whose beginning every embargo has ended."""


def set_rule(log: Log, rule: RuleSet) -> int:
    """The ground rule for what is said from here on; returns its entry's index.

    Nothing said before it changes: an embargo set earlier keeps its time for the words it covers.
    """
    with act(log):
        _require_future(rule)
        _refuse_unfilled(rule)
        return append(log, Draft(rule))[0]


def set_hold(log: Log, *, seconds: int) -> int:
    """Hold back all words from here on for `seconds` (0 to 300) before they open by themselves; 0 ends the hold."""
    with act(log):
        return append(log, Draft(HoldSet(seconds=seconds)))[0]


def catch(log: Log, rule: RuleSet, *, since: int) -> int:
    """A ground rule that also covers the words from entry `since` on: that one is held back, and those after it are, too, or
    destroyed.

    Off the record destroys them; on background they are put on the record again as they stand by now, without the
    name; under an embargo they stay held until its time, and with them what was said about them. None of them opens
    sooner than it would have, and none discloses more than the rule it was spoken under: a looser rule is refused.
    Returns the index of the ground rule's entry.
    """
    with act(log):
        _require_future(rule)
        _refuse_unfilled(rule)
        caught = _caught(log, since)
        indexes = [row.index for row in caught]
        _refuse_looser(log, rule, caught)
        opens = {index: _opens_last(log, index) for index in indexes}
        stand = {index: one for index in indexes if (one := standing(log, index))}
        again = rule.rule in UNNAMED
        if again:
            _refuse_again(log, rule, stand.values())
        until = milliseconds(rule.until) if rule.until else 0
        entry = append(log, Draft(rule.model_copy(update={"since": since})))[0]
        if rule.rule == "on the record":
            about = [one for index in indexes for one in held_about(log, index)]
            # what waits longer, or for an act, goes on waiting
            keep_back(log, [*indexes, *about], why=Opening.Why.EMBARGO, until=until, sooner=until)
            return entry
        destroy(log, *indexes, legal_basis=said_by(log, sentences.TAKEN_BACK, rule=entry))
        if again:
            for index, old in zip(speak_again(log, stand.values(), rule=entry), stand, strict=True):
                why, before = opens[old]
                if before is not None:  # else it was withheld, and stays so
                    spoken = [index, *held_about(log, index)]
                    why = Opening.Why.EMBARGO if until > before else why
                    keep_back(log, spoken, why=why, until=max(before, until))
        return entry


def _opens_last(log: Log, utterance: int) -> tuple[str, int | None]:
    """What holds an utterance, and what is held with it, longest, and until when in ms since 1970; None: until an act."""
    held = Opening.objects.filter(log=log, index__in=[utterance, *held_about(log, utterance)])
    return max(held.values_list("why", "until"), key=lambda one: (one[1] is None, one[1] or 0))


def _caught(log: Log, since: int) -> list[Utterance]:
    """The utterances from entry `since` on whose words are left.

    Raises ActRefused where that isn't one that is held back, or where words of one of them are public.
    """
    first = place(log, since)
    if first.kind != UtteranceSpoken.kind:
        raise ActRefused(_("entry {since} is not a passage; choose one that is not public yet").format(since=since))
    if first.state == DESTROYED:
        raise ActRefused(
            _(
                "there are no words to take back at entry {since}; choose a later entry or set the ground "
                "rule for what comes next"
            ).format(since=since)
        )
    every = Utterance.objects.filter(log=log, index__gte=since).order_by("index")
    states = dict(Opening.objects.filter(log=log, index__gte=since).values_list("index", "state"))
    caught = [row for row in every if states[row.index] != DESTROYED]
    public = [row.index for row in caught if states[row.index] == PUBLIC or _is_public_elsewhere(log, row.index)]
    if public:
        raise ActRefused(
            _(
                "entry {index} is already public, and a ground rule never tightens on what is public; take "
                "back the words after it"
            ).format(index=public[0])
        )
    return caught


def _is_public_elsewhere(log: Log, utterance: int) -> bool:
    """Whether everybody may read the words of a held utterance: in the text they were delivered from, or in what repeats them."""
    about = [one for one, leaf in openings.referring(log, utterance) if known[leaf.kind].repeats]
    text = place(log, utterance).ref
    read = Opening.objects.filter(log=log, index__in=[*about, *([] if text is None else [text])], state=PUBLIC)
    return read.exists()


def _refuse_again(log: Log, rule: RuleSet, words: Iterable[Standing]) -> None:
    """Raises ActRefused where words can't be put on the record again without the name, or `rule` itself may say it."""
    course = course_of(log)
    if not course.running:
        raise ActRefused(
            _(
                "no session is running, so the words can't be recorded again without the name; withhold them "
                "or take them back off the record"
            )
        )
    if course.pause:
        raise ActRefused(
            _(
                "the session is paused, so the words can't be recorded again without the name; resume it "
                "first, withhold the words or take them back off the record"
            )
        )
    if any(may_name(f"{rule.sentence} {rule.attribution or ''}", one.spoken.speaker) for one in words):
        raise ActRefused(
            _("the sentence or the attribution is public and may reveal who spoke; leave out name, title and outlet")
        )


def _refuse_looser(log: Log, rule: RuleSet, caught: list[Utterance]) -> None:
    """Raises ActRefused where words would disclose more under `rule` than under the rule they were spoken under.

    Another phrase on background counts as more: whether it tells more of the speaker is no machine's to judge.
    """
    under_rules = {row.rule for row in caught if row.rule is not None}
    rules = openings.contents_of(log, under_rules)
    rules |= damage.rules(log, rules, under_rules)
    for row in reversed(caught):
        under = rules.get(row.rule) if row.rule is not None else None
        if not isinstance(under, RuleSet):
            continue
        if rule.strictness < under.strictness:
            raise ActRefused(
                _(
                    "entry {index} was spoken under a stricter ground rule (“{sentence}”), and taking words back "
                    "never reveals more; choose that rule or a stricter one, or take back the words after it"
                ).format(index=row.index, sentence=under.sentence)
            )
        if rule.rule == under.rule and rule.attribution != under.attribution:
            raise ActRefused(
                _(
                    "entry {index} was spoken on background as “{phrase}”, and another attribution may reveal "
                    "more about the speaker; keep that attribution, choose deep background or take back the words"
                    " after it"
                ).format(index=row.index, phrase=under.attribution)
            )


def _refuse_unfilled(rule: RuleSet) -> None:
    """Raises ActRefused where something was to be filled in: the sentence is public as it stands."""
    found = re.search(r"\{\w*\}", f"{rule.sentence} {rule.attribution or ''}")
    if found:
        raise ActRefused(
            _("readers would see {placeholder} itself; replace it with what it means").format(placeholder=found[0])
        )


def _require_future(rule: RuleSet) -> None:
    if not rule.until:
        return
    try:
        ends = milliseconds(rule.until)
    except EntryError:
        raise ActRefused(
            _("{until} is not a time; write it as 2026-05-07T10:19:00.000Z").format(until=rule.until)
        ) from None
    if ends <= timekeeping.surely():
        raise ActRefused(_("{until} has passed; choose a later time for the embargo").format(until=rule.until))
    if rule.until >= LATEST:
        raise ActRefused(
            _("{until} is too far away; an embargo must end before the year {year}").format(
                until=rule.until, year=LATEST
            )
        )
