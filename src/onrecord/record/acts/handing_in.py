"""An opening comes in whose commitment was made elsewhere: nobody here could read it before."""

from __future__ import annotations

from django.utils.translation import gettext as _
from pydantic import ValidationError

from onrecord.keeping.acting import act
from onrecord.keeping.errors import ActRefused
from onrecord.record.acts.about import AWAY, HELD, PUBLIC, Place, place
from onrecord.record.contents import Opened
from onrecord.record.entry import EntryError, Opening, check_canonical
from onrecord.record.kinds import known
from onrecord.record.models import Log
from onrecord.record.models import Opening as Stored
from onrecord.record.reads import leaves, name_at
from onrecord.record.writer import Draft, append


def hand_in(
    log: Log, index: int, opening: Opening, *, held: Stored.Why | None = None, until: int | None = None
) -> int | None:
    """Take the opening of entry `index`, public at once unless it is `held`, until `until` or until an act publishes it.

    Returns the index of the `opened` entry; None where it is held. Raises ActRefused, and keeps nothing of it, unless it is
    what the entry committed to, with a content of its kind's shape that names the entry it belongs to.
    """
    with act(log):
        found = place(log, index)
        if found.state != AWAY:
            raise ActRefused(_("entry {index} is not waiting for its content").format(index=index))
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
        return append(log, Draft(Opened(reason=_("Handed in by the person who made the commitment.")), ref=index))[0]


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
    names, wanted = getattr(content, content.belongs), f"{name_at(log, found.index)}#{found.ref}"
    if names != wanted:
        raise ActRefused(
            _("the content belongs to {names} and not to {wanted}; nothing was stored").format(
                names=names, wanted=wanted
            )
        )
