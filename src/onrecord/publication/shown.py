"""What the rail's templates print: each passage and each sentence between them as plain words, ready to be set.

All that a template would otherwise ask for, tag by tag and passage by passage, is found here once, so that `passage.html`,
`gap.html` and `stretch.html` only put it in its place. A value is in the language and the time zone that are active when it is
made: whoever keeps one keeps it for that language alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from onrecord.events.contents import SessionPaused
from onrecord.events.models import Edition
from onrecord.pages.zones import to_the_minute, zone_of
from onrecord.proceedings import labels
from onrecord.proceedings.contents import RuleSet, SuggestedAsker, UtteranceCorrected
from onrecord.proceedings.readers import Spoken, Standing, Stretch, Translation, Version
from onrecord.publication import translated
from onrecord.publication.passages import Item, Passage, cited_as, cited_when, terms_of, voice_details
from onrecord.transcripts.model import Role


class Printed:
    """A value that a template prints. It looks for what is behind a dot as a key first, and finds it: a hundred passages have some
    thousand dots."""

    __slots__ = ()

    def __getitem__(self, name: str) -> Any:
        return getattr(self, name)


@dataclass(frozen=True, slots=True)
class Moment(Printed):
    """A time as it is printed, the zone beside it, and as machines read it, where it is a time of day."""

    told: str
    zone: str
    iso: str


@dataclass(frozen=True, slots=True)
class Turn(Printed):
    """What stands above the first words of a turn, or of a page. `when`: the time of day, or the place on a recording."""

    who: str
    when: Moment | None
    what: str
    topic: str
    continued: bool
    details: str
    guess: SuggestedAsker | None
    asked: bool
    lasted: str


@dataclass(frozen=True, slots=True)
class Correction(Printed):
    """When the words were corrected, of what kind that was, and why."""

    when: str
    kind: str
    reason: str


@dataclass(frozen=True, slots=True)
class Translated(Printed):
    """The words in another language. `heading` says which over them, `cited` in a citation."""

    index: int
    language: str
    heading: str
    cited: str
    text: str
    outdated: bool


@dataclass(frozen=True, slots=True)
class Notes(Printed):
    """What is said below the words."""

    correction: Correction | None
    confirmed: bool
    unreadable: list[int]
    translations: list[Translated]


@dataclass(frozen=True, slots=True)
class Said(Printed):
    """A passage with its words. `looks`: its classes; `entry`: the one that gave it the words that stand; `tools`: what can be
    done with it."""

    is_said: ClassVar[bool] = True

    index: str
    looks: str
    quote: str
    cited_as: str
    cited_when: str
    terms: str
    turn: Turn | None
    entry: str
    language: str
    words: str
    notes: Notes | None
    tools: str


@dataclass(frozen=True, slots=True)
class Gap(Printed):
    """A passage without words: held back, erased or damaged. `until`: when an embargo publishes them."""

    is_said: ClassVar[bool] = False
    is_gap: ClassVar[bool] = True

    index: str
    looks: str
    quote: str
    opens_turn: bool
    when: Moment | None
    state: str
    withheld: str
    until: Moment | None


@dataclass(frozen=True, slots=True)
class Sentence(Printed):
    """A ground rule, or a pause (`rule` is empty), between the passages. `since`: the first unpublished entry that it covers;
    `language`: that of what was entered, where the page speaks another."""

    is_said: ClassVar[bool] = False
    is_gap: ClassVar[bool] = False

    index: str
    looks: str
    language: str
    began: Moment | None
    ended: Moment | None
    rule: str
    until: Moment | None
    since: int | None
    note: str


@dataclass(frozen=True, slots=True)
class Knot(Printed):
    """What stands below the newest passage: that the record is incomplete, when the session ended, what was signed."""

    incomplete: bool
    ended: str
    signed: str
    edition: str
    checkpoint: str


Shown = Said | Gap | Sentence


def shown(items: Iterable[Item], edition: Edition) -> list[Shown]:
    """What hangs on the rail, as its templates print it: in the language and the time zone that are active."""
    before, _any, behind = reverse("publication:quote", args=[edition.series.slug, edition.slug, 0]).rpartition("0")
    tools = _("Link to, cite or check entry {n}")

    def passage(found: Passage) -> Said | Gap:
        index = str(found.spoken.index)
        quote = f"{before}{index}{behind}"
        if found.spoken.current is None:
            return _gap(found, edition, quote)
        return _said(found, found.spoken.current, edition, quote, tools.format(n=index))

    return [passage(one) if isinstance(one, Passage) else _sentence(one, edition) for one in items]


def _said(passage: Passage, current: Version, edition: Edition, quote: str, tools: str) -> Said:
    spoken, content = passage.spoken, passage.spoken.content
    assert content is not None
    return Said(
        index=str(spoken.index),
        looks=_looks(passage, content.role.value),
        quote=quote,
        cited_as=cited_as(spoken, edition.language),
        cited_when=cited_when(spoken, edition),
        terms=terms_of(spoken),
        turn=_turn(passage, edition) if passage.opens_turn else None,
        entry=str(current.index),
        language=content.language or "",
        words=passage.words,
        notes=_notes(spoken, current),
        tools=tools,
    )


def _gap(passage: Passage, edition: Edition, quote: str) -> Gap:
    spoken = passage.spoken
    timed = passage.opens_turn and not edition.source_sha256
    until = spoken.rule.until if spoken.rule else None
    return Gap(
        index=str(spoken.index),
        looks=_looks(passage, "gap"),
        quote=quote,
        opens_turn=passage.opens_turn,
        when=_time_of_day(spoken.at) if timed else None,
        state=spoken.state,
        withheld=spoken.withheld or "",
        until=_moment(until) if until else None,
    )


def _looks(passage: Passage, kind: str) -> str:
    rule = passage.spoken.rule.content if passage.spoken.rule else None
    ruled = isinstance(rule, RuleSet) and rule.rule != "on the record"
    marks = ((passage.opens_turn, "opens"), (passage.opens_exchange, "asks"), (ruled, "ruled"))
    return " ".join(["passage", kind, *(mark for holds, mark in marks if holds)])


def _turn(passage: Passage, edition: Edition) -> Turn:
    spoken, content, clocked = passage.spoken, passage.spoken.content, not edition.source_sha256
    assert content is not None
    on_recording = Moment(place_on_recording(content.start_ms), "", "") if content.start_ms is not None else None
    details = voice_details(spoken.speaker, edition.language) if spoken.speaker else ""
    asked = passage.opens_exchange and clocked
    return Turn(
        who=passage.who,
        when=_time_of_day(spoken.at) if clocked else on_recording,
        what=_what(passage),
        topic=(content.topic or "") if content.role is not Role.ANSWER else "",
        continued=passage.continued,
        details=details,
        guess=spoken.guess if not details else None,
        asked=asked,
        lasted=lasting(passage.lasted) if passage.lasted and not asked else "",
    )


def _what(passage: Passage) -> str:
    spoken, role = passage.spoken, passage.spoken.content and passage.spoken.content.role
    if role is Role.QUESTION and (passage.opens_exchange or passage.continued):
        return _("Question {n}").format(n=spoken.exchange_number)
    if role is Role.QUESTION:
        return _("Follow-up")
    if role is Role.ANSWER:
        return _("Answer")
    return _("Statement") if role is Role.STATEMENT else _("Remark")


def _notes(spoken: Spoken, current: Version) -> Notes | None:
    """None where there is nothing to say, as below most words."""
    correction = current.correction
    if not (correction or current.confirmed or spoken.unreadable or spoken.translations):
        return None
    return Notes(
        correction=_correction(current.at, correction) if correction else None,
        confirmed=current.confirmed is not None,
        unreadable=list(spoken.unreadable),
        translations=[_translated(one) for one in spoken.translations],
    )


def _correction(at: datetime, correction: UtteranceCorrected) -> Correction:
    return Correction(_time_of_day(at).told, str(labels.CORRECTIONS[correction.correction]), correction.reason)


def _translated(translation: Translation) -> Translated:
    content = translation.content
    return Translated(
        index=translation.index,
        language=content.language,
        heading=translated.heading(content),
        cited=translated.term(content),
        text=content.text,
        outdated=translation.outdated,
    )


def _sentence(stretch: Stretch, edition: Edition) -> Sentence:
    content, clocked = stretch.content, not edition.source_sha256
    rule = content.rule if isinstance(content, RuleSet) else ""
    free = rule == "on the record" and not stretch.until
    began = _time_of_day(stretch.at) if clocked else None
    ended = _time_of_day(stretch.ended) if clocked and stretch.ended and rule != "on the record" else None
    return Sentence(
        index=str(stretch.index),
        looks=f"passage sentence-only {'free' if free else 'gap' if rule else 'pause'}",
        language=edition.language if edition.language != get_language() else "",
        began=began,
        ended=ended if began and ended and ended.told != began.told else None,
        rule=content.sentence if isinstance(content, RuleSet) else "",
        until=_moment(stretch.until) if stretch.until else None,
        since=content.since if isinstance(content, RuleSet) else None,
        note=(content.note or "") if isinstance(content, SessionPaused) else "",
    )


def _moment(at: datetime) -> Moment:
    local = timezone.localtime(at)
    return Moment(to_the_minute(local), zone_of(local), local.isoformat())


def _time_of_day(at: datetime) -> Moment:
    local = timezone.localtime(at)
    return Moment(to_the_minute(local, "TIME_FORMAT"), zone_of(local), local.isoformat())


def knot_of(context: Mapping[str, Any]) -> Knot:
    """The knot of a page that shows `context` (`reads.about`)."""
    standing, edition = context["standing"], context["edition"]
    return Knot(
        incomplete=standing.status == "incomplete",
        ended=_ended(standing.ended) if context["clocked"] and standing.ended else "",
        signed=_signed(standing, context["size"]),
        edition=reverse("publication:edition", args=[edition.series.slug, edition.slug]),
        checkpoint=context["checkpoint"],
    )


def _ended(at: datetime) -> str:
    time = _time_of_day(at)
    return _("The session ended at {time} ({zone}).").format(time=time.told, zone=time.zone)


def _signed(standing: Standing, size: int) -> str:
    if standing.updated is None:
        return ""
    local = timezone.localtime(standing.updated)
    if standing.status in ("live", "announced"):
        told = ngettext("Signed at {time} · {n} entry", "Signed at {time} · {n} entries", size)
        return told.format(time=date_format(local, "EXACT_TIME_FORMAT"), n=number_format(size))
    told = ngettext("Signed {time} ({zone}) · {n} entry", "Signed {time} ({zone}) · {n} entries", size)
    return told.format(time=date_format(local, "EXACT_DATETIME_FORMAT"), zone=zone_of(local), n=number_format(size))


def place_on_recording(milliseconds: int) -> str:
    """4:05, 1:02:33."""
    minutes, seconds = divmod(milliseconds // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes}:{seconds:02d}"


def lasting(duration: timedelta) -> str:
    """2 min 40 s, 12 s, 1 h 5 min."""
    minutes, seconds = divmod(round(duration.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return _("{hours} h {minutes} min").format(hours=hours, minutes=minutes)
    if minutes:
        return _("{minutes} min {seconds} s").format(minutes=minutes, seconds=seconds)
    return _("{seconds} s").format(seconds=seconds)
