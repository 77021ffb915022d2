"""What a prepared text would tell, were it published, that its delivery on the record keeps back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from onrecord.proceedings.contents import RuleSet, TextPrepared, UtteranceSpoken, UtteranceWithheld
from onrecord.proceedings.models import Annotation, Rule
from onrecord.record import openings
from onrecord.record.contents import Content
from onrecord.record.models import Log, Opening


@dataclass(frozen=True, slots=True)
class Disclosed:
    """An utterance delivered from the text, or the text itself. `why` the text tells more than the record does:

    `unnamed`: it was on background, and the text says whose words they are; `held`, `withheld`: nobody can read it yet;
    `destroyed`: nothing of it is kept anywhere. Of the text itself: `undelivered`: `paragraphs` (counted from 1, as
    "2, 5–7") are not on the record; `off`: nor are these, and they may have been spoken off the record.
    """

    index: int
    why: Literal["unnamed", "held", "withheld", "destroyed", "undelivered", "off"]
    paragraphs: str = ""


def disclosed_by(log: Log, index: int) -> list[Disclosed]:
    """The text itself first, then in the order of the log; empty where entry `index` is no prepared text."""
    return disclosed_by_each(log, [index]).get(index, [])


def disclosed_by_each(log: Log, indexes: Iterable[int]) -> dict[int, list[Disclosed]]:
    """The same of each of the texts, in as many queries as of one."""
    kept = openings.kept_contents_of(log, indexes)
    texts = {index: one for index, one in kept.items() if isinstance(one, TextPrepared)}
    delivered: dict[int, list[int]] = {index: [] for index in texts}
    for one, leaf in openings.referring(log, *texts):
        if leaf.kind == UtteranceSpoken.kind and leaf.ref is not None:
            delivered[leaf.ref].append(one)
    record = _Record.of(log, [one for some in delivered.values() for one in some])
    return {index: record.disclosed(index, len(text.paragraphs), delivered[index]) for index, text in texts.items()}


@dataclass(frozen=True, slots=True)
class _Record:
    """What became of utterances that were delivered from a text."""

    states: dict[int, str]
    contents: dict[int, Content]
    withheld: set[int]
    again: list[range]
    off: list[tuple[int, int | None]]

    @classmethod
    def of(cls, log: Log, delivered: list[int]) -> _Record:
        about = Annotation.objects.filter(log=log, of__in=delivered, kind=UtteranceWithheld.kind)
        return cls(
            states=dict(Opening.objects.filter(log=log, index__in=delivered).values_list("index", "state")),
            contents=openings.kept_contents_of(log, delivered),
            withheld=set(about.values_list("of", flat=True)),
            again=_recorded_again(log),
            off=list(Rule.objects.filter(log=log, rule="off the record").values_list("index", "ended")),
        )

    def disclosed(self, index: int, n: int, delivered: list[int]) -> list[Disclosed]:
        """By the text at `index`, which has `n` paragraphs."""
        contents = {one: content for one in delivered if (content := self.contents.get(one))}
        spoken = {one.paragraph: at for at, one in contents.items() if isinstance(one, UtteranceSpoken)}
        if any(self.states[one] == Opening.State.DESTROYED for one in delivered):
            spoken = dict.fromkeys(spoken, index)  # what was recorded again doesn't tell when it was said
        found = self._undelivered(index, n, spoken)
        for one in delivered:
            content, state = contents.get(one), self.states[one]
            if isinstance(content, UtteranceSpoken) and content.speaker_commit:
                found.append(Disclosed(one, "unnamed"))
            if state == Opening.State.HELD:
                found.append(Disclosed(one, "withheld" if one in self.withheld else "held"))
            elif state == Opening.State.DESTROYED and not any(one in caught for caught in self.again):
                found.append(Disclosed(one, "destroyed"))
        return found

    def _undelivered(self, index: int, n: int, spoken: dict[int | None, int]) -> list[Disclosed]:
        """Which of the `n` paragraphs are not on the record; `spoken`: the entry of each that is."""
        missing = set(range(n)) - spoken.keys()
        off: set[int] = set()
        for began, ended in self.off:
            if ended is not None and ended < index:
                continue
            before = max(
                (one for one, at in spoken.items() if one is not None and at < began and at != index), default=-1
            )
            after = min(
                (one for one, at in spoken.items() if one is not None and ended is not None and at > ended), default=n
            )
            off |= missing.intersection(range(before, after))
        told: list[tuple[Literal["undelivered", "off"], set[int]]] = [("undelivered", missing - off), ("off", off)]
        return [Disclosed(index, why, _counted(some)) for why, some in told if some]


def _counted(paragraphs: set[int]) -> str:
    """Counted from 1, neighbours together: "2, 5–7"."""
    firsts = sorted(one for one in paragraphs if one - 1 not in paragraphs)
    lasts = sorted(one for one in paragraphs if one + 1 not in paragraphs)
    runs = zip(firsts, lasts, strict=True)
    return ", ".join(f"{first + 1}" if first == last else f"{first + 1}–{last + 1}" for first, last in runs)


def _recorded_again(log: Log) -> list[range]:
    """Where words stood that a ground rule caught and that were put on the record once more under it."""
    indexes = Rule.objects.filter(log=log, rule__endswith="background").values_list("index", flat=True)
    rules = openings.contents_of(log, list(indexes))
    return [range(one.since, at) for at, one in rules.items() if isinstance(one, RuleSet) and one.since is not None]
