"""What an application is described with, and the sentences for whoever gets a no: the starter set. A reason is a code; none of
them is about opinion or coverage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Named = Mapping[str, str | Promise]

OUTLET_KINDS: Named = {
    "print": _("Newspaper or magazine"),
    "tv": _("Television"),
    "radio": _("Radio"),
    "online": _("Online"),
    "agency": _("News agency"),
    "freelance": _("Freelance"),
    "blog": _("Blog or channel"),
}
OF_ONE = ("freelance", "blog")
"""Kinds of outlet that may be one person."""
FUNCTIONS: Named = {
    "reporter": _("Reporter"),
    "photographer": _("Photographer"),
    "camera": _("Camera operator"),
    "sound": _("Sound engineer"),
    "producer": _("Producer"),
    "technician": _("Technician"),
}
ATTENDANCE: Named = {"room": _("In the room"), "remote": _("Remotely")}
OTHER = "other"
DOCUMENTS: Named = {
    "letter": _("Letter of assignment or press card"),
    "samples": _("Pieces of your work"),
    OTHER: _("Another document"),
}
"""What can be sent as a file: the first two where the call asks for them as proof, under the same code."""
IDENTITY_DOCUMENTS: Named = {
    "passport": _("Passport"),
    "card": _("Identity card"),
    "other": _("Another official document"),
}
IDENTITY_ASKED: Named = {
    "accepted": _("once somebody is accredited"),
    "application": _("with the application"),
}
PROOFS: Named = {
    "letter": _("a letter of assignment or a press card"),
    "samples": _("links to two pieces of the last twelve months"),
}


@dataclass(frozen=True, slots=True)
class Why:
    """A reason: its label for the office, and the sentence for the applicant. `fact`: what the office fills in where the
    sentence has `{fact}`, as its label; empty where there is nothing to fill in."""

    label: str | Promise
    sentence: str | Promise
    fact: str | Promise = ""


Reasons = Mapping[str, Why]

REFUSED: Reasons = {
    "incomplete": Why(
        _("Something is missing"),
        _("We did not receive: {fact}."),
        _("What is missing, and until when it was asked for"),
    ),
    "work": Why(
        _("Samples do not meet a criterion"),
        _("Your samples do not meet this criterion: {fact}."),
        _("Which criterion"),
    ),
    "unconfirmed": Why(
        _("Assignment not confirmed"), _("We could not confirm your assignment. We asked: {fact}."), _("Whom you asked")
    ),
    "quota": Why(
        _("The outlet's places are taken"),
        _("All places of your outlet are taken. Places for your outlet: {fact}."),
        _("How many places"),
    ),
    "capacity": Why(
        _("No place left"),
        _("There were more applicants than places. Your number in the published order: {fact}."),
        _("The number"),
    ),
    "late": Why(_("After the deadline"), _("You applied after the deadline ({fact})."), _("The deadline")),
    "role": Why(_("Part of a delegation"), _("You represent a delegation. Please apply there: {fact}."), _("Where")),
    "duplicate": Why(_("Already accredited"), _("You are already accredited.")),
    "false": Why(
        _("Not genuine"), _("Something you sent is not genuine: {fact}."), _("What, and the fact that shows it")
    ),
    "security": Why(
        _("Security check"),
        _("The authority did not clear you. Where you can challenge this: {fact}."),
        _("Which authority, and where to challenge it"),
    ),
    "sanction": Why(_("Sanction"), _("Your exclusion is still in force. Its last day: {fact}."), _("The day")),
}
WAITING: Reasons = {
    "outlet-full": Why(
        _("The outlet's places are taken"),
        _("The places of your outlet are taken. Your number on the waiting list: {fact}."),
        _("The number"),
    ),
    "category-full": Why(
        _("Places taken"),
        _("The places of this kind are taken. Your number on the waiting list: {fact}."),
        _("The number"),
    ),
    "draw": Why(_("Drawn"), _("Places were drawn. Your number in the draw: {fact}."), _("The number")),
}
REVOKED: Reasons = {
    "false": REFUSED["false"],
    "security": REFUSED["security"],
    "lent": Why(_("Badge lent"), _("Somebody else used your badge.")),
    "conduct": Why(
        _("Conduct"),
        _("You broke a rule of conduct. Which, and the fact that shows it: {fact}."),
        _("Which rule, and the fact that shows it"),
    ),
    "ended": Why(_("Withdrawn by the outlet"), _("Your outlet withdrew you.")),
}
"""Of somebody who is accredited. Some are reasons of a refusal, too."""
NEEDED: Reasons = {
    "name": Why(_("Name"), _("Your name differs from the one in your document. {fact}"), _("What should be checked")),
    "document": Why(
        _("Document"), _("A document is unreadable or has expired. Please send another one. {fact}"), _("Which one")
    ),
    "letter": Why(
        _("Letter"), _("The letter must name you, the event and somebody we can ask. {fact}"), _("What is missing")
    ),
    "samples": Why(_("Samples"), _("Please send two dated pieces. {fact}"), _("What is missing")),
    "outlet": Why(_("Outlet"), _("Please tell us who publishes you. {fact}"), _("What is not clear")),
}
DRAW_STEPS: Named = {
    "regions": _("For the regions"),
    "first-timers": _("For those who come for the first time"),
    "rest": _("By lot among all who were left"),
}
"""What gave somebody a place when places were drawn (`fairness.selection`)."""
