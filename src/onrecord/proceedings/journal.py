"""The office's journal in words: its rows hold codes and data, said in the language of whoever reads them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from onrecord.events.models import Act, JournalEntry, Role
from onrecord.people.models import Person
from onrecord.proceedings.ground_rules import in_words
from onrecord.proceedings.models import CorrectionRequest

RULES = {
    "on the record": gettext_lazy("on the record"),
    "embargo": gettext_lazy("under embargo"),
    "background": gettext_lazy("background"),
    "deep background": gettext_lazy("deep background"),
    "off the record": gettext_lazy("off the record"),
}
KINDS = {
    "transcription": gettext_lazy("transcription"),
    "attribution": gettext_lazy("attribution"),
    "speaker's clarification": gettext_lazy("speaker's clarification"),
    "disputed": gettext_lazy("disputed"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """An entry of the journal as it is read; `code` is the act's, the same in every language."""

    at: datetime
    person: Person | None
    act: str
    detail: str
    index: int | None
    code: str


def line(entry: JournalEntry) -> Line:
    """The entry in the language that is active."""
    return Line(entry.at, entry.person, name_of(entry.act), _detail(entry.data), entry.index, entry.act)


def name_of(code: str) -> str:
    """What an act is called; a code that this version doesn't know is shown as it is."""
    return str(Act(code).label) if code in Act.values else code


def _named(names: Mapping[Any, Any]) -> Callable[[Any], str]:
    return lambda code: str(names.get(code, code))


def _at(milliseconds: int) -> str:
    pressed = timezone.localtime(datetime.fromtimestamp(milliseconds / 1000, UTC))
    return _("key pressed at {time}").format(time=f"{pressed:%H:%M:%S}")


PHRASES: dict[str, Callable[[Any], str]] = {
    "role": _named(dict(Role.choices)),
    "name": str,
    "email": str,
    "short": str,
    "rule": _named(RULES),
    "until": lambda ms: _("until {time}").format(time=in_words(datetime.fromtimestamp(ms / 1000, UTC))),
    "kind": _named(KINDS),
    "decision": _named(dict(CorrectionRequest.State.choices)),
    "language": str,
    "about": lambda n: _("entry {n}").format(n=n),
    "since": lambda n: _("since entry {n}").format(n=n),
    "was": lambda n: _("was entry {n}").format(n=n),
    "version": lambda n: _("following entry {n}").format(n=n),
    "seconds": lambda n: _("delay {n} s").format(n=n),
    "paragraph": lambda n: _("paragraph {n}").format(n=n),
    "paragraphs": lambda n: ngettext("{n} paragraph", "{n} paragraphs", n).format(n=n),
    "pressed": _at,
    "time": str,
    "date": str,
}
"""What each member of a row's data says, in the order in which they are said."""


def _detail(data: dict[str, Any]) -> str:
    return ", ".join(say(data[name]) for name, say in PHRASES.items() if name in data)
