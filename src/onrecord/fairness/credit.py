"""Credit: what each voter has spent, and which request its backers can pay for first.

Phragmén's rule as a continuous process (Brill et al. 2023), with weights and with loads that start above or below 0
("water-filling"). Every voter of weight w earns w credit a unit of time from the time `load` on; a request costs 1. Its
level is the time t at which its backers have earned its cost together: Σ w·max(0, t - load) = 1. When it is called,
the loads of its backers rise to its level.

Levels only rise, so a level computed earlier bounds the present one from below, and only requests whose bound could still
be the least are computed anew. That is done in floating point with a bound on the error; whatever lies within the bound of
the least is settled in exact rationals.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from math import lcm
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

Indices = npt.NDArray[np.int64]
Integers = npt.NDArray[np.integer[Any]]
Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

_AT_ONCE = 64
"""How many levels are computed before it is looked again which ones still matter; four times as many each time after."""

_ROUNDING = 2.0**-53


class Account(NamedTuple):
    """A weight, in whole units, and the exact load; voters who have the same of both share an account."""

    weight: int
    load: Fraction


class Credit:
    """The accounts of v voters, and the levels of m requests.

    `backers[first[q] : first[q + 1]]` are the voters behind request q, at least one and each once; `accounts` what there
    is to begin with, weights above 0; `account` which of them each voter has; `cost` what a request costs, in the unit
    of the weights. Loads must stay below 10⁶ or so, where floating point still tells them from a level. Building it takes
    O(v + m), or O(all backers) if weights differ; a call O(backers of the request); finding the cheapest O(m) and the
    backers of the requests that come into question.
    """

    def __init__(
        self, first: Indices, backers: Integers, *, accounts: Iterable[Account], account: Integers, cost: int
    ) -> None:
        self._first = first
        self._places: list[int] = first.tolist()
        self._backers = backers
        self._sizes = np.diff(first)
        self._cost = cost
        self._accounts = list(accounts)
        self._rounded = [float(each.load) for each in self._accounts]
        self._numbers = {each: number for number, each in enumerate(self._accounts)}
        self._account = account.astype(np.int64)
        self._loads: Floats = np.array(self._rounded)[account]
        weights = [each.weight / cost for each in self._accounts]
        self._weights: Floats = np.array(weights)[account]
        self._weight = weights[0] if len(set(weights)) == 1 else None
        self._known: dict[tuple[bytes, bytes], Fraction] = {}
        self._exact: dict[int, Fraction] = {}
        self._open_levels()

    def _open_levels(self) -> None:
        """Every level is bounded by what it would be if all backers had the least load of all."""
        if self._weight is not None:
            totals = self._sizes * self._weight
        else:
            totals = np.add.reduceat(self._weights[self._backers], self._first[:-1])
        least = float(self._loads.min(initial=np.inf))
        self._scale = abs(least)
        self._bounds: Floats = least + 1 / totals
        self._current = np.zeros(len(self._sizes), dtype=np.bool_)
        # A sum of N terms errs by (N + 4)·u relatively (Higham 2002, §4.2). A voter whose load is about the level may be
        # taken for one who pays, or not, which can move the level by that much times the ratio of the weights. The terms
        # of the sums are bounded by the level and the least load.
        ratio = float(totals.max(initial=0) / self._weights.min(initial=np.inf))
        self._error = 18 * (int(self._sizes.max(initial=0)) + 8) * _ROUNDING * (1 + ratio)

    def cheapest(self, among: Mask) -> tuple[Indices, Fraction]:
        """The requests of least level among those marked (at least one), in ascending order, and that level, exact."""
        # Not a number: what is not among them, or needs no computing, for it is neither below nor above any limit.
        bounds = np.where(among, self._bounds, np.nan)
        stale = np.where(self._current, np.nan, bounds)
        least = float(np.fmin.reduce(bounds[self._current], initial=np.inf))
        limit, at_once = least + self._margin(least), _AT_ONCE
        while len(due := np.flatnonzero(stale <= limit)):
            if len(due) > at_once:
                due = due[np.argpartition(stale[due], at_once)[:at_once]]
                at_once *= 4
            levels = self._levels(due)
            self._bounds[due] = bounds[due] = levels
            self._current[due] = True
            stale[due] = np.nan
            least = min(least, float(levels.min()))
            limit = least + self._margin(least)
        near = np.flatnonzero(bounds <= limit)
        exact = [self.level(request) for request in near.tolist()]
        price = min(exact)
        return (near if len(near) == 1 else near[[level == price for level in exact]]), price

    def _margin(self, level: float) -> float:
        return self._error * (abs(level) + self._scale)

    def level(self, request: int) -> Fraction:
        """The exact level of a request: O(its backers), and big integers that grow with the calls before."""
        if request not in self._exact:
            counts = np.bincount(self._account[self._voters(request)])
            numbers = np.flatnonzero(counts)
            counts = counts[numbers]
            # Requests with as many voters of the same accounts behind them have the same level.
            key = numbers.tobytes(), counts.tobytes()
            if key not in self._known:
                self._known[key] = self._solve(numbers.tolist(), counts.tolist())
            self._exact[request] = self._known[key]
        return self._exact[request]

    def _solve(self, numbers: list[int], counts: list[int]) -> Fraction:
        """Σ w·max(0, t - load) = cost, solved for t: the least loads pay, up to the first that isn't below t."""
        # Rounding keeps order, so that loads are compared exactly only where they round to the same number.
        terms = sorted(
            (self._rounded[number], self._accounts[number].load, self._accounts[number].weight * count)
            for number, count in zip(numbers, counts, strict=True)
        )
        unit = lcm(*(load.denominator for _, load, _ in terms))
        weight, paid = 0, self._cost * unit
        for _, load, more in terms:
            whole = load.numerator * (unit // load.denominator)
            if weight and whole * weight >= paid:
                break
            weight += more
            paid += more * whole
        return Fraction(paid, weight * unit)

    def call(self, request: int) -> Fraction:
        """The backers of a request pay for it; its level, exact."""
        level = self.level(request)
        rounded = float(level)
        voters = self._voters(request)
        accounts = self._account[voters]
        raised = np.arange(len(self._accounts))
        new: dict[int, int] = {}
        for number in np.flatnonzero(np.bincount(accounts)).tolist():
            weight, load = self._accounts[number]
            if (self._rounded[number], load) < (rounded, level):
                if weight not in new:
                    new[weight] = self._number(Account(weight, level))
                raised[number] = new[weight]
        self._account[voters] = raised[accounts]
        self._loads[voters] = np.maximum(self._loads[voters], rounded)
        self._current[:] = False
        self._exact.clear()
        return level

    def _number(self, account: Account) -> int:
        number = self._numbers.setdefault(account, len(self._accounts))
        if number == len(self._accounts):
            self._accounts.append(account)
            self._rounded.append(float(account.load))
        return number

    def load(self, voter: int) -> Fraction:
        """The exact load of a voter."""
        return self._accounts[int(self._account[voter])].load

    def _voters(self, request: int) -> Integers:
        return self._backers[self._places[request] : self._places[request + 1]]

    def _levels(self, requests: Indices) -> Floats:
        """The levels of several requests in floating point: too many pay at first, and fewer until nobody is above."""
        sizes = self._sizes[requests]
        starts = np.cumsum(sizes) - sizes
        voters = self._backers.take(np.arange(int(sizes.sum())) + np.repeat(self._first.take(requests) - starts, sizes))
        loads = self._loads.take(voters)
        if self._weight is not None:
            paid = np.add.reduceat(loads, starts)
            levels: Floats = (1 / self._weight + paid) / sizes
            if loads.max() <= levels.min():
                return levels
        weights = self._weights[voters]
        levels = np.full(len(requests), np.inf)
        while True:
            paid = 1 + np.add.reduceat(weights * loads, starts)
            levels = np.minimum(levels, paid / np.add.reduceat(weights, starts))
            above = (loads > np.repeat(levels, sizes)) & (weights > 0)
            if not above.any():
                return levels
            weights[above] = 0.0
