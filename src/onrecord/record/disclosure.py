"""What a prepared text would tell, were it published, that its delivery on the record keeps back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from onrecord.record import openings
from onrecord.record.contents import RuleSet, TextPrepared, UtteranceSpoken, UtteranceWithheld
from onrecord.record.models import Annotation, Log, Opening, Rule


@dataclass(frozen=True, slots=True)
class Disclosed:
    """An utterance delivered from the text. `why` the text tells more than it:

    `unnamed`: it was on background, and the text says whose words they are; `held`, `withheld`: nobody can read it yet;
    `destroyed`: nothing of it is kept anywhere.
    """

    index: int
    why: Literal["unnamed", "held", "withheld", "destroyed"]


def disclosed_by(log: Log, index: int) -> list[Disclosed]:
    """In the order of the log; empty where entry `index` is no prepared text."""
    text = openings.kept_contents_of(log, [index]).get(index)
    if not isinstance(text, TextPrepared):
        return []
    delivered = [one for one, leaf in openings.referring(log, index) if leaf.kind == UtteranceSpoken.kind]
    states = dict(Opening.objects.filter(log=log, index__in=delivered).values_list("index", "state"))
    contents = openings.kept_contents_of(log, delivered)
    about = Annotation.objects.filter(log=log, of__in=delivered, kind=UtteranceWithheld.kind)
    withheld, again = set(about.values_list("of", flat=True)), _recorded_again(log)
    found: list[Disclosed] = []
    for one in delivered:
        content, state = contents.get(one), states[one]
        if isinstance(content, UtteranceSpoken) and content.speaker_commit:
            found.append(Disclosed(one, "unnamed"))
        if state == Opening.State.HELD:
            found.append(Disclosed(one, "withheld" if one in withheld else "held"))
        elif state == Opening.State.DESTROYED and not any(one in caught for caught in again):
            found.append(Disclosed(one, "destroyed"))
    return found


def _recorded_again(log: Log) -> list[range]:
    """Where words stood that a ground rule caught and that were put on the record once more under it."""
    indexes = Rule.objects.filter(log=log, rule__endswith="background").values_list("index", flat=True)
    rules = openings.contents_of(log, list(indexes))
    return [range(one.since, at) for at, one in rules.items() if isinstance(one, RuleSet) and one.since is not None]
