"""Why this one: one sentence from the numbers, for the moderator's screen and for the public.

The sentences are marked for translation but not translated here: whoever shows one translates `message` and puts the
values in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from .floor import Called, Floor, Proposal
from .room import SUPPORT

NAMED = 3
"""So many ids are named before “+5” stands for the others."""


def gettext_noop(message: str) -> str:
    """Found by Django's makemessages through its name; no Django is needed for that."""
    return message


_FIRST = gettext_noop("Its backers (%(backers)s) are the first to have earned a question together, at %(at)s.")
_TIED = gettext_noop(
    "Its backers (%(backers)s) have earned a question together at %(at)s, at once with those of %(others)s; "
    "the lottery drew it."
)
_QUOTA = gettext_noop(
    "A call is due to %(groups)s by call %(by)s; there its backers (%(backers)s) are the first to have earned a question "
    "together, at %(at)s."
)
_QUOTA_TIED = gettext_noop(
    "A call is due to %(groups)s by call %(by)s; there its backers (%(backers)s) have earned a question together at "
    "%(at)s, at once with those of %(others)s; the lottery drew it."
)
_PICKED = gettext_noop("The moderator's pick, at %(at)s; %(proposed)s was proposed, at %(price)s.")
_PICKED_BECAUSE = gettext_noop(
    "The moderator's pick, at %(at)s: “%(reason)s”; %(proposed)s was proposed, at %(price)s."
)
_ALONE = gettext_noop("The moderator's pick, at %(at)s; nobody was left to be proposed.")


@dataclass(frozen=True, slots=True)
class Explanation:
    """A sentence with places for values; as a string, in English."""

    message: str
    values: Mapping[str, str]

    def __str__(self) -> str:
        return self.message % self.values


def explain(floor: Floor, step: Proposal | Called) -> Explanation:
    """Why a request is proposed, or was called, on this floor. O(its backers)."""
    if isinstance(step, Called):
        if step.departure:
            return _departure(step)
        assert step.proposal, "what is no departure was proposed"
        step = step.proposal
    others = [each for each in step.tied if each != step.id]
    values = {"backers": _backers(floor, step.id), "at": decimal(step.price)}
    if others:
        values["others"] = _named(others)
    if step.quota:
        values |= {"groups": _named(step.quota.groups), "by": str(step.quota.by)}
        return Explanation(_QUOTA_TIED if others else _QUOTA, values)
    return Explanation(_TIED if others else _FIRST, values)


def _departure(called: Called) -> Explanation:
    if called.proposal is None:
        return Explanation(_ALONE, {"at": decimal(called.price)})
    values = {
        "at": decimal(called.price),
        "proposed": called.proposal.id,
        "price": decimal(called.proposal.price),
    }
    if called.reason:
        return Explanation(_PICKED_BECAUSE, values | {"reason": called.reason})
    return Explanation(_PICKED, values)


def decimal(price: Fraction) -> str:
    """A price for reading: three significant digits; the exact one is the fraction."""
    return f"{float(price):.3g}"


def _backers(floor: Floor, request: str) -> str:
    """Author first, then who supports it, then the author's groups, those with a share."""
    author = floor.author(request)
    shares = floor.room.shares
    people = [author.id, *sorted(floor.backers[request] - {author.id})] if shares[SUPPORT] else []
    groups = [author.groups[dimension] for dimension in floor.room.dimensions if shares[dimension]]
    return "; ".join(_named(each) for each in (people, groups) if each)


def _named(names: Iterable[str]) -> str:
    every = list(names)
    more = len(every) - NAMED
    return ", ".join(every[:NAMED] + ([f"+{more}"] if more > 0 else []))
