"""The programme is drafted, published, and changed in public. One function an act, one transaction."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from itertools import count

from django.utils.translation import gettext as _

from onrecord.events.models import Edition
from onrecord.keeping.acting import act
from onrecord.keeping.errors import ActRefused
from onrecord.people.journal import note
from onrecord.people.models import Person
from onrecord.programme import journal, reads
from onrecord.programme.contents import Item, ProgrammeChanged, ProgrammePublished
from onrecord.programme.models import Draft
from onrecord.record.writer import Draft as Entry
from onrecord.record.writer import append

MOST = 500
"""Items of a programme, those that were cancelled included."""


def add(edition: Edition, item: Item, *, by: Person | None) -> str:
    """Put another item into the draft; returns its code, which is new whatever code it came with."""
    with act(edition.log):
        items = reads.working(edition)
        if len(items) >= MOST:
            raise ActRefused(_("A programme has at most {most} items.").format(most=MOST))
        code = _free_code(edition, items)
        _keep(edition, [*items, item.model_copy(update={"code": code, "sequence": 0})], by=by)
    return code


def change(edition: Edition, item: Item, *, by: Person | None) -> None:
    """Put `item` in the place of the one with its code. Raises ActRefused where there is none."""
    _change(
        edition,
        item.code,
        lambda before: item.model_copy(update={"sequence": before.sequence, "cancelled": before.cancelled}),
        by=by,
    )


def cancel(edition: Edition, code: str, *, by: Person | None) -> None:
    """It doesn't take place. What was never public is taken out of the draft and leaves nothing."""
    with act(edition.log):
        public = reads.published(edition.log)
        if public and code in {item.code for item in public.items}:
            _change(edition, code, lambda before: before.model_copy(update={"cancelled": True}), by=by)
        else:
            rest = [item for item in reads.working(edition) if item.code != code]
            _keep(edition, rest, by=by)


def restore(edition: Edition, code: str, *, by: Person | None) -> None:
    """It takes place after all."""
    _change(edition, code, lambda before: before.model_copy(update={"cancelled": False}), by=by)


def discard(edition: Edition, *, by: Person | None) -> None:
    """What was drafted goes; what is public stays."""
    with act(edition.log):
        if Draft.objects.filter(edition=edition).delete()[0]:
            note(edition.log, journal.DRAFTED, by=by)


def publish(edition: Edition, *, reason: str = "", drafted: str = "", by: Person | None) -> int:
    """The draft is public from here on; `reason`, public too, says why where there was a programme before.

    `drafted`: the draft that was looked at (`fingerprint`), where one was. Returns the index of the entry. Raises ActRefused
    where there is nothing new, no reason, or somebody changed the draft meanwhile.
    """
    with act(edition.log):
        items, public = reads.draft(edition), reads.published(edition.log)
        if items is None or (public is None and not items):
            raise ActRefused(_("There is nothing to publish: the public programme is the same."))
        if drafted and drafted != fingerprint(items):
            raise ActRefused(_("Somebody has changed the draft since you looked at it. Look at it again."))
        if public is None:
            entry = Entry(ProgrammePublished(items=reads.in_order(items)))
        elif not reason:
            raise ActRefused(_("Say why the programme changes."))
        else:
            counted = reads.in_order(numbered(items, public.items))
            entry = Entry(ProgrammeChanged(items=counted, reason=reason), ref=reads.first_index(edition.log))
        index = append(edition.log, entry)[0]
        Draft.objects.filter(edition=edition).delete()
        note(edition.log, journal.CHANGED if public else journal.PUBLISHED, by=by, index=index)
    return index


def numbered(items: list[Item], before: list[Item]) -> list[Item]:
    """The items with their sequences: one more for each that differs from what was public."""
    known = {item.code: item for item in before}
    return [
        item if item.code not in known or item == known[item.code] else _next(item, known[item.code]) for item in items
    ]


def fingerprint(items: list[Item]) -> str:
    """What tells one draft from another."""
    return hashlib.sha256(ProgrammePublished(items=reads.in_order(items)).canonical()).hexdigest()


def _next(item: Item, before: Item) -> Item:
    return item.model_copy(update={"sequence": before.sequence + 1})


def _change(edition: Edition, code: str, to: Callable[[Item], Item], *, by: Person | None) -> None:
    with act(edition.log):
        items = reads.working(edition)
        if code not in {item.code for item in items}:
            raise ActRefused(_("Somebody has taken this out of the programme meanwhile."))
        _keep(edition, [to(item) if item.code == code else item for item in items], by=by)


def _keep(edition: Edition, items: list[Item], *, by: Person | None) -> None:
    """Store the draft; none, where it is what is public already."""
    public = reads.published(edition.log)
    if reads.in_order(items) == (public.items if public else []):
        Draft.objects.filter(edition=edition).delete()
    else:
        (Draft.objects.filter(edition=edition).first() or Draft(edition=edition)).keep(items)
    note(edition.log, journal.DRAFTED, by=by)


def _free_code(edition: Edition, items: list[Item]) -> str:
    taken = {item.code for item in items}
    public = reads.published(edition.log)
    taken |= {item.code for item in public.items} if public else set()
    return next(code for n in count(1) if (code := f"item-{n}") not in taken)
