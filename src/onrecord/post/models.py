"""What is stored of a letter: where it stands, and, until it is sent or given up, what it says and to whom."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, ConfigDict

from onrecord.keeping import keys, sealing, timekeeping
from onrecord.keeping.sealing import Sealed
from onrecord.record.models import Log

GIVEN_UP = timedelta(days=5)
"""How long a letter is tried and its address kept, at the most."""
DESTROYED: Mapping[str, bytes] = {"wrapped_key": b"", "sealed": b""}


def now() -> datetime:
    """The time by which letters are tried: a clock that jumps ends no lease, and makes nothing be sent twice."""
    return datetime.fromtimestamp(timekeeping.now() / 1000, UTC)


class Written(BaseModel):
    """A letter as it was written, in its reader's language; `said`: what the mail server last answered, as it may repeat the
    address."""

    model_config = ConfigDict(frozen=True)
    to: str
    subject: str
    text: str
    language: str
    sender: str
    """The name that its reader sees it come from."""
    contact: str = ""
    """Where its reader's answer goes to; empty where it goes to the installation's own address."""
    said: str = ""


class State(models.TextChoices):
    """Where a letter stands. `Letter.move` and `move_all` are the only ways from one state to another, and MOVES says which
    there are."""

    DRAFT = "draft", _("Draft")
    READY = "ready", _("Waiting")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Failed")
    WITHDRAWN = "withdrawn", _("Withdrawn")


AWAY = frozenset({State.READY, State.SENDING, State.SENT, State.FAILED, State.WITHDRAWN})
MOVES: Mapping[str, frozenset[State]] = {
    State.DRAFT: frozenset({State.DRAFT, State.READY, State.WITHDRAWN}),
    State.READY: AWAY,
    State.SENDING: AWAY,
    State.FAILED: frozenset({State.READY, State.FAILED, State.WITHDRAWN, State.SENT}),
    State.WITHDRAWN: frozenset({State.SENT}),
    State.SENT: frozenset(),
}
"""A draft can be changed until the office sends it. Back to `ready` goes what the mail server didn't take, and what the office sends again. From everywhere to `sent` goes what it
took while somebody else moved it."""


class Reason(models.TextChoices):
    """Why a letter is not sent."""

    UNREACHABLE = "unreachable", _("The mail server can't be reached.")
    BUSY = "busy", _("The mail server takes no letters right now.")
    LOGIN = "login", _("The mail server refuses the user name or password in ONRECORD_MAIL.")
    SENDER = "sender", _("The mail server refuses the sender's address. Check ONRECORD_MAIL_FROM.")
    UNSAFE = "unsafe", _("The mail server offers no secure connection, or its certificate is not valid.")
    NO_SERVER = "no-server", _("ONRECORD_MAIL names no mail server.")
    LATER = "later", _("The mail server asks us to try again later.")
    OUT_OF_STEP = "out-of-step", _("The mail server's answers don't fit what it was asked.")
    ENDED = "ended", _("The mail server ended the connection before it took the letter.")
    CUT = "cut", _("The connection broke while the letter was being sent. It may have arrived.")
    REFUSED = "refused", _("The mail server refuses the address.")
    CONTENT = "content", _("The mail server refuses the letter.")
    UNUSABLE = "unusable", _("This is not an address that email can be sent to.")
    RESTORED = "restored", _("It comes from a backup and may have been sent already.")
    DAMAGED = "damaged", _("Its stored text is damaged and can't be read.")
    ERASED = "erased", _("The words that it quotes were erased.")


OF_THE_SERVER = (
    Reason.UNREACHABLE,
    Reason.BUSY,
    Reason.LOGIN,
    Reason.SENDER,
    Reason.UNSAFE,
    Reason.NO_SERVER,
    Reason.OUT_OF_STEP,
)
"""Reasons that keep every letter from being sent."""


class Letter(Sealed):
    """A letter to one person, in the row of the act that it tells of.

    `due` is when something is to be done with it: when it is tried, when the lease of whoever sends it ends, or when its
    address is destroyed. Nothing is due any more with an empty one. In the clear stand only codes and times.
    """

    key_file: ClassVar[str] = keys.PERSONAL

    log = models.ForeignKey(
        Log, models.PROTECT, null=True, related_name="letters", help_text="of the edition whose office wrote it"
    )
    kind = models.CharField(max_length=60, help_text="see post.kinds")
    entries = models.JSONField(default=list, help_text="of the log, whose words it may quote")
    message_id = models.CharField(max_length=300, unique=True, help_text="the same however often it is tried")
    state = models.CharField(max_length=9, choices=State.choices, default=State.READY)
    reason = models.CharField(max_length=20, blank=True, help_text="why it isn't sent: one of Reason")
    answer = models.CharField(max_length=20, blank=True, help_text="the mail server's codes")
    tries = models.PositiveIntegerField(default=0)
    at = models.DateTimeField(help_text="when it was written")
    until = models.DateTimeField(help_text="when it is given up")
    due = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(help_text="when it came to its state")

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["due"], condition=models.Q(due__isnull=False), name="letters_due"),
            models.Index(fields=["log", "state"], name="letters_of_log"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}: {self.get_state_display()}"

    def place(self) -> bytes:
        return f"letter/{self.message_id}".encode()

    @property
    def is_kept(self) -> bool:
        """Whether its text and address are still here."""
        return bool(self.wrapped_key)

    def move(self, to: State, *, at: datetime, due: datetime | None, **more: Any) -> bool:
        """Take it to another state, in an act; False where somebody else has moved it meanwhile: then nothing is changed."""
        assert to in MOVES[self.state], f"no letter goes from {self.state} to {to}"
        as_seen = Letter.objects.filter(pk=self.pk, state=self.state, due=self.due, tries=self.tries)
        if not Letter.move_all(as_seen, to, at=at, due=due, **more):
            return False
        for name, value in ({"state": to, "due": due, "changed_at": at} | more).items():
            setattr(self, name, value)
        return True

    @staticmethod
    def move_all(found: models.QuerySet[Letter], to: State, *, at: datetime, due: datetime | None, **more: Any) -> int:
        """Take those of them that may go there to another state, in an act; returns how many do."""
        able = found.filter(state__in=[state for state, moves in MOVES.items() if to in moves])
        return able.update(state=to, due=due, changed_at=at, **more)


def opened(rows: Callable[[], Iterable[Letter]]) -> tuple[list[tuple[Letter, Written]], list[Letter]]:
    """The letters that `rows` reads, each with what was written, and those that can't be read."""
    found, damaged = sealing.unsealed(rows)
    written = []
    for letter, value in found:
        try:
            written.append((letter, Written.model_validate_json(value)))
        except ValueError:  # of another version; the error would tell what it says
            damaged.append(letter)
    return written, damaged
