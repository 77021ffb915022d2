"""What an audit found, in sentences: careful ones, that say what was counted and what wasn't."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import ROUND_FLOOR, Decimal
from fractions import Fraction

from onrecord.fairness.audit import Audit, Common, LeftOut
from onrecord.fairness.explain import decimal
from onrecord.fairness.floor import Called
from onrecord.fairness.shortfall import GroupShare

NAMED = 5
"""So many groups or departures are told one by one before the others are only counted."""

NOT_MEASURED = (
    "Not measured: what was finally asked and answered, who was kept from registering, what people wanted to ask but "
    "didn't register, and why anyone was called. A shortfall or a departure alone says nothing about intent."
)


def sentences(audit: Audit) -> Iterator[str]:
    """The verdict, a sentence or two on each thing that was measured, and what was not."""
    yield headline(audit)
    if audit.worst.left_out:
        yield _left_out(audit, audit.worst.left_out)
    for dimension in dict.fromkeys(share.dimension for share in audit.groups):
        yield _shares(dimension, [share for share in audit.groups if share.dimension == dimension])
    yield from _departures(audit)
    if audit.left_out_standing and audit.shortfall_standing:
        left_out, short = audit.left_out_standing, audit.shortfall_standing
        yield (
            f"Of {left_out.orders:,} random orders, {left_out.better:,} left fewer people out than the real one, "
            f"{left_out.equal:,} as many and {left_out.worse:,} more (by the mean of α over all calls); "
            f"{short.better:,} fell less short of the groups' shares, {short.equal:,} as much and {short.worse:,} more "
            "(summed over all calls)."
        )
    yield NOT_MEASURED


def headline(audit: Audit) -> str:
    """Whether justified representation held after every call."""
    calls = len(audit.prefixes)
    if not audit.failing:
        return (
            f"After every one of {calls} calls, no group large enough for a question of its own was left out: "
            f"α stayed below 1, at most {two_digits(audit.worst.alpha)}."
        )
    after = _runs(audit.failing)
    return f"A group large enough for a question of its own was left out (α was 1 or more) after {after}, of {calls} calls."


def two_digits(number: Fraction) -> str:
    """Rounded down, so that nothing below 1 is shown as 1."""
    exact = Decimal(number.numerator) / Decimal(number.denominator)
    return str(exact.quantize(Decimal("0.01"), rounding=ROUND_FLOOR))


def described(left_out: LeftOut, *, journalists: int) -> str:
    """“14 of 60 journalists, 9 of them from region North”."""
    shared = [_shared(common) for common in left_out.common if 2 * common.count >= len(left_out.members)]
    of_them = f", {', '.join(shared)}" if shared else ""
    return f"{len(left_out.members)} of {journalists} journalists{of_them}"


def _shared(common: Common) -> str:
    return f"{common.count} of them with {common.dimension} {common.group} ({common.size} in the room)"


def _left_out(audit: Audit, left_out: LeftOut) -> str:
    worst = audit.worst
    topic = f", on {left_out.topic}" if left_out.topic else ""
    return (
        f"The largest group left out, relative to the calls made, was after call {worst.calls}: {described(left_out, journalists=audit.journalists)}. "
        f"All of them back {left_out.request} by {left_out.author}{topic}; none of them backs any question asked by then"
        f"{' as much' if audit.graded else ''}. α = {len(left_out.members)} · {worst.calls} / {audit.journalists} = "
        f"{two_digits(worst.alpha)}."
    )


def _shares(dimension: str, shares: Sequence[GroupShare]) -> str:
    short = sorted((share for share in shares if share.worst), key=lambda share: (-share.worst, share.group))
    if not short:
        return f"By {dimension}: no group was ever short of its share of the calls, rounded down."
    told = [_short(share) for share in short[:NAMED]]
    more = f"; and {len(short) - NAMED} more" if len(short) > NAMED else ""
    return f"By {dimension}, short of their share of the calls, rounded down: {'; '.join(told)}{more}."


def _short(share: GroupShare) -> str:
    at = share.shortfall.index(share.worst)
    few = f", which registered no more than {share.able}" if share.able < share.due[at] else ""
    return f"{share.group} by {share.worst} after call {at + 1} ({share.calls[at]} of {share.due[at]}{few})"


def _departures(audit: Audit) -> Iterator[str]:
    if not audit.departures:
        yield "Every call followed the rule's proposal."
        return
    silent = sum(not called.reason for called in audit.departures)
    reasons = f", {silent} of them without a reason" if silent else ", each with a reason"
    told = [_departure(called) for called in audit.departures[:NAMED]]
    more = f"; and {len(audit.departures) - NAMED} more" if len(audit.departures) > NAMED else ""
    yield f"{len(audit.departures)} of {len(audit.prefixes)} calls were not the rule's proposal{reasons}: {'; '.join(told)}{more}."


def _departure(called: Called) -> str:
    instead = f" instead of {called.proposal.id}" if called.proposal else ", when the rule had nobody left to propose"
    gap = (
        f", at a price higher by {decimal(called.gap)}"
        if called.gap > 0
        else ", at no higher price"
        if called.proposal
        else ""
    )
    reason = f": “{called.reason}”" if called.reason else ""
    return f"call {called.step}, {called.id}{instead}{gap}{reason}"


def _runs(calls: Sequence[int]) -> str:
    """“call 3, calls 7 to 9”."""
    runs: list[list[int]] = []
    for call in calls:
        if runs and call == runs[-1][-1] + 1:
            runs[-1].append(call)
        else:
            runs.append([call])
    return ", ".join(f"call {run[0]}" if len(run) == 1 else f"calls {run[0]} to {run[-1]}" for run in runs)
