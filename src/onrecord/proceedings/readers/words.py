"""Utterances with all that is later said about them: corrections, translations, answers to readers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from onrecord.proceedings import fold
from onrecord.proceedings.contents import (
    CorrectionAnswered,
    SuggestedAsker,
    TranslationAdded,
    UtteranceConfirmed,
    UtteranceCorrected,
    UtteranceSpoken,
    UtteranceWithheld,
    Voice,
)
from onrecord.proceedings.models import Annotation, Utterance
from onrecord.proceedings.readers.stretches import Stretch, binding, rules
from onrecord.record import horizon
from onrecord.record.contents import Content
from onrecord.record.models import Log, Opening
from onrecord.record.reads import batches, leaves, moment

DAMAGED = "damaged"
"""The state of words that are public and that nobody can read any more, since what is stored of them is damaged."""


@dataclass(frozen=True, slots=True)
class Version:
    """The words of an utterance as one entry gives them; `correction` is None for the words first recorded."""

    index: int
    at: datetime
    text: str
    speaker: Voice | None
    correction: UtteranceCorrected | None = None
    confirmed: datetime | None = None


@dataclass(frozen=True, slots=True)
class Translation:
    """The utterance in another language. `outdated`: its source was corrected since and it was not revised."""

    index: int
    at: datetime
    content: TranslationAdded
    outdated: bool


@dataclass(frozen=True, slots=True)
class Answered:
    """A reader's request for a correction, with the office's answer."""

    index: int
    at: datetime
    content: CorrectionAnswered


@dataclass(frozen=True, slots=True)
class Spoken:
    """An utterance as a reader may see it. `versions` is empty while it is held, once it was erased, and where what is stored
    of it is damaged.

    `rule` is the ground rule it was spoken under, None where nobody had set one, or an embargo that had passed by then; `withheld` the reason why the host
    keeps it back.
    """

    index: int
    at: datetime
    state: str
    content: UtteranceSpoken | None
    exchange: int | None = None
    exchange_number: int | None = None
    versions: Sequence[Version] = field(default=())
    rule: Stretch | None = None
    withheld: str | None = None
    translations: Sequence[Translation] = field(default=())
    requests: Sequence[Answered] = field(default=())
    unreadable: Sequence[int] = field(default=())
    """Entries about it that are public and can't be read any more: among them may be a correction."""

    @property
    def current(self) -> Version | None:
        """The words that stand now."""
        return self.versions[-1] if self.versions else None

    @property
    def speaker(self) -> Voice | None:
        """Who spoke, as far as anyone knows for certain and may name them."""
        return self.versions[-1].speaker if self.versions else None

    @property
    def sources(self) -> set[int]:
        """The entries whose words, or whose naming of the speaker, stand now: a correction of one leaves the other."""
        text = who = None
        for before, version in zip([None, *self.versions], self.versions, strict=False):
            if before is None or before.text != version.text:
                text = version.index
            if version.correction is None or version.correction.speaker or version.correction.speaker_commit:
                who = version.index
        return {index for index in (text, who) if index is not None}

    def verbatim(self, passage: str) -> bool:
        """Whether the passage stands in the words, in any version of them; spaces and line ends don't matter."""
        wanted = " ".join(passage.split())
        return any(wanted in " ".join(version.text.split()) for version in self.versions)

    @property
    def unnamed(self) -> bool:
        """Whether somebody spoke who is known and not to be named."""
        return self.content is not None and self.content.speaker_commit is not None

    @property
    def guess(self) -> SuggestedAsker | None:
        """Who may have spoken, judging by the words, where nobody has confirmed who did."""
        return self.content.suggestion if self.content and not self.speaker and not self.unnamed else None

    @property
    def voice(self) -> tuple[str, ...]:
        """What tells one voice from the next: person, or label; a suggested asker counts as a voice of its own."""
        if self.content is None:
            return ("", self.state)
        who = self.speaker
        if who:
            return (who.name, who.title or "", who.outlet or "")
        if self.unnamed:
            return ("unnamed", self.content.attribution or "")
        guess = self.guess
        return ("?", guess.name, guess.outlet or "") if guess else ("?",)


def spoken(
    log: Log, *, start: int = 0, stop: int | None = None, limit: int | None = None, upto: horizon.Upto = None
) -> list[Spoken]:
    """The utterances with index in [start, stop), at most `limit` of them, in the order of the log."""
    seen = horizon.of(log, upto)
    rows = seen.before(Utterance.objects.filter(log=log, index__gte=start)).order_by("index")
    if stop is not None:
        rows = rows.filter(index__lt=stop)
    return _read(seen, list(rows[:limit] if limit is not None else rows))


def last_spoken(log: Log, *, before: int | None = None, limit: int, upto: horizon.Upto = None) -> list[Spoken]:
    """The last `limit` utterances (before an index, where given), in the order of the log."""
    seen = horizon.of(log, upto)
    rows = seen.before(Utterance.objects.filter(log=log)).order_by("-index")
    if before is not None:
        rows = rows.filter(index__lt=before)
    return _read(seen, list(rows[:limit])[::-1])


def these(log: Log, indexes: Iterable[int]) -> list[Spoken]:
    """The utterances among `indexes`, in the order of the log."""
    rows = Utterance.objects.filter(log=log, index__in=list(indexes)).order_by("index")
    return _read(horizon.of(log), list(rows))


def utterance_about(log: Log, index: int) -> int | None:
    """The utterance that entry `index` is about, if it says something about one and is public."""
    return Annotation.objects.filter(log=log, index=index).values_list("of", flat=True).first()


def count(log: Log) -> int:
    """How many utterances there are, those that are not public included."""
    return Utterance.objects.filter(log=log).count()


def place_before(log: Log, index: int) -> int | None:
    """The entry of the last utterance before entry `index`."""
    return Utterance.objects.filter(log=log, index__lt=index).order_by("-index").values_list("index", flat=True).first()


def utterance(log: Log, index: int, *, upto: horizon.Upto = None) -> Spoken | None:
    """One utterance with all its versions, or None where the entry is none."""
    found = spoken(log, start=index, stop=index + 1, upto=upto)
    return found[0] if found else None


def _read(seen: horizon.Horizon, stored: list[Utterance]) -> list[Spoken]:
    if not stored:
        return []
    log, then = seen.log, seen.moved(fold.Utterance)
    rows = [then.get(row.index, row) for row in stored]
    indexes = [row.index for row in rows]
    about = _annotations(seen, indexes)
    wanted = sorted({*indexes, *(index for later in about.values() for index in later)})
    entries = leaves(log, wanted)
    contents = seen.contents(entries)
    states = _states(log, [index for index in indexes if index not in contents and index not in seen.held])
    gone = _destroyed(log, [index for later in about.values() for index in later if index not in contents])
    ruled = {one.index: one for one in rules(seen, {row.rule for row in rows if row.rule is not None})}

    def spoken(row: Utterance | fold.Utterance) -> Spoken:
        at = moment(entries[row.index].at)
        later = [(index, moment(entries[index].at), contents[index]) for index in about[row.index] if index in contents]
        rule = binding(ruled.get(row.rule) if row.rule is not None else None, at)
        content = contents.get(row.index)
        if not isinstance(content, UtteranceSpoken):
            state = states.get(row.index, Opening.State.HELD)
            state = DAMAGED if state == Opening.State.PUBLIC else state
            return Spoken(row.index, at, state, None, rule=rule, withheld=withheld_of(later))
        versions = versions_of(Version(row.index, at, content.text, content.speaker), later)
        return Spoken(
            index=row.index,
            at=at,
            state=Opening.State.PUBLIC,
            content=content,
            exchange=row.exchange,
            exchange_number=row.number,
            versions=versions,
            rule=rule,
            translations=translations_of(later, versions[-1].index),
            requests=[Answered(index, at, one) for index, at, one in later if isinstance(one, CorrectionAnswered)],
            unreadable=[index for index in about[row.index] if index not in contents and index not in gone],
        )

    return [spoken(row) for row in rows]


Later = Sequence[tuple[int, datetime, Content]]
"""Entries about an utterance: index, time, content; in the order of the log."""


def _annotations(seen: horizon.Horizon, indexes: Sequence[int]) -> dict[int, list[int]]:
    """The public entries about each of the utterances, within the horizon."""
    about: dict[int, list[int]] = defaultdict(list)
    for batch in batches(indexes):
        for index, of in (
            Annotation.objects.filter(log=seen.log, of__in=batch).order_by("index").values_list("index", "of")
        ):
            if seen.within(index) is not None and index not in seen.held:
                about[of].append(index)
    return about


def versions_of(first: Version, later: Later) -> list[Version]:
    """The words first recorded and each correction of them, with what was confirmed."""
    versions = [first]
    for index, at, content in later:
        if isinstance(content, UtteranceCorrected):
            versions.append(Version(index, at, content.text, content.speaker or versions[-1].speaker, content))
        elif isinstance(content, UtteranceConfirmed):
            versions = [replace(one, confirmed=at) if one.index == content.version else one for one in versions]
    return versions


def translations_of(later: Later, current: int) -> list[Translation]:
    """The newest translation into each language, flagged where it is not of the words that stand."""
    newest = {
        content.language: Translation(index, at, content, outdated=content.version != current)
        for index, at, content in later
        if isinstance(content, TranslationAdded)
    }
    return list(newest.values())


def withheld_of(later: Later) -> str | None:
    """Why the host keeps the words back, where it said so."""
    return next((one.reason for _, _, one in reversed(later) if isinstance(one, UtteranceWithheld)), None)


def _destroyed(log: Log, indexes: Sequence[int]) -> set[int]:
    return {index for index, state in _states(log, indexes).items() if state == Opening.State.DESTROYED}


def _states(log: Log, indexes: Sequence[int]) -> dict[int, str]:
    return {
        row.index: row.state
        for batch in batches(indexes)
        for row in Opening.objects.filter(log=log, index__in=batch).only("index", "state", "log")
    }
