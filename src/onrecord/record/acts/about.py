"""What an act may be about: the kind of an entry, and what has become of its content."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from onrecord.keeping.errors import ActRefused
from onrecord.record import openings
from onrecord.record.contents import Content
from onrecord.record.models import Entry, Log, Opening

HELD, PUBLIC, AWAY, DESTROYED = Opening.State.HELD, Opening.State.PUBLIC, Opening.State.AWAY, Opening.State.DESTROYED


@dataclass(frozen=True, slots=True)
class Place:
    """An entry, and the state of its opening; `until`: when it opens automatically, in ms since 1970."""

    index: int
    kind: str
    ref: int | None
    state: str
    until: int | None


def place(log: Log, index: int) -> Place:
    """The entry at `index`. Raises ActRefused where there is none."""
    found = Entry.objects.filter(log=log, index=index).values_list("kind", "ref").first() if index >= 0 else None
    if found is None:
        raise ActRefused(_("{origin} has no entry {index}").format(origin=log.origin, index=index))
    stored = Opening.objects.only("state", "until", "log").get(log=log, index=index)
    return Place(index, *found, stored.state, stored.until)


def require(log: Log, index: int, content: type[Content], *, noun: str) -> Place:
    """The entry at `index`, of the kind of `content` and not erased; `noun` names that kind in the refusal."""
    found = place(log, index)
    if found.kind != content.kind:
        raise ActRefused(
            _("entry {index} of {origin} is not a {noun}").format(index=index, origin=log.origin, noun=noun)
        )
    if found.state == DESTROYED:
        raise ActRefused(_("{noun} {index} was erased; it has no words any more").format(noun=noun, index=index))
    require_whole(log, index)
    return found


def require_whole(log: Log, index: int) -> None:
    """Raises ActRefused where what is stored of entry `index` can't be read any more."""
    if index not in openings.kept(log, [index]):
        raise ActRefused(_("the stored data of entry {index} is damaged; it can only be erased").format(index=index))
