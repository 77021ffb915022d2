"""What the office's pages ask: the day as it stands, the utterances to look after."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from onrecord.events import presence
from onrecord.events.models import Edition, Presence
from onrecord.proceedings import office
from onrecord.proceedings import readers as record
from onrecord.proceedings.course import Course, course_of
from onrecord.proceedings.models import CorrectionRequest
from onrecord.proceedings.office import Kept
from onrecord.proceedings.readers import Spoken, Standing, Stretch
from onrecord.record import openings

PAGE = 50
BATCH = 200


@dataclass(frozen=True, slots=True)
class Day:
    """Where the conference stands, and what waits for the office."""

    standing: Standing
    course: Course
    rule: Stretch | None
    paused: datetime | None
    desk: list[Presence]
    kept: Kept
    unconfirmed: int
    outdated: list[int]
    unnamed: list[Spoken]
    requests: int


def day(edition: Edition) -> Day:
    """All of it now."""
    log = edition.log
    now = course_of(log)
    return Day(
        standing=record.standing(log),
        course=now,
        rule=office.rule_in_force(log, now),
        paused=record.moment(openings.recorded_at(log, now.pause.index)) if now.pause else None,
        desk=presence.seen(edition),
        kept=office.held(log),
        unconfirmed=len(office.unconfirmed(log)),
        outdated=office.outdated(log),
        unnamed=office.utterances(log, office.unnamed(log)[-PAGE:]),
        requests=waiting(edition).count(),
    )


def waiting(edition: Edition) -> QuerySet[CorrectionRequest]:
    """What readers asked for and nobody has answered, the oldest first."""
    return CorrectionRequest.objects.filter(edition=edition, state=CorrectionRequest.State.WAITING)


@dataclass(frozen=True, slots=True)
class Found:
    """Utterances, the latest first, and the index before which there are more; None: these were all."""

    utterances: list[Spoken]
    before: int | None


def find(edition: Edition, *, words: str = "", only: str = "", before: int | None = None) -> Found:
    """A page of utterances that contain `words` in text, name or outlet; `only` the unconfirmed or the outdated."""
    log, wanted = edition.log, None
    if only == "unconfirmed":
        wanted = set(office.unconfirmed(log))
    if only == "outdated":
        wanted = set(office.outdated(log))
    found: list[Spoken] = []
    for spoken in _backwards(edition, before):
        if (wanted is None or spoken.index in wanted) and _contains(spoken, words):
            if len(found) == PAGE:
                return Found(found, before=found[-1].index)
            found.append(spoken)
    return Found(found, before=None)


def _backwards(edition: Edition, before: int | None) -> Iterator[Spoken]:
    while batch := office.last_utterances(edition.log, before=before, limit=BATCH):
        yield from batch
        before = batch[-1].index


def _contains(spoken: Spoken, words: str) -> bool:
    if not words:
        return True
    if spoken.current is None:
        return False
    who = spoken.speaker
    told = [one.text for one in spoken.versions] + ([who.name, who.outlet or ""] if who else [])
    return any(words.casefold() in one.casefold() for one in told)
