"""What the office is told of letters: where each stands and why, without the address."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, QuerySet

from onrecord.keeping import sealing
from onrecord.post import kinds
from onrecord.post.models import OF_THE_SERVER, Letter, Reason, State, Written, now, opened
from onrecord.record.models import Log

ADDRESS = re.compile(r"[^\s<>@]+@[^\s<>@]+")
SHORT = 4
"""Characters of a name before the @ from which on it is told by itself within another word; a shorter one is in too many."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A letter as the office reads it: `to` is masked, and empty once the address is destroyed; `said` is what the mail
    server answered."""

    letter: Letter
    to: str
    said: str

    @property
    def kind(self) -> str:
        return kinds.name_of(self.letter.kind)

    @property
    def why(self) -> str:
        """Why it isn't sent, as a sentence; a reason that this version doesn't know as it is."""
        reason = self.letter.reason
        return str(Reason(reason).label) if reason in Reason.values else reason

    @property
    def is_held(self) -> bool:
        return self.letter.state == State.FAILED and self.letter.reason == Reason.RESTORED

    @property
    def is_given_up(self) -> bool:
        return self.letter.state == State.FAILED and not self.letter.is_kept

    @property
    def waits(self) -> bool:
        """Whether it is tried by itself, later."""
        return self.letter.state == State.READY and self.letter.due is not None and self.letter.due > now()

    @property
    def can_be_sent_again(self) -> bool:
        return self.letter.is_kept and (self.waits or self.letter.state == State.FAILED)

    @property
    def can_be_withdrawn(self) -> bool:
        return self.letter.is_kept and self.letter.state in (State.READY, State.FAILED)


@dataclass(frozen=True, slots=True)
class Trouble:
    """What the office should look at: since when letters wait for the mail server, and why; and how many have failed."""

    since: datetime | None
    why: str
    failed: int


def letters(log: Log | None) -> QuerySet[Letter]:
    """Those of an edition, or all, the latest first."""
    found = Letter.objects.select_related("log")
    return found if log is None else found.filter(log=log)


def failed(log: Log | None) -> QuerySet[Letter]:
    """Those that may be sent again all at once."""
    return _to_decide(log).exclude(reason=Reason.RESTORED)


def held(log: Log | None) -> QuerySet[Letter]:
    """Those that may have been sent before: somebody decides on each."""
    return _to_decide(log).filter(reason=Reason.RESTORED)


def _to_decide(log: Log | None) -> QuerySet[Letter]:
    return letters(log).filter(state=State.FAILED).exclude(wrapped_key=b"")


def shown(found: Iterable[Letter]) -> list[Shown]:
    """The letters, with what of their text may be shown."""
    pks = [letter.pk for letter in found if letter.is_kept]
    readable, _damaged = opened(lambda: sealing.kept(Letter).filter(pk__in=pks))
    written = {letter.pk: value for letter, value in readable}
    return [_shown(letter, written.get(letter.pk)) for letter in found]


def trouble(log: Log | None) -> Trouble | None:
    """What keeps letters of an edition, or any, from being sent; None where all is well."""
    waiting = sealing.kept(Letter).filter(state__in=(State.READY, State.FAILED)).exclude(reason="")
    told = waiting if log is None else waiting.filter(log=log)
    found = list(told.order_by().values("state", "reason").annotate(count=Count("pk"), since=Min("at")))
    failed = sum(one["count"] for one in found if one["state"] == State.FAILED)
    server = [one for one in found if one["state"] == State.READY and one["reason"] in OF_THE_SERVER]
    if not server:
        return Trouble(None, "", failed) if failed else None
    first = min(server, key=lambda one: one["since"])
    return Trouble(first["since"], str(Reason(first["reason"]).label), failed)


def _shown(letter: Letter, written: Written | None) -> Shown:
    if written is None:
        return Shown(letter, "", "")
    name, _, domain = written.to.rpartition("@")
    said = ADDRESS.sub("…", written.said)
    if name:
        said = re.sub(_anywhere(name), "…", said, flags=re.IGNORECASE)
    return Shown(letter, f"{name[:1]}…@{domain}", said)


def _anywhere(name: str) -> str:
    return re.escape(name) if len(name) >= SHORT else rf"(?<!\w){re.escape(name)}(?!\w)"
