"""An opening comes in whose commitment was made elsewhere: nobody here could read it before."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from pydantic import ValidationError

from onrecord.keeping.acting import act
from onrecord.keeping.errors import ActRefused
from onrecord.record import sentences
from onrecord.record.acts.about import AWAY, DESTROYED, HELD, PUBLIC, Place, place
from onrecord.record.contents import Opened
from onrecord.record.entry import EntryError, Opening, check_canonical
from onrecord.record.kinds import known
from onrecord.record.language import said_by
from onrecord.record.models import Log
from onrecord.record.models import Opening as Stored
from onrecord.record.reads import leaves, name_at
from onrecord.record.writer import Draft, append
from onrecord.transcripts.unseen import unseen_in


def hand_in(
    log: Log, index: int, opening: Opening, *, held: Stored.Why | None = None, until: int | None = None
) -> int | None:
    """Take the opening of entry `index`, public at once unless it is `held`, until `until` or until an act publishes it.

    Returns the index of the `opened` entry; None where it is held. Raises ActRefused, and keeps nothing of it, unless it is
    what the entry committed to, with a content of its kind's shape that names the entry it belongs to, written as the server
    itself would write it; and where the entry it belongs to was erased.
    """
    with act(log):
        found = place(log, index)
        if found.state != AWAY:
            raise ActRefused(_("entry {index} is not waiting for its content").format(index=index))
        if found.ref is not None and place(log, found.ref).state == DESTROYED:
            raise ActRefused(_("entry {index} was erased; nothing more is taken in about it").format(index=found.ref))
        _refuse_another(log, found, opening)
        row = Stored(log=log, index=index)
        row.seal(opening.value)
        Stored.objects.filter(log=log, index=index, state=AWAY).update(
            state=HELD if held else PUBLIC,
            why=held.value if held else "",
            until=until,
            wrapped_key=row.wrapped_key,
            sealed=row.sealed,
        )
        if held:
            return None
        return append(log, Draft(Opened(reason=said_by(log, sentences.HANDED_IN)), ref=index))[0]


def _refuse_another(log: Log, found: Place, opening: Opening) -> None:
    """Raises ActRefused unless `opening` is the one of this entry, and says so itself."""
    if not opening.answers(leaves(log, [found.index])[found.index]):
        raise ActRefused(_("this is not what entry {index} committed to; nothing was stored").format(index=found.index))
    try:
        check_canonical(opening.content)
        content = known.parse(found.kind, opening.content)
    except (EntryError, ValidationError):
        content = None
    if content is None:
        raise ActRefused(
            _("the content of entry {index} is not a valid {kind}").format(index=found.index, kind=found.kind)
        )
    if content.canonical() != opening.content:
        raise ActRefused(
            _("the content of entry {index} is not written as this server writes a {kind}; nothing was stored").format(
                index=found.index, kind=found.kind
            )
        )
    if signs := unseen_in("".join(_texts(json.loads(opening.content)))):
        raise ActRefused(
            _("the content of entry {index} has characters that nobody sees ({signs}); nothing was stored").format(
                index=found.index, signs=", ".join(signs)
            )
        )
    names, wanted = getattr(content, content.belongs), f"{name_at(log, found.index)}#{found.ref}"
    if names != wanted:
        raise ActRefused(
            _("the content belongs to {names} and not to {wanted}; nothing was stored").format(
                names=names, wanted=wanted
            )
        )


def _texts(value: Any) -> Iterator[str]:
    """All texts in a content, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _texts(one)
