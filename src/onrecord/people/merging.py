"""Two records of one person are merged by a human, and parted again where that was wrong.

Nothing moves: the other record keeps all that it has, and says into which one it was merged. Rooms ask for what any of
somebody's records has (`Person.records`). With the other record's address nobody signs in meanwhile, so that a wrong merger gives
nobody another one's rights.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations

from django.utils.translation import gettext as _
from rapidfuzz import fuzz

from onrecord.keeping.acting import act
from onrecord.keeping.errors import ActRefused
from onrecord.people import journal, merger_letter, names, sessions
from onrecord.people.journal import note
from onrecord.people.models import Person

MOST = 100
"""Pairs that are suggested at once."""


def merge(kept: Person, other: Person, *, by: Person) -> None:
    """`other` is the same person as `kept`, with which alone they sign in from now on. They are told at the other address.

    Raises ActRefused where one was merged already, or where nobody could administer the installation with the other any more.
    """
    with act(alone=True):
        both = Person.objects.in_bulk([kept.pk, other.pk])
        if len(both) < 2:
            raise ActRefused(_("Choose two different records."))
        kept, other = both[kept.pk], both[other.pk]
        for one in (kept, other):
            if one.merged_into_id:
                raise ActRefused(_("{email} was merged already. Look at the list again.").format(email=one.email))
            if one.joined:
                raise ActRefused(
                    _("Nobody has signed in with {email} yet, so nobody knows whose it is.").format(email=one.email)
                )
        if other.is_administrator:
            raise ActRefused(_("{email} administers the installation. Keep that record.").format(email=other.email))
        Person.objects.filter(pk=other.pk).update(merged_into=kept)
        sessions.end(other)
        note(None, journal.MERGED, by=by, name=kept.name, email=kept.email, other=other.email)
        merger_letter.tell(other)


def part(other: Person, *, by: Person) -> None:
    """They are two people after all: each record is as it was, and signs in with its own address."""
    with act(alone=True):
        found = Person.objects.select_related("merged_into").get(pk=other.pk)
        kept = found.merged_into
        if kept is None:
            raise ActRefused(_("{email} is a record of its own already.").format(email=found.email))
        Person.objects.filter(pk=other.pk).update(merged_into=None)
        note(None, journal.PARTED, by=by, name=kept.name, email=kept.email, other=found.email)


def merged() -> list[Person]:
    """The records that were merged into others, with those."""
    return list(Person.objects.exclude(merged_into=None).select_related("merged_into"))


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records that may be one person's; the one that was used last comes first."""

    first: Person
    second: Person


def suggested() -> list[Pair]:
    """Records whose names are alike in any script and order. Only names with the beginning of a word in common are compared, so
    that ten thousand of them take no long time."""
    people = list(Person.objects.filter(merged_into=None, joined=None))
    keys = {one.pk: names.key(one.name) for one in people}
    blocks = defaultdict[str, list[Person]](list)
    for one in people:
        for start in {word[:4] for word in keys[one.pk].split()}:
            blocks[start].append(one)
    found: dict[tuple[int, int], float] = {}
    for block in blocks.values():
        for first, second in combinations(block, 2):
            likeness = fuzz.ratio(keys[first.pk], keys[second.pk], score_cutoff=names.ALIKE)
            if likeness:
                found[min(first.pk, second.pk), max(first.pk, second.pk)] = likeness
    by_pk = {one.pk: one for one in people}
    best = sorted(found, key=lambda pair: (-found[pair], pair))[:MOST]
    return [_pair(by_pk[one], by_pk[two]) for one, two in best]


def _pair(one: Person, two: Person) -> Pair:
    later = one.last_login and (two.last_login is None or one.last_login >= two.last_login)
    return Pair(one, two) if later or (two.last_login is None and one.pk < two.pk) else Pair(two, one)
