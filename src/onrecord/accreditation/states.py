"""What can happen to an application, and when. This table is the only way from one state to another: acts ask it, pages show
its buttons from it, and the database refuses a state that it doesn't know. An act may ask for more, and says then what."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    DRAFT = "draft", _("Not sent yet")
    SUBMITTED = "submitted", _("Received")
    NEEDS = "needs", _("Waiting for your answer")
    RECOMMENDED = "recommended", _("Being decided")
    ACCEPTED = "accepted", _("Accredited")
    WAITLISTED = "waitlisted", _("On the waiting list")
    REFUSED = "refused", _("Not accepted")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Act(TextChoices):
    """Each by the name it has in the journal."""

    SUBMIT = "submit", _("Send the application")
    ASK = "ask", _("Ask for something")
    ANSWER = "answer", _("Send an answer")
    RECOMMEND = "recommend", _("Recommend")
    ACCEPT = "accept", _("Accept")
    WAITLIST = "waitlist", _("Put on the waiting list")
    REFUSE = "refuse", _("Refuse")
    TAKE_BACK = "take-back", _("Take the decision back")
    WITHDRAW = "withdraw", _("Withdraw")


DONE = {
    Act.SUBMIT: _("Application sent"),
    Act.ASK: _("Asked for something"),
    Act.ANSWER: _("Answered"),
    Act.RECOMMEND: _("Recommendation"),
    Act.ACCEPT: _("Accepted"),
    Act.WAITLIST: _("On the waiting list"),
    Act.REFUSE: _("Not accepted"),
    Act.TAKE_BACK: _("Decision taken back"),
    Act.WITHDRAW: _("Application withdrawn"),
}
"""What happened, as a list of it says."""

OPEN = frozenset({State.SUBMITTED, State.NEEDS, State.RECOMMENDED})
"""Nothing is decided yet."""
DECIDED = frozenset({State.ACCEPTED, State.WAITLISTED, State.REFUSED})
OUTCOMES = {Act.ACCEPT: State.ACCEPTED, Act.WAITLIST: State.WAITLISTED, Act.REFUSE: State.REFUSED}
"""The acts that decide, and what each decides."""

MOVES: Mapping[Act, Mapping[State, State]] = {
    Act.SUBMIT: {State.DRAFT: State.SUBMITTED},
    Act.ASK: dict.fromkeys((State.SUBMITTED, State.RECOMMENDED), State.NEEDS),
    Act.ANSWER: {State.NEEDS: State.SUBMITTED},
    Act.RECOMMEND: dict.fromkeys((*OPEN, State.WAITLISTED), State.RECOMMENDED),
    Act.ACCEPT: dict.fromkeys((State.RECOMMENDED, State.WAITLISTED), State.ACCEPTED),
    Act.WAITLIST: {State.RECOMMENDED: State.WAITLISTED},
    Act.REFUSE: dict.fromkeys((State.RECOMMENDED, State.WAITLISTED), State.REFUSED),
    Act.TAKE_BACK: dict.fromkeys(DECIDED, State.SUBMITTED),
    Act.WITHDRAW: dict.fromkeys(OPEN | DECIDED, State.WITHDRAWN),
}

OF_THE_APPLICANT = frozenset({Act.SUBMIT, Act.ANSWER, Act.WITHDRAW})


def allowed(state: str) -> list[Act]:
    """The acts that may be done now, in the order of the table."""
    return [act for act, moves in MOVES.items() if state in moves]
