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
    OFFERED = "offered", _("Place offered")
    LAPSED = "lapsed", _("Place not taken")
    REFUSED = "refused", _("Not accepted")
    AMENDED = "amended", _("Being changed")
    NOTICE = "notice", _("Notice given")
    REVOKED = "revoked", _("Accreditation revoked")
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
    PUT_BACK = "put-back", _("Put back on the waiting list")
    OFFER = "offer", _("Offer a place")
    TAKE = "take", _("Accept the place")
    DECLINE = "decline", _("Decline the place")
    LAPSE = "lapse", _("Pass the place on")
    APPEAL = "appeal", _("Appeal")
    UPHOLD = "uphold", _("Uphold the decision")
    OVERTURN = "overturn", _("Overturn the decision")
    NOTIFY = "notify", _("Give notice")
    REPLY = "reply", _("Answer the notice")
    KEEP = "keep", _("Keep the accreditation")
    REVOKE = "revoke", _("Revoke the accreditation")
    AMEND = "amend", _("Change name, outlet or function")
    RESTORE = "restore", _("Leave everything as it was")
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
    Act.PUT_BACK: _("Back on the waiting list"),
    Act.OFFER: _("Place offered"),
    Act.TAKE: _("Place accepted"),
    Act.DECLINE: _("Place declined"),
    Act.LAPSE: _("Place not accepted in time"),
    Act.APPEAL: _("Appealed"),
    Act.UPHOLD: _("Decision upheld"),
    Act.OVERTURN: _("Decision overturned"),
    Act.NOTIFY: _("Notice given"),
    Act.REPLY: _("Notice answered"),
    Act.KEEP: _("Accreditation kept"),
    Act.REVOKE: _("Accreditation revoked"),
    Act.AMEND: _("Change begun"),
    Act.RESTORE: _("Left as it was"),
    Act.WITHDRAW: _("Application withdrawn"),
}
"""What happened, as a list of it says."""

OPEN = frozenset({State.SUBMITTED, State.NEEDS, State.RECOMMENDED})
"""Nothing is decided yet."""
DECIDED = frozenset({State.ACCEPTED, State.WAITLISTED, State.REFUSED})
"""What the office decides, and tells by a letter that waits as a draft."""
HOLDING = frozenset({State.ACCEPTED, State.OFFERED, State.AMENDED, State.NOTICE})
"""Nobody else can have their place."""
GROUNDED = frozenset({State.WAITLISTED, State.REFUSED, State.NOTICE, State.REVOKED})
"""Never without a reason."""
TIMED = frozenset({State.OFFERED, State.NOTICE})
"""Never without a time until which the applicant answers."""
OUTCOMES = {Act.ACCEPT: State.ACCEPTED, Act.WAITLIST: State.WAITLISTED, Act.REFUSE: State.REFUSED}
"""The acts that decide, and what each decides."""

MOVES: Mapping[Act, Mapping[State, State]] = {
    Act.SUBMIT: dict.fromkeys((State.DRAFT, State.AMENDED), State.SUBMITTED),
    Act.ASK: dict.fromkeys((State.SUBMITTED, State.RECOMMENDED), State.NEEDS),
    Act.ANSWER: {State.NEEDS: State.SUBMITTED},
    Act.RECOMMEND: dict.fromkeys((*OPEN, State.WAITLISTED), State.RECOMMENDED),
    Act.ACCEPT: dict.fromkeys((State.RECOMMENDED, State.WAITLISTED), State.ACCEPTED),
    Act.WAITLIST: {State.RECOMMENDED: State.WAITLISTED},
    Act.REFUSE: dict.fromkeys((State.RECOMMENDED, State.WAITLISTED), State.REFUSED),
    Act.TAKE_BACK: dict.fromkeys(DECIDED, State.SUBMITTED),
    Act.PUT_BACK: dict.fromkeys((State.SUBMITTED, State.RECOMMENDED, State.ACCEPTED, State.REFUSED), State.WAITLISTED),
    Act.OFFER: {State.WAITLISTED: State.OFFERED},
    Act.TAKE: {State.OFFERED: State.ACCEPTED},
    Act.DECLINE: {State.OFFERED: State.LAPSED},
    Act.LAPSE: {State.OFFERED: State.LAPSED},
    Act.APPEAL: {one: one for one in (State.REFUSED, State.REVOKED)},
    Act.UPHOLD: {one: one for one in (State.REFUSED, State.REVOKED)},
    Act.OVERTURN: dict.fromkeys((State.REFUSED, State.REVOKED), State.ACCEPTED),
    Act.NOTIFY: {State.ACCEPTED: State.NOTICE},
    Act.REPLY: {State.NOTICE: State.NOTICE},
    Act.KEEP: {State.NOTICE: State.ACCEPTED},
    Act.REVOKE: {State.NOTICE: State.REVOKED},
    Act.AMEND: {State.ACCEPTED: State.AMENDED},
    Act.RESTORE: {State.AMENDED: State.ACCEPTED},
    Act.WITHDRAW: dict.fromkeys(OPEN | DECIDED | {State.OFFERED, State.AMENDED, State.NOTICE}, State.WITHDRAWN),
}
"""An appeal changes nothing until it is decided: what was decided holds meanwhile."""

OF_THE_APPLICANT = frozenset(
    {
        Act.SUBMIT,
        Act.ANSWER,
        Act.TAKE,
        Act.DECLINE,
        Act.APPEAL,
        Act.REPLY,
        Act.AMEND,
        Act.RESTORE,
        Act.WITHDRAW,
    }
)
OF_THE_SERVER = frozenset({Act.OFFER, Act.LAPSE})
"""What happens in the order of the waiting list, and nobody chooses whom to."""


def allowed(state: str) -> list[Act]:
    """The acts that may be done now, in the order of the table."""
    return [act for act, moves in MOVES.items() if state in moves]
