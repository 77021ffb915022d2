"""The audit on votes of a Polis conversation: `python bench/polis.py participants-votes.csv [--calls K] [--room FILE]`.

Polis's export has a row a participant and, after columns about the participant (`participant`, `group-id`, `n-votes`, …), a column
a comment, named by its number: 1 agrees, -1 disagrees, 0 passed, empty wasn't shown. Participants become journalists, comments
requests, agreeing is backing. Nothing else is taken over: the file doesn't say who wrote a comment, so the first who agrees
stands for the author (who backs it anyway), nobody is limited to one call, and there are no groups. Comments that nobody agrees
with are left out. Compared are the order by votes and the rule's, each with as many calls.

Without a file it invents one of the same shape, so that the reading is measured; public conversations are not part of this
repository.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TextIO

from onrecord.fairness.audit import audit
from onrecord.fairness.document import to_document
from onrecord.fairness.floor import Floor, rank
from onrecord.fairness.room import Call, Journalist, Request, Room, Sitting

MOST_PARTICIPANTS, MOST_COMMENTS, MOST_AGREEMENTS = 200_000, 20_000, 50_000_000
LONGEST_LINE = 1_000_000
"""Characters; a line of the most comments has some 60,000."""

AGREES, OTHER = "1", ("", "0", "-1")


class PolisError(ValueError):
    """A file that is no export of votes; the message names line and column, and what would be right."""


def read(path: Path) -> Room:
    """The room in a participants-votes.csv, read line by line; raises PolisError or OSError. Memory: the agreements."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.reader(_bounded(file), strict=True)
        try:
            comments, people = _head(next(rows, []))
            names: dict[str, None] = {}
            agreeing: list[list[str]] = [[] for _ in comments]
            agreed = disagreed = told = 0
            for row in rows:
                name, count, against, claimed = _row(row, rows.line_num, names, comments, people, agreeing)
                names[name] = None
                agreed, disagreed, told = agreed + count, disagreed + against, told + claimed
                if len(names) > MOST_PARTICIPANTS or agreed > MOST_AGREEMENTS:
                    raise PolisError(
                        f"line {rows.line_num}: more than {MOST_PARTICIPANTS:,} participants or {MOST_AGREEMENTS:,} votes"
                    )
        except csv.Error as error:
            raise PolisError(f"line {rows.line_num}: is not CSV: {error}") from None
        except UnicodeDecodeError as error:
            raise PolisError(f"is not UTF-8 at byte {error.start}") from None
    if told and told == disagreed != agreed:
        raise PolisError("n-agree counts the cells with -1: the signs are inverted; in this export 1 agrees")
    if not agreed:
        raise PolisError("nobody agrees with anything, so there is nothing to order")
    requests = [
        Request(id=comment, author=backers[0], supporters=tuple(backers[1:]))
        for comment, backers in zip(comments, agreeing, strict=True)
        if backers
    ]
    return Room(journalists=tuple(map(Journalist, names)), requests=tuple(requests), one_call_each=False)


def _bounded(file: TextIO) -> Iterator[str]:
    number = 0
    while line := file.readline(LONGEST_LINE + 1):
        number += 1
        if len(line) > LONGEST_LINE:
            raise PolisError(f"line {number}: has more than {LONGEST_LINE:,} characters")
        yield line


def _head(head: list[str]) -> tuple[dict[str, int], dict[str, int]]:
    """The columns of the comments and the others, by name."""
    columns = {name.strip(): place for place, name in enumerate(head)}
    if len(columns) < len(head):
        raise PolisError("line 1: a column is there twice")
    if "participant" not in columns:
        raise PolisError("line 1: the column “participant” is missing; this reads Polis's participants-votes.csv")
    comments = {name: place for name, place in columns.items() if name.isascii() and name.isdigit()}
    if not 0 < len(comments) <= MOST_COMMENTS:
        raise PolisError(
            f"line 1: {len(comments):,} columns of comments (named by a number); 1 to {MOST_COMMENTS:,} are right"
        )
    return comments, {name: place for name, place in columns.items() if name not in comments}


def _row(
    row: list[str],
    line: int,
    names: dict[str, None],
    comments: dict[str, int],
    people: dict[str, int],
    agreeing: list[list[str]],
) -> tuple[str, int, int, int]:
    """Adds one participant's agreements; who it was, how often they agreed and disagreed, and what `n-agree` says."""
    if len(row) != len(comments) + len(people):
        raise PolisError(f"line {line}: has {len(row)} columns, not {len(comments) + len(people)} as line 1")
    name = row[people["participant"]].strip()
    if not name or name in names:
        raise PolisError(f"line {line}: participant “{name}” " + ("is there twice" if name else "has no number"))
    agreed = against = 0
    for backers, (comment, place) in zip(agreeing, comments.items(), strict=True):
        vote = row[place]
        if vote == AGREES:
            backers.append(name)
            agreed += 1
        elif vote not in OTHER:
            raise PolisError(f"line {line}, column {comment}: “{vote[:20]}” is not a vote; write 1, 0, -1 or nothing")
        against += vote == "-1"
    claimed = row[people["n-agree"]].strip() if "n-agree" in people else ""
    return name, agreed, against, int(claimed) if claimed.isascii() and claimed.isdigit() else 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("--calls", type=int, default=20)
    parser.add_argument("--room", type=Path, help="write the room there, for `onrecord floor rank`")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="onrecord-bench-") as folder:
        path = given.file or an_invented_export(Path(folder) / "participants-votes.csv")
        started = time.perf_counter()
        try:
            room = read(path)
        except (PolisError, OSError) as error:
            sys.exit(f"bench/polis.py: {path}: {error}")
        print(
            f"{'invented: ' if not given.file else ''}{len(room.journalists):,} participants, {len(room.requests):,} comments, ",
            end="",
        )
        print(f"read in {time.perf_counter() - started:.2f} s")
    if given.room:
        given.room.write_text(json.dumps(to_document(Sitting(room=room))))
    calls = min(given.calls, len(room.requests))
    votes = {name: len(backers) for name, backers in room.backers().items()}
    orders = {
        "by votes": sorted(votes, key=lambda name: (-votes[name], name))[:calls],
        "the rule": [called.id for called in islice(rank(Floor(room)), calls)],
    }
    print(f"{'':<10}{'worst α':>9}{'α ≥ 1':>9}{'random orders better':>22}{'seconds':>9}")
    for name, order in orders.items():
        started = time.perf_counter()
        found = audit(Sitting(room=room, acts=tuple(map(Call, order))))
        taken = time.perf_counter() - started
        assert found.left_out_standing
        failing, better = len(found.failing), found.left_out_standing.better
        print(f"{name:<10}{float(found.worst.alpha):>9.2f}{failing:>6}/{calls}{better:>22,}{taken:>9.2f}")


def an_invented_export(path: Path, *, participants: int = 5_000, comments: int = 500) -> Path:
    """A file of Polis's shape: two camps, a large one and a small one, that vote alike on most comments."""
    chance = random.Random(13)
    leaning = [chance.random() < 0.7 for _ in range(comments)]
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(["participant", "group-id", "n-comments", "n-votes", "n-agree", "n-disagree", *range(comments)])
        for number in range(participants):
            camp = chance.random() < 0.7
            votes = ["" if chance.random() < 0.7 else _vote(camp == lean, chance) for lean in leaning]
            told = [0, len(votes) - votes.count(""), votes.count("1"), votes.count("-1")]
            table.writerow([number, int(camp), *told, *votes])
    return path


def _vote(alike: bool, chance: random.Random) -> str:
    return chance.choices(["1", "-1", "0"], [0.7, 0.15, 0.15] if alike else [0.1, 0.75, 0.15])[0]


if __name__ == "__main__":
    main()
