"""The applications to a call, and each step that one took."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from pydantic import BaseModel, ConfigDict

from onrecord.accreditation import clock
from onrecord.accreditation.models.call import Call
from onrecord.accreditation.states import DECIDED, DONE, GROUNDED, MOVES, TIMED, Act, State
from onrecord.keeping import keys
from onrecord.keeping.sealing import Sealed
from onrecord.people.models import Person
from onrecord.post.models import Letter


class Answers(BaseModel):
    """What an applicant filled in; empty is what they left empty or have not come to yet."""

    model_config = ConfigDict(extra="ignore")

    given_names: str = ""
    family_names: str = ""
    latin: str = ""
    called: str = ""
    said: str = ""
    mobile: str = ""
    outlet: str = ""
    website: str = ""
    editor: str = ""
    function: str = ""
    attendance: str = ""
    languages: str = ""
    covers: str = ""
    samples: str = ""
    tour: bool | None = None
    listed: bool | None = None
    before: bool | None = None
    """Whether they were accredited for an earlier edition; asked where a draw favours those who were not."""
    conduct: int | None = None
    """The entry with the conduct rules that were read and accepted."""
    asked: str = ""
    """What the office asked for last, as the applicant reads it."""
    fact: str = ""
    """What stands in the sentence of the reason."""
    note: str = ""
    """What the applicant says to the office with their answer."""

    @property
    def name(self) -> str:
        return f"{self.given_names} {self.family_names}".strip()


class Application(Sealed):
    """Somebody's application to a call. In the clear stands what is filtered and counted by; everything they wrote is sealed
    under the key of personal data."""

    key_file: ClassVar[str] = keys.PERSONAL
    place_needs = ("call__edition__log",)

    call = models.ForeignKey(Call, models.PROTECT, related_name="applications")
    person = models.ForeignKey(Person, models.PROTECT, related_name="applications")
    number = models.PositiveIntegerField(help_text="of the applications to the call, in the order they were begun")
    ticket = models.CharField(max_length=32)
    state = models.CharField(max_length=16, choices=State.choices, default=State.DRAFT)
    category = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=40, blank=True, help_text="of their outlet")
    region = models.CharField(max_length=10, blank=True, help_text="ISO 3166-2, or a country")
    language = models.CharField(max_length=35, default="en", help_text="in which they applied, and are written to")
    received = models.BigIntegerField(null=True, help_text="the entry that says so")
    sent_at = models.DateTimeField(null=True)
    late = models.BooleanField(default=False)
    proposal = models.CharField(max_length=16, blank=True, help_text="the outcome that was recommended")
    reason = models.CharField(max_length=40, blank=True, help_text="of a recommendation or decision")
    recommended_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    letter = models.ForeignKey(Letter, models.SET_NULL, null=True, related_name="+")
    told_at = models.DateTimeField(
        null=True, help_text="when the applicant was told; until then they read that it is being decided"
    )
    due = models.DateTimeField(null=True, help_text="until when an answer is waited for")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["call", "person"], name="one_application_a_person"),
            models.UniqueConstraint(fields=["call", "number"], name="one_number_an_application"),
            models.UniqueConstraint(fields=["call", "ticket"], name="one_ticket_an_application"),
            models.CheckConstraint(condition=models.Q(state__in=State.values), name="application_state_is_known"),
            models.CheckConstraint(
                condition=~models.Q(state__in=sorted(GROUNDED)) | ~models.Q(reason=""),
                name="no_refusal_without_a_reason",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=sorted(DECIDED | {State.OFFERED, State.NOTICE, State.REVOKED}))
                | models.Q(decided_by__isnull=False),
                name="somebody_decided",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=sorted(TIMED)) | models.Q(due__isnull=False),
                name="time_to_answer",
            ),
        ]
        indexes = [models.Index(fields=["call", "state", "number"], name="applications_of_a_call")]

    def __str__(self) -> str:
        return f"{self.call}: {self.number}"

    def place(self) -> bytes:
        return f"{self.call.edition.log.origin}/application/{self.number}".encode()

    @property
    def proposed(self) -> str:
        """What was recommended, in words."""
        return _label(self.proposal)

    @property
    def shown(self) -> State:
        """Its state as the applicant is told it."""
        untold = self.state in DECIDED and self.told_at is None
        if (untold or self.state in (State.SUBMITTED, State.RECOMMENDED)) and self.waits:
            return State.WAITLISTED
        return State.RECOMMENDED if untold else State(self.state)

    @property
    def waits(self) -> bool:
        """Whether the applicant was told a number on the waiting list, and it still is theirs."""
        waiting = getattr(self, "waiting", None)
        return waiting is not None and waiting.told_at is not None and waiting.left_at is None

    @property
    def awaited(self) -> bool:
        """Whether the applicant still has time for the answer that was asked for."""
        return self.state == State.NEEDS and self.due is not None and clock.now() < self.due

    @property
    def unanswered(self) -> bool:
        """Whether that time is over, so that the office decides without the answer."""
        return self.state == State.NEEDS and not self.awaited

    @property
    def can_be_withdrawn(self) -> bool:
        """As the applicant may know it: a refusal that they were not told of yet must not show."""
        return self.shown in MOVES[Act.WITHDRAW] and self.shown != State.REFUSED

    def keep(self, answers: Answers) -> None:
        """Set what they wrote; inside the act that saves the row."""
        self.seal(answers.model_dump_json(exclude_defaults=True).encode())

    @property
    def answers(self) -> Answers:
        """What they wrote; nothing once it is destroyed."""
        return Answers.model_validate_json(self.unseal()) if self.wrapped_key else Answers()


class Step(models.Model):
    """What happened to an application, for the office and for whoever applied. `entry`: in the log, where it says so."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="steps")
    act = models.CharField(max_length=16, choices=Act.choices)
    state = models.CharField(max_length=16, choices=State.choices, help_text="afterwards")
    proposal = models.CharField(max_length=16, blank=True)
    reason = models.CharField(max_length=40, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    entry = models.BigIntegerField(null=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.application}: {self.act}"

    @property
    def proposed(self) -> str:
        """What was recommended, in words."""
        return _label(self.proposal)

    @property
    def what(self) -> str:
        """What happened, in words."""
        return str(DONE[Act(self.act)])

    def told(self, entry: int) -> None:
        """The entry that says it stands in the log now."""
        self.entry = entry
        self.save(update_fields=["entry"])


def _label(act: str) -> str:
    return str(Act(act).label) if act in Act.values else ""
