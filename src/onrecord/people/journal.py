"""The journal: who did what, for staff alone. It is kept apart from the public record and only ever added to.

A row holds a code, and with what as codes, numbers and names: never in a language, and never a word from the floor. Each
room says in its `journal.py` which codes are its own and what they are called, and passes them to `note` in its acts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onrecord.people.models import JournalEntry, Person
from onrecord.record.models import Log


@dataclass(frozen=True, slots=True)
class Phrase:
    """How a value is said that an act notes; `example` is such a value."""

    say: Callable[[Any], str]
    example: str | int


@dataclass(frozen=True, slots=True)
class Code:
    """What may be noted: the name that is stored, its label, and in their order the phrases of the values beside it."""

    name: str
    label: str | Promise
    phrases: Mapping[str, Phrase]


_codes: dict[str, Code] = {}


def register(name: str, label: str | Promise, /, **phrases: Phrase) -> Code:
    """A code of the room that calls this. No other room may have one of that name."""
    if name in _codes:
        raise ValueError(f"the journal has a code “{name}” already; choose another name")
    return _codes.setdefault(name, Code(name, label, phrases))


def codes() -> list[Code]:
    """All that may be noted here."""
    return list(_codes.values())


def note(
    log: Log | None, code: Code, /, *, by: Person | None, index: int | None = None, **data: str | int | None
) -> JournalEntry:
    """Write into the journal who did what; call it inside the act's own transaction.

    `log` is that of the edition it is about, None for the whole installation; `by` is None on the command line. `data`
    has the values that `code` has phrases for. It must never hold words from the floor, since those may be off the record
    or erased later: point to them with `index`, an entry of the log.
    """
    given = {name: value for name, value in data.items() if value is not None}
    if unsaid := given.keys() - code.phrases.keys():
        raise ValueError(f"the journal's code “{code.name}” has no phrase for: {', '.join(sorted(unsaid))}")
    return JournalEntry.objects.create(log=log, person=by, code=code.name, data=given, index=index)


@dataclass(frozen=True, slots=True)
class Line:
    """An entry of the journal as it is read; `code` is the same in every language."""

    at: datetime
    person: Person | None
    what: str
    detail: str
    index: int | None
    code: str


def line(entry: JournalEntry) -> Line:
    """The entry in the language that is active."""
    return Line(entry.at, entry.person, label_of(entry.code), _detail(entry), entry.index, entry.code)


def label_of(code: str) -> str:
    """What a code is called. One that no room has, since its room was removed, is shown as it is."""
    return str(_codes[code].label) if code in _codes else _("unknown action “{code}”").format(code=code)


def _detail(entry: JournalEntry) -> str:
    """The values in the order of their phrases; then those without a phrase, as they are."""
    code = _codes.get(entry.code)
    phrases = code.phrases if code else {}
    said = [phrase.say(entry.data[name]) for name, phrase in phrases.items() if name in entry.data]
    return ", ".join(said + [f"{name}: {value}" for name, value in entry.data.items() if name not in phrases])


def named(names: Mapping[Any, Any], *, example: str) -> Phrase:
    """A phrase for a code that has a name of its own in `names`."""
    return Phrase(lambda code: str(names.get(code, code)), example)


NAME = Phrase(str, "Esi Moran")
EMAIL = Phrase(str, "esi.moran@example.org")

WELCOME = register("welcome", gettext_lazy("person added"), name=NAME, email=EMAIL)
JOIN = register("join", gettext_lazy("signed up"), name=NAME, email=EMAIL)
FOUND = register("found", gettext_lazy("became the first administrator"), name=NAME, email=EMAIL)
ENTRUST = register("entrust", gettext_lazy("made administrator of the installation"), name=NAME, email=EMAIL)
RELIEVE = register("relieve", gettext_lazy("no longer administrator of the installation"), name=NAME, email=EMAIL)
LINK = register("link", gettext_lazy("one-time sign-in link created"), name=NAME, email=EMAIL)
SIGN_OUT_ALL = register("sign-out-all", gettext_lazy("everybody signed out"))
LETTER = Phrase(lambda n: _("letter {n}").format(n=n), 7)
LETTER_AGAIN = register("letter-again", gettext_lazy("letter sent again"), letter=LETTER)
LETTER_WITHDRAWN = register("letter-withdrawn", gettext_lazy("letter withdrawn"), letter=LETTER)
KIND = named({"totp": gettext_lazy("authenticator app"), "webauthn": gettext_lazy("passkey")}, example="webauthn")
FACTOR_ADDED = register("factor-added", gettext_lazy("second factor added"), kind=KIND)
FACTOR_REMOVED = register("factor-removed", gettext_lazy("second factor removed"), kind=KIND)
FACTOR_CODES = register("factor-codes", gettext_lazy("new recovery codes made"))
FACTOR_CODE_USED = register("factor-code-used", gettext_lazy("recovery code used"))
FACTOR_RESET = register("factor-reset", gettext_lazy("second factor reset"), name=NAME, email=EMAIL)
OUTLET = Phrase(str, "Radio Tamra")
OUTLET_KEPT = register("outlet-kept", gettext_lazy("outlet added or changed"), name=OUTLET)
FOCAL_POINT = register("focal-point", gettext_lazy("focal point appointed"), outlet=OUTLET, name=NAME, email=EMAIL)
FOCAL_POINT_ENDED = register(
    "focal-point-ended", gettext_lazy("focal point ended"), outlet=OUTLET, name=NAME, email=EMAIL
)
OTHER = Phrase(lambda email: _("with {email}").format(email=email), "ada@example.net")
MERGED = register("merged", gettext_lazy("records of one person merged"), name=NAME, email=EMAIL, other=OTHER)
PARTED = register("parted", gettext_lazy("merged records parted again"), name=NAME, email=EMAIL, other=OTHER)
