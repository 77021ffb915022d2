"""Whom the questions asked so far leave out: the counting behind justified representation.

A group is left out when one request would serve all its members better than anything that was asked. For every request c and
grade θ, `|{i : u_i(c) ≥ θ > b_i}|` journalists are such a group, b_i being the best grade among the questions asked
(De, Gelauff, Goel, Milli, Procaccia and Siu 2025, arXiv 2511.04588). They sort each column anew, in O(mn log n) a slate; grades
are small whole numbers here, so the counts are kept instead, and a call touches only those whom it serves better than before.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from .room import Room

Integers = NDArray[np.int64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Utilities:
    """How much each journalist would like each request to be asked: whole grades from 1; what isn't listed is 0.

    Request r's are `voter[first[r]:first[r + 1]]` with their `grade`; journalist v's are `request[start[v]:start[v + 1]]` with
    `wish`. `grades` is the highest.
    """

    first: Integers
    voter: Integers
    grade: Integers
    start: Integers
    request: Integers
    wish: Integers
    grades: int

    @property
    def voters(self) -> int:
        return len(self.start) - 1

    @property
    def requests(self) -> int:
        return len(self.first) - 1


def utilities(columns: list[dict[int, int]], *, voters: int) -> Utilities:
    """Utilities from one `{voter: grade}` a request; grades are at least 1. O(all grades, sorted)."""
    first = _starts([len(column) for column in columns])
    voter = np.fromiter(chain.from_iterable(columns), dtype=np.int64, count=int(first[-1]))
    grade = np.fromiter(chain.from_iterable(column.values() for column in columns), np.int64, count=int(first[-1]))
    by_voter = np.argsort(voter, kind="stable")
    request = np.repeat(np.arange(len(columns)), np.diff(first))[by_voter]
    start = _starts(np.bincount(voter, minlength=voters).tolist())
    return Utilities(first, voter, grade, start, request, grade[by_voter], int(grade.max(initial=1)))


def of_room(room: Room, *, graded: bool = False) -> Utilities:
    """The utilities of a room, requests and journalists each in the order of their ids.

    Plain: 1 for a request's author, its supporters and those who support its topic. Graded: 2 for author and supporters, 1
    for those who only support its topic; then a question on a topic serves its supporters, but less than their own would.
    """
    people = {name: number for number, name in enumerate(sorted(each.id for each in room.journalists))}
    backers = room.backers()
    columns = []
    for request in sorted(room.requests, key=lambda each: each.id):
        own = {request.author, *request.supporters} if graded else ()
        columns.append({people[name]: 2 if name in own else 1 for name in backers[request.id]})
    return utilities(columns, voters=len(people))


class Unserved:
    """For every request and grade, how many it would serve better than all that was asked so far."""

    def __init__(self, utilities: Utilities) -> None:
        """O(grades · all utilities)."""
        self.utilities = utilities
        request = np.repeat(np.arange(utilities.requests), np.diff(utilities.first))
        self._first = np.stack(
            [
                np.bincount(request[utilities.grade >= grade], minlength=utilities.requests)
                for grade in range(1, utilities.grades + 1)
            ]
        )
        self.restart()

    def restart(self) -> None:
        """Nothing was asked. O(grades · requests + journalists)."""
        self._counts = self._first.copy()
        self._best = np.zeros(self.utilities.voters, dtype=np.int64)

    def ask(self, request: int) -> None:
        """A request is asked. All calls of a sitting together: O(grades · all utilities), plus O(grades · requests) each."""
        given = self.utilities
        asked = slice(given.first[request], given.first[request + 1])
        better = given.grade[asked] > self._best[given.voter[asked]]
        voters, now = given.voter[asked][better], given.grade[asked][better]
        before = self._best[voters]
        self._best[voters] = now
        lengths = given.start[voters + 1] - given.start[voters]
        places = np.repeat(given.start[voters] - _starts(lengths)[:-1], lengths) + np.arange(lengths.sum())
        request_of, wish = given.request[places], given.wish[places]
        if given.grades == 1:
            self._counts[0] -= np.bincount(request_of, minlength=given.requests)
            return
        low, high = np.repeat(before, lengths), np.minimum(np.repeat(now, lengths), wish)
        for grade in range(1, given.grades + 1):
            lost = (low < grade) & (grade <= high)
            self._counts[grade - 1] -= np.bincount(request_of[lost], minlength=given.requests)

    def most(self, among: Mask | None = None) -> int:
        """The size of the largest group left out by a request (of those in the mask). O(grades · requests)."""
        counts = self._counts if among is None else self._counts[:, among]
        return int(counts.max(initial=0))

    def largest(self, among: Mask) -> tuple[int, int]:
        """The request, first of those in the mask, and its highest grade, for which `most` is reached."""
        counts = np.where(among, self._counts, -1)
        request = int(counts.max(axis=0).argmax())
        return request, int(np.flatnonzero(counts[:, request] == counts[:, request].max())[-1]) + 1

    def members(self, request: int, grade: int) -> list[int]:
        """The journalists whom a request would serve at a grade, and nothing asked so far does."""
        asked = slice(self.utilities.first[request], self.utilities.first[request + 1])
        voters = self.utilities.voter[asked]
        left_out = (self.utilities.grade[asked] >= grade) & (self._best[voters] < grade)
        return [int(voter) for voter in np.sort(voters[left_out])]


def _starts(lengths: list[int] | Integers) -> Integers:
    starts = np.zeros(len(lengths) + 1, dtype=np.int64)
    np.cumsum(lengths, out=starts[1:])
    return starts
