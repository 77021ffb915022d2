"""What is held back opens: by an act, or by the server's clock at the time that was set."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from onrecord.keeping import timekeeping
from onrecord.keeping.acting import act
from onrecord.keeping.errors import ActRefused
from onrecord.record import openings, sentences
from onrecord.record.acts.about import HELD, PUBLIC, place, require_whole
from onrecord.record.contents import Opened
from onrecord.record.kinds import known
from onrecord.record.language import said_by
from onrecord.record.models import Log, Opening
from onrecord.record.writer import Draft, append


def publish(log: Log, index: int, *, reason: str, also: Iterable[int] = ()) -> int:
    """Make a held opening public, for good, with it what was said about the entry meanwhile, and the held entries `also`.

    Returns the index of the `opened` entry.
    """
    with act(log):
        require_held(log, index)
        require_whole(log, index)
        return _open(log, [index, *held_about(log, index), *also], reason=reason)[0]


def keep_back(
    log: Log, indexes: Iterable[int], *, why: Opening.Why | str, until: int | None = None, sooner: int | None = None
) -> None:
    """Hold these entries, as far as they are held, for another reason and until another time; inside an act. None: until an
    act publishes them. `sooner`: only those that the clock would open before."""
    held = Opening.objects.filter(log=log, index__in=list(indexes), state=HELD)
    held = held if sooner is None else held.filter(until__lt=sooner)
    held.update(why=why, until=until)


def open_due(*, now: int | None = None) -> int:
    """Open all that was to open by now (ms since 1970), in the order of each log; returns how many entries did.

    Any process may call it at any time: what another one has opened is not opened twice. A log that can't be written
    keeps no other from opening; its error is raised when all others are done. An opening that is damaged stays held: an
    entry that says it is public would not be true.
    """
    now = timekeeping.now() if now is None else now
    due = Opening.objects.filter(state=HELD, until__lte=now)
    opened, failure = 0, None
    for log in Log.objects.filter(pk__in=due.values_list("log_id", flat=True).distinct()):
        try:
            with act(log):
                indexes = sorted(openings.kept(log, due.filter(log=log).values_list("index", flat=True)))
                if indexes:
                    opened += len(_open(log, indexes, reason=said_by(log, sentences.WAS_DUE)))
        except Exception as error:  # whatever is wrong with one log is no other's embargo
            failure = failure or error
    if failure:
        raise failure
    return opened


def next_due(*, after: int | None = None) -> int | None:
    """When the next opening is due (later than `after`), in ms since 1970; None: nothing waits."""
    due = Opening.objects.filter(state=HELD, until__isnull=False).order_by("until")
    due = due if after is None else due.filter(until__gt=after)
    return due.values_list("until", flat=True).first()


def require_held(log: Log, index: int) -> None:
    """Raises ActRefused unless this is held back and an act may publish it: what is said about an entry opens with that."""
    found = place(log, index)
    kind = known[found.kind]
    if kind.annotates and found.state == HELD and not (kind.published_by_act and _is_public(log, found.ref)):
        raise ActRefused(
            _("entry {index} concerns entry {about} and is published with it; publish entry {about}").format(
                index=found.index, about=found.ref
            )
        )
    if not kind.published_by_act:
        raise ActRefused(_("entry {index} can't be published on its own").format(index=found.index))
    if found.state != HELD:
        raise ActRefused(_("entry {index} is not waiting to be published").format(index=found.index))


def _is_public(log: Log, index: int | None) -> bool:
    return index is not None and place(log, index).state == PUBLIC


def _open(log: Log, indexes: list[int], *, reason: str) -> range:
    Opening.objects.filter(log=log, index__in=indexes, state=HELD).update(
        state=Opening.State.PUBLIC, why="", until=None
    )
    return append(log, *(Draft(Opened(reason=reason), ref=index) for index in indexes))


def held_about(log: Log, index: int) -> list[int]:
    """What was said about entry `index` and is held back with it."""
    later = [one for one, leaf in openings.referring(log, index) if known[leaf.kind].annotates]
    held = Opening.objects.filter(log=log, index__in=later, state=HELD).order_by("index")
    return list(held.values_list("index", flat=True))
