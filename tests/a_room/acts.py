"""Something is found, claimed, valued and returned; who claimed it is forgotten in time."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from onrecord.events.models import Edition
from onrecord.keeping import keys, rotation
from onrecord.keeping.acting import act
from onrecord.keeping.errors import ActRefused
from onrecord.people.journal import note
from onrecord.people.models import Person
from onrecord.post import acts as post
from onrecord.record.models import Opening
from onrecord.record.writer import Draft, append
from tests.a_room import journal, letters
from tests.a_room.contents import ItemFound, ItemNoted, ItemReturned
from tests.a_room.models import Claim, Clue, Item

KEPT_FOR = timedelta(days=30)
"""How long an address is kept."""


def find(edition: Edition, *, by: Person | None, what: str, place: str) -> int:
    """Something was found; returns the entry's index."""
    with act(edition.log):
        index = append(edition.log, Draft(ItemFound(what=what, place=place)))[0]
        note(edition.log, journal.FOUND, by=by, index=index)
    return index


def remark(edition: Edition, *, by: Person | None, item: int, words: str) -> int:
    """What the office notes about an item, which is never published."""
    with act(edition.log):
        _require_waiting(edition, item)
        index = append(edition.log, Draft(ItemNoted(remark=words), ref=item, held=Opening.Why.OFFICE))[0]
        note(edition.log, journal.NOTED, by=by, index=index, item=item)
    return index


def claim(edition: Edition, *, item: int, email: str, passage: int, words: str) -> None:
    """Somebody says that an item is theirs, as it was described on the record in a passage. Raises ActRefused where
    somebody else did before."""
    with act(edition.log):
        _require_waiting(edition, item)
        if Claim.objects.filter(log=edition.log, item=item).exists():
            raise ActRefused(_("somebody else has claimed this item already"))
        claimed = Claim(log=edition.log, item=item, until=timezone.now() + KEPT_FOR)
        claimed.seal(email.encode())
        claimed.save()
        clue = Clue(log=edition.log, item=item, passage=passage)
        clue.seal(words.encode())
        clue.save()
        post.write(
            letters.CLAIMED,
            to=email,
            subject="What you lost was found",
            text=f"You said: “{words}” We keep it for you until {claimed.until:%Y-%m-%d}.",
            language="en",
            face=post.Face(name=edition.title),
            log=edition.log,
            entries=[passage],
        )


def give_back(edition: Edition, *, by: Person | None, item: int) -> int:
    """Whoever lost an item has it back; returns the entry's index."""
    with act(edition.log):
        _require_waiting(edition, item)
        index = append(edition.log, Draft(ItemReturned(), ref=item))[0]
        note(edition.log, journal.RETURNED, by=by, index=index, item=item)
    return index


def forget() -> None:
    """Destroy the addresses whose time is over, in all earlier copies of the database, too."""
    over = Claim.objects.filter(until__lte=timezone.now())
    if over.exists():
        with act():
            over.delete()
            rotation.begin(keys.PERSONAL)


def _require_waiting(edition: Edition, item: int) -> None:
    if not Item.objects.filter(log=edition.log, index=item, returned=None).exists():
        raise ActRefused(_("entry {item} is not an item that waits").format(item=item))
