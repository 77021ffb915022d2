"""Ground rules and the hold: set before the words they cover, never tightened on what is public."""

from __future__ import annotations

import time

from django.utils.translation import gettext as _

from onrecord.record import openings
from onrecord.record.acts.again import speak_again, standing
from onrecord.record.acts.erasing import erase
from onrecord.record.acts.opening import held_about
from onrecord.record.acts.sessions import course_of
from onrecord.record.contents import HoldSet, RuleSet
from onrecord.record.entry import milliseconds
from onrecord.record.errors import ActRefused
from onrecord.record.models import Log, Opening, Utterance
from onrecord.record.storage import act
from onrecord.record.writer import Draft, append

USUAL_HOLD = 60
"""Seconds in which a mistake can be caught, unless the office chooses others."""


def set_rule(log: Log, rule: RuleSet) -> int:
    """The ground rule for what is said from here on; returns its entry's index.

    Nothing said before it changes: an embargo set earlier keeps its time for the words it covers.
    """
    with act(log):
        _require_future(rule)
        return append(log, Draft(rule))[0]


def set_hold(log: Log, *, seconds: int) -> int:
    """Hold back all words from here on for `seconds` (0 to 300) before they open by themselves; 0 ends the hold."""
    with act(log):
        return append(log, Draft(HoldSet(seconds=seconds)))[0]


def catch(log: Log, rule: RuleSet, *, since: int) -> int:
    """A ground rule that also covers the words from entry `since` on, which must all still be held back or destroyed.

    Off the record destroys them; on background they are put on the record again as they stand by now, without the
    name; under an embargo they stay held until its time, and with them what was said about them. None of them opens
    sooner than it would have, and none discloses more than the rule it was spoken under: a looser rule is refused.
    Returns the index of the ground rule's entry.
    """
    with act(log):
        _require_future(rule)
        gone = Opening.objects.filter(log=log, index__gte=since, state=Opening.State.DESTROYED).values("index")
        words = Utterance.objects.filter(log=log, index__gte=since).exclude(index__in=gone)
        caught = list(words.order_by("index"))
        indexes = [row.index for row in caught]
        held = Opening.objects.filter(log=log, index__in=indexes, state=Opening.State.HELD)
        loose = sorted(set(indexes) - set(held.values_list("index", flat=True)))
        if not indexes:
            raise ActRefused(
                _("no words are left since entry {since}; set the ground rule for what comes").format(since=since)
            )
        if loose:
            raise ActRefused(
                _(
                    "entry {index} is public already, and a ground rule never tightens on what is public; "
                    "catch the words after it"
                ).format(index=loose[0])
            )
        _refuse_looser(log, rule, caught)
        again = rule.rule in ("background", "deep background")
        if again and not course_of(log).running:
            raise ActRefused(
                _(
                    "no session is running, so the words can't be put on the record again without the name; "
                    "withhold them, or catch them off the record"
                )
            )
        opens = dict(held.values_list("index", "until"))
        stand = {index: one for index in indexes if (one := standing(log, index))}
        until = milliseconds(rule.until) if rule.until else 0
        entry = append(log, Draft(rule.model_copy(update={"since": since})))[0]
        if rule.rule == "on the record":
            about = [one for index in indexes for one in held_about(log, index)]
            sooner = Opening.objects.filter(log=log, index__in=[*indexes, *about], until__lt=until)
            sooner.update(until=until)  # what waits longer, or for an act, goes on waiting
            return entry
        erase(
            log,
            *indexes,
            legal_basis=_("Caught within the hold, before it was public, by the ground rule of entry {rule}.").format(
                rule=entry
            ),
        )
        if again:
            for index, old in zip(speak_again(log, stand.values(), rule=entry), stand, strict=True):
                before = opens[old]
                if before is not None:  # else it was withheld, and stays so
                    spoken = [index, *held_about(log, index)]
                    Opening.objects.filter(log=log, index__in=spoken).update(until=max(before, until))
        return entry


def _refuse_looser(log: Log, rule: RuleSet, caught: list[Utterance]) -> None:
    """Raises ActRefused where words would disclose more under `rule` than under the rule they were spoken under.

    Another phrase on background counts as more: whether it tells more of the speaker is no machine's to judge.
    """
    rules = openings.contents_of(log, {row.rule for row in caught if row.rule is not None})
    for row in reversed(caught):
        under = rules.get(row.rule) if row.rule is not None else None
        if not isinstance(under, RuleSet):
            continue
        if rule.strictness < under.strictness:
            raise ActRefused(
                _(
                    "entry {index} was spoken under a stricter ground rule (“{sentence}”), and catching never discloses "
                    "more: choose that rule or a stricter one, or catch the words after it"
                ).format(index=row.index, sentence=under.sentence)
            )
        if rule.rule == under.rule and rule.attribution != under.attribution:
            raise ActRefused(
                _(
                    "entry {index} was spoken on background as “{phrase}”, and another phrase may tell more about the "
                    "speaker: keep that phrase, choose deep background, or catch the words after it"
                ).format(index=row.index, phrase=under.attribution)
            )


def _require_future(rule: RuleSet) -> None:
    if rule.until and milliseconds(rule.until) <= time.time_ns() // 1_000_000:
        raise ActRefused(_("{until} has passed; an embargo must end later than now").format(until=rule.until))
