"""What pages and commands ask about calls and applications."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from anyascii import anyascii
from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import get_language

from onrecord.accreditation import belonging, codes, documents, identity, letters
from onrecord.accreditation.contents import AccreditationCounted, CallChanged
from onrecord.accreditation.models import Answers, Application, Call, Vetting, Waiting
from onrecord.accreditation.models.identity import Result
from onrecord.accreditation.states import (
    DECIDED,
    GROUNDED,
    OF_THE_APPLICANT,
    OF_THE_SERVER,
    OPEN,
    OUTCOMES,
    Act,
    State,
    allowed,
)
from onrecord.events import regions
from onrecord.events.models import Edition
from onrecord.keeping import sealing
from onrecord.people.models import Person
from onrecord.record import horizon, openings
from onrecord.record.models import Entry

PAGE = 50


def call_of(edition: Edition) -> Call | None:
    return Call.objects.select_related("edition__log", "edition__series").filter(edition=edition).first()


def of_person(edition: Edition, person: Person) -> Application | None:
    """Their application to the edition's call. Of several, under records that were merged, the one that was sent first."""
    found = Application.objects.filter(call__edition=edition, person__in=person.records()).select_related(
        "call__edition__log", "call__edition__series", "person__merged_into", "waiting", "identity", "vetting"
    )
    return found.order_by(F("sent_at").asc(nulls_last=True), "pk").first()


def numbered(call: Call, number: int) -> Application:
    """Raises Application.DoesNotExist; a draft is nobody's but its applicant's."""
    found = call.applications.exclude(state=State.DRAFT).select_related(
        "call__edition__log",
        "call__edition__series",
        "person",
        "letter",
        "recommended_by",
        "decided_by",
        "waiting",
        "identity",
        "vetting",
    )
    return found.get(number=number)


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the queue."""

    application: Application
    answers: Answers

    @property
    def number(self) -> str:
        """As a form posts it."""
        return str(self.application.number)

    @property
    def what(self) -> str:
        """Function and outlet, in a line."""
        function = str(codes.FUNCTIONS.get(self.answers.function, ""))
        return ", ".join(part for part in (function, self.answers.outlet) if part)

    @property
    def label(self) -> str:
        return str(State(self.application.state).label)

    @property
    def region(self) -> str:
        return regions.named(self.application.region, get_language() or "en")

    @property
    def missing(self) -> list[str]:
        """What is not there, in words."""
        return missing(self.application, self.answers)


GROUPS = {"open": list(OPEN), "decided": list(DECIDED)}


@dataclass(frozen=True, slots=True)
class Filter:
    """Which applications of the queue are looked at; empty is all. `q`: words in a name, an outlet or an address."""

    state: str = ""
    kind: str = ""
    region: str = ""
    q: str = ""

    def __bool__(self) -> bool:
        return any((self.state, self.kind, self.region, self.q))

    def of(self, call: Call) -> QuerySet[Application]:
        """All that fit, but for the words, which are sealed."""
        found = call.applications.exclude(state=State.DRAFT)
        if self.state:
            found = found.filter(state__in=GROUPS.get(self.state, [self.state]))
        if self.kind:
            found = found.filter(kind=self.kind)
        return found.filter(region=self.region) if self.region else found

    def says(self, row: Row) -> bool:
        """Whether the words stand in what somebody wrote, in whatever script and order."""
        answers, person = row.answers, row.application.person
        written = _folded(" ".join((answers.name, answers.latin, answers.outlet, person.name, person.email)))
        return all(word in written for word in _folded(self.q).split())


def queue(call: Call, chosen: Filter, *, after: int = 0, limit: int = PAGE) -> tuple[list[Row], int | None]:
    """A page of applications in the order in which they were begun, and the number after which the next page goes on."""
    numbers, read_at_once = chosen.of(call).order_by("number"), AT_ONCE if chosen.q else limit + 1
    rows: list[Row] = []
    while len(rows) <= limit:
        keys = list(numbers.filter(number__gt=after).values_list("pk", flat=True)[:read_at_once])
        read = opened(call, call.applications.filter(pk__in=keys))
        rows += [row for row in read if not chosen.q or chosen.says(row)]
        if len(keys) < read_at_once:
            break
        after = read[-1].application.number
    return rows[:limit], rows[limit - 1].application.number if len(rows) > limit else None


def _folded(text: str) -> str:
    return anyascii(text).casefold()


AT_ONCE = 500
"""Letters that are sent in one act; a form that is posted has no more than a thousand fields."""


def untold(call: Call) -> list[Row]:
    """The decisions whose letters wait to be sent, as many as are sent at once."""
    waiting = call.applications.filter(state__in=DECIDED, told_at=None).order_by("number")
    first = list(waiting.values_list("pk", flat=True)[:AT_ONCE])
    return opened(call, call.applications.filter(pk__in=first))


def untold_count(call: Call) -> int:
    return call.applications.filter(state__in=DECIDED, told_at=None).count()


def opened(call: Call, found: QuerySet[Application]) -> list[Row]:
    """Applications to `call` with what people wrote, by their numbers."""

    def rows() -> Iterator[Application]:
        related = found.select_related(
            "person", "letter", "recommended_by", "decided_by", "identity", "vetting", "named"
        )
        for row in related.prefetch_related("documents"):
            row.call = call
            yield row

    readable, damaged = sealing.unsealed(rows)
    values = [Row(one, Answers.model_validate_json(value)) for one, value in readable]
    return sorted(values + [Row(one, Answers()) for one in damaged], key=lambda row: row.application.number)


@dataclass(frozen=True, slots=True)
class Place:
    """A number on the waiting list, with the kind of place in words."""

    number: int
    kind: str
    told_at: datetime | None


def waiting(call: Call, *, start: int = 0) -> tuple[list[tuple[Place, Row]], int | None]:
    """A page of the waiting list in its order, those included who are not on it any more; and where the next page begins."""
    found = list(Waiting.objects.filter(call=call).order_by("number", "pk")[start : start + PAGE + 1])
    page = found[:PAGE]
    rows = {
        row.application.pk: row
        for row in opened(call, call.applications.filter(pk__in=[one.application_id for one in page]))
    }
    kinds = {one.code: one.name for one in call.terms.categories}
    shown = [
        (Place(one.number, kinds.get(one.category, one.category), one.told_at), rows[one.application_id])
        for one in page
    ]
    return shown, start + PAGE if len(found) > PAGE else None


@dataclass(frozen=True, slots=True)
class Bar:
    """How many there are of something, beside how many there may be, where that is limited."""

    code: str
    label: str
    count: int
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """How many applications there are, by all that the office looks at; one query."""

    call: Call
    cells: Sequence[tuple[str, str, str, str, int]]
    """State, kind, region, category, number."""

    def states(self) -> list[Bar]:
        counts = self._by(STATE)
        return [Bar(state, str(state.label), counts[state]) for state in State if state != State.DRAFT]

    def categories(self) -> list[Bar]:
        """The accepted of each category beside its places."""
        counts = self._by(CATEGORY, accepted=True)
        return [Bar(one.code, one.name, counts[one.code], one.places) for one in self.call.terms.categories]

    def kinds(self) -> list[Bar]:
        counts = self._by(KIND)
        return [Bar(code, str(name), counts[code]) for code, name in codes.OUTLET_KINDS.items() if code in counts]

    def regions(self, language: str) -> list[Bar]:
        found = [Bar(code, regions.named(code, language), count) for code, count in self._by(REGION).items() if code]
        return sorted(found, key=lambda bar: (-bar.count, bar.label))

    def accepted_of(self, region: str) -> int:
        return self._by(REGION, accepted=True)[region]

    def without(self, language: str) -> list[str]:
        """The regions of the call's country from which nobody applied, by name."""
        there = self._by(REGION)
        return sorted(
            regions.named(code, language)
            for code in regions.regions_of(self.call.terms.country or "")
            if code not in there
        )

    def _by(self, column: int, *, accepted: bool = False) -> Counter[str]:
        found = Counter[str]()
        for cell in self.cells:
            if not accepted or cell[STATE] == State.ACCEPTED:
                found[str(cell[column])] += cell[-1]
        return found


STATE, KIND, REGION, CATEGORY = range(4)


def tally(call: Call) -> Tally:
    columns = ("state", "kind", "region", "category")
    found = call.applications.exclude(state=State.DRAFT).order_by().values_list(*columns)
    return Tally(call, list(found.annotate(Count("pk"))))


def missing(application: Application, answers: Answers) -> list[str]:
    """What an application lacks to be complete, as the labels of its questions; none where it can be sent."""
    from onrecord.accreditation.forms import STEPS

    return [label for step in STEPS for label in step.missing(application, answers)] + [
        *documents.missing(application),
        *identity.missing(application),
    ]


def vetting(call: Call) -> list[Row]:
    """Whoever gave identity data or has to, and is not cleared; as many as fit a page."""
    wanted = Q(vetting__isnull=False) | (Q(state=State.ACCEPTED) & ~Q(told_at=None))
    found = call.applications.filter(wanted).exclude(state__in=identity.OUT | {State.DRAFT})
    first = found.exclude(vetting__result=Result.CLEAR).order_by("number").values_list("pk", flat=True)[:MOST_WAITING]
    return opened(call, call.applications.filter(pk__in=list(first)))


MOST_WAITING = 200


def by_result(call: Call) -> list[Bar]:
    """How many checks have come to what."""
    found = Vetting.objects.filter(application__call=call).values_list("result").annotate(Count("pk"))
    counts = dict(found.order_by())
    return [Bar(one, str(one.label), counts.get(one, 0)) for one in Result]


def published(edition: Edition, *, upto: horizon.Upto = None) -> list[AccreditationCounted]:
    """The totals as they were published, or had been when the log had `upto` entries; the newest first."""
    seen = horizon.of(edition.log, upto)
    entries = Entry.objects.filter(log=edition.log, kind=AccreditationCounted.kind)
    found = openings.contents_of(edition.log, list(seen.before(entries).values_list("index", flat=True)))
    return [one for _index, one in sorted(found.items(), reverse=True) if isinstance(one, AccreditationCounted)]


def changes(call: Call) -> list[tuple[int, CallChanged]]:
    """How the terms were changed, the newest first."""
    log = call.edition.log
    indexes = Entry.objects.filter(log=log, kind=CallChanged.kind).values_list("index", flat=True)
    found = openings.contents_of(log, list(indexes))
    return [(index, one) for index, one in sorted(found.items(), reverse=True) if isinstance(one, CallChanged)]


def acts_for(application: Application, person: Person) -> list[Act]:
    """What `person` of the office may do with it now, apart from their permissions."""
    if belonging.is_own(application, person):
        return []
    able = [one for one in allowed(application.state) if one not in OF_THE_APPLICANT | OF_THE_SERVER]
    unable = {Act.TAKE_BACK, Act.PUT_BACK} if application.told_at is not None else set()
    if application.told_at is None:
        unable.add(Act.NOTIFY)
    unable.add(Act.TAKE_BACK if application.waits else Act.PUT_BACK)
    if application.awaited or (application.state == State.WAITLISTED and application.told_at is None):
        unable.add(Act.RECOMMEND)
    if application.state == State.WAITLISTED and application.call.terms.two_decide:
        unable.update(OUTCOMES)
    return [one for one in able if one not in unable]


def reason_of(application: Application) -> str:
    """As the applicant reads it, once they were told."""
    if application.shown == State.WAITLISTED:
        waiting = application.waiting
        return letters.said(codes.WAITING[waiting.reason], str(waiting.number), application.language)
    return letters.reason_of(application) if application.shown in GROUNDED else ""
