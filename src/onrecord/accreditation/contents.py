"""What the log says of who comes in: the call with its rules in public, each act on an application for the office alone, and
the totals. Nobody outside learns of an entry more than that something was received or decided."""

from __future__ import annotations

from datetime import date as Date
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field

from onrecord.record.contents import Content, Line, Moment, Part, Reason, Sentence, Text

Count = Annotated[int, Field(ge=0)]
Shown = Count | Literal["fewer than 3", "3 or more"]
"""A number as it is published: a small one would tell of a single person."""
Code = Annotated[str, Field(pattern="^[a-z0-9][a-z0-9-]{0,39}$")]


Ticket = Annotated[str, Field(pattern="^[0-9a-f]{32}$")]
Digest = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


class Category(Part):
    """A kind of place, for example press, photo or camera crew."""

    code: Code
    name: Line
    places: Count | None = None
    """At most so many; None: as many as the call has."""


class Lot(Part):
    """How places are given where more could be accepted than there are: step by step, and by lot within each
    (`fairness.selection`)."""

    each_region: Annotated[int, Field(ge=0, le=1_000)] = 0
    """So many of each region first."""
    per_outlet: Annotated[int, Field(ge=1, le=1_000)] | None = None
    """At most so many of an outlet."""
    first_timers: Annotated[int, Field(ge=0, le=100)] = 0
    """At least this share of the places, in percent, for those who come for the first time."""
    drawn_at: Moment
    """The outside beacon is the first round after it."""


class Terms(Part):
    """Under which terms people may apply."""

    criteria: Text
    places: Count
    kept_for_appeals: Count = 0
    categories: list[Category] = []
    opens: Moment
    closes: Moment
    late_until: Moment | None = None
    """Applications that come after `closes` are still looked at until then."""
    decides_by: Moment
    country: Annotated[str, Field(pattern="^[A-Z]{2}$")] | None = None
    """Whose regions are offered first."""
    conduct: list[Sentence] = []
    """The rules that whoever comes in keeps."""
    proof: list[Code] = []
    """What is asked as proof of one's work (`codes.PROOFS`)."""
    two_decide: bool = True
    identity: Literal["application", "accepted"] | None = None
    """When identity data are asked for: with the application, or once somebody is accepted; None: never."""
    identity_for: Line | None = None
    """Who checks them."""
    appeal_to: Line
    """Who hears an appeal: somebody who took no part in the decision."""
    appeal_days: Annotated[int, Field(ge=1, le=90)] = 7
    appeal_answer_days: Annotated[int, Field(ge=1, le=90)] = 7
    """Within so many days an appeal is decided."""
    offer_hours: Annotated[int, Field(ge=1, le=168)] = 24
    """So long somebody on the waiting list has to accept a place that frees."""
    offers_until: Moment | None = None
    """Later no place is offered; None: until the conference begins."""
    deleted_on: Date
    """The day on which everything that was held of the applicants is destroyed."""
    lot: Lot | None = None
    """None: places are not drawn."""


class CallOpened(Content):
    """People are invited to apply."""

    kind: ClassVar[str] = "call.opened"
    governs: ClassVar[bool] = True
    terms: Terms


class CallChanged(Content):
    """The terms of the call, which `ref` names, are others from here on."""

    kind: ClassVar[str] = "call.changed"
    governs: ClassVar[bool] = True
    terms: Terms
    reason: Reason


LEAST_BYTES = 512


class Padded(Content):
    """Held until it is destroyed. `pad` brings it to a power of two of bytes, so that its length tells nothing."""

    undisclosed: ClassVar[bool] = True
    pad: Annotated[str, Field(pattern="^ *$")] = ""

    def padded(self) -> Self:
        """The same, as long as its neighbours are."""
        size = LEAST_BYTES
        while size < len(self.canonical()):
            size *= 2
        return self.model_copy(update={"pad": " " * (size - len(self.canonical()))})


class ApplicationReceived(Padded):
    """Somebody applied. `ticket` stands for them wherever a draw or another list is public."""

    kind: ClassVar[str] = "application.received"
    name: Line
    category: Code
    outlet: Line
    outlet_kind: Code
    region: Line
    ticket: Ticket
    nonce: Digest | None = None
    """What the applicant added to the draw."""


Outcome = Literal[
    "accepted",
    "waitlisted",
    "refused",
    "offered",
    "declined",
    "lapsed",
    "appealed",
    "upheld",
    "overturned",
    "notice",
    "suspended",
    "kept",
    "revoked",
    "amended",
    "withdrawn",
]


class Who(Part):
    """Of whom an application is, where it isn't as `application.received` says any more."""

    name: Line
    category: Code
    outlet: Line
    outlet_kind: Code
    region: Line


class AccreditationActed(Padded):
    """What became of the application in entry `application`; `persons`: how many took part in it. Each act on an application
    is of this one kind, since one kind for appeals would tell readers how many there were."""

    kind: ClassVar[str] = "accreditation.acted"
    application: Count
    outcome: Outcome
    reason: Code | None = None
    persons: Count
    until: Moment | None = None
    """Of an offer, a notice or an appeal: until when it is answered."""
    ends: Date | None = None
    """The last day of the exclusion."""
    who: Who | None = None
    """From here on."""


class AccreditationCounted(Content):
    """The totals, as the host states them; `after`: after the event, else before it. Only `entries` can be checked by others."""

    kind: ClassVar[str] = "accreditation.counted"
    tallies: ClassVar[str] = "entries"
    after: bool
    applied: Shown
    accepted: Shown
    waitlisted: Shown
    refused: Shown
    withdrawn: Shown
    revoked: Shown | None = None
    appealed: Shown | None = None
    upheld: Shown | None = None
    overturned: Shown | None = None
    by_reason: dict[str, Shown] = {}
    """Of those refused; small numbers are put together as `other`."""
    by_kind: dict[str, Shown] = {}
    """Of those accepted, by the kind of their outlet."""
    by_region: dict[str, Count] = {}
    """Of those accepted."""
    entries: dict[str, Count]
    """How many entries of each kind the log has up to here: whoever reads it can count them, too."""


class DataPurged(Content):
    """What was held of the applicants was destroyed."""

    kind: ClassVar[str] = "data.purged"
    what: Line
    count: Count
    of: Date
    """The day for which the call had announced it."""


class SelectionCommitted(Content):
    """Places will be drawn: the host is bound to a secret and to a round of an outside beacon before anybody can apply."""

    kind: ClassVar[str] = "selection.committed"
    governs: ClassVar[bool] = True
    event: Line
    commitment: Digest
    source: Line
    round: Count


class Entrant(Part):
    """A candidate as the public sees one: a ticket with labels that tell no name."""

    ticket: Ticket
    category: Code
    region: Code
    outlet: Code
    new: bool
    nonce: Digest


class SelectionClosed(Content):
    """Who takes part in the draw of entry `committed`, and by which numbers places are given. Nobody knows the outcome yet."""

    kind: ClassVar[str] = "selection.closed"
    governs: ClassVar[bool] = True
    committed: Count
    places: Count
    each_region: Count
    per_outlet: Count | None = None
    first_timers: Count
    limits: dict[str, Count] = {}
    """Of a kind of place, where it has fewer."""
    entrants: list[Entrant]
    code: Line
    """The version of the software that works out the outcome."""
    closing: Digest


class SelectionRevealed(Content):
    """The secret and the outside beacon's value: from here on anyone works out who of the entry `closed` gets a place."""

    kind: ClassVar[str] = "selection.revealed"
    governs: ClassVar[bool] = True
    closed: Count
    secret: Digest
    value: Digest
    beacon: Digest
