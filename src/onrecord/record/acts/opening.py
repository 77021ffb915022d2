"""What is held back opens: by an act, or by the server's clock at the time that was set."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from onrecord.keeping import timekeeping
from onrecord.keeping.acting import act
from onrecord.keeping.errors import ActRefused
from onrecord.proceedings.contents import TranslationAdded, UtteranceCorrected, UtteranceWithheld
from onrecord.record import openings
from onrecord.record.acts.about import PUBLIC, Place, held_alone, place, require_whole, require_words
from onrecord.record.acts.words import refuse_naming
from onrecord.record.contents import Opened
from onrecord.record.disclosure import disclosed_by
from onrecord.record.kinds import known
from onrecord.record.models import Log, Opening
from onrecord.record.writer import Draft, append

HELD = Opening.State.HELD


def publish(log: Log, index: int, *, reason: str, disclosing: Iterable[int] = ()) -> int:
    """Make a held opening public, for good, and with it what was said about the entry meanwhile.

    A prepared text may tell more than its delivery: who spoke on background, what is still held back, or was never said
    on the record. It is refused unless `disclosing` names those entries (`disclosure.disclosed_by`), and at all where the
    words of one were destroyed. Returns the index of the `opened` entry.
    """
    with act(log):
        _require_held(log, place(log, index))
        _refuse_disclosure(log, index, told=set(disclosing))
        refuse_naming(log, index, reason)
        require_whole(log, index)
        return _open(log, [index, *held_about(log, index), *_held_translations(log, index)], reason=reason)[0]


def withhold(log: Log, index: int, *, reason: str) -> int:
    """Keep words back that have not opened yet: no clock opens them any more, an act may.

    What is public stays public: the host publishes or withholds, and never takes back.
    """
    with act(log):
        if require_words(log, index).state == PUBLIC:
            raise ActRefused(_("entry {index} is already public and can't be withheld").format(index=index))
        refuse_naming(log, index, reason)
        Opening.objects.filter(log=log, index__in=[index, *held_about(log, index)], state=HELD).update(
            why=Opening.Why.WITHHELD, until=None
        )
        return append(log, Draft(UtteranceWithheld(reason=reason), ref=index))[0]


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
                    opened += len(_open(log, indexes, reason=_("The time set for publication has come.")))
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


def _require_held(log: Log, found: Place) -> None:
    """Raises ActRefused unless these are words, a clarification of public ones, or a prepared text, that are held back: all else
    opens with the words it is about."""
    if found.index in (held_alone(log, found.ref) if found.ref is not None else []):
        return
    kind = known[found.kind]
    if kind.annotates and found.state == HELD:
        raise ActRefused(
            _("entry {index} concerns entry {about} and is published with it; publish entry {about}").format(
                index=found.index, about=found.ref
            )
        )
    if not kind.published_by_act:
        raise ActRefused(
            _("entry {index} is neither a passage nor a prepared text and is not waiting to be published").format(
                index=found.index
            )
        )
    if found.state != HELD:
        raise ActRefused(_("entry {index} is not waiting to be published").format(index=found.index))


def _refuse_disclosure(log: Log, index: int, *, told: set[int]) -> None:
    found = disclosed_by(log, index)
    gone = [one.index for one in found if one.why == "destroyed"]
    if gone:
        raise ActRefused(
            _(
                "the words of entry {index} came from this text and have since been erased, so the text can't"
                " be published"
            ).format(index=gone[0])
        )
    untold = sorted({one.index for one in found} - told)
    if untold:
        raise ActRefused(
            _(
                "publishing this text also reveals who spoke, what is not public yet or what was not "
                "delivered, in these entries: {indexes}; check what it reveals under “Prepared texts” and "
                "confirm it"
            ).format(indexes=", ".join(map(str, untold)))
        )


def _open(log: Log, indexes: list[int], *, reason: str) -> range:
    Opening.objects.filter(log=log, index__in=indexes, state=HELD).update(
        state=Opening.State.PUBLIC, why="", until=None
    )
    return append(log, *(Draft(Opened(reason=reason), ref=index) for index in indexes))


def _held_translations(log: Log, correction: int) -> list[int]:
    """The translations of a held correction's words."""
    about = place(log, correction).ref
    held = (
        held_about(log, about) if about is not None and place(log, correction).kind == UtteranceCorrected.kind else []
    )
    contents = openings.kept_contents_of(log, held)
    return [index for index, one in contents.items() if isinstance(one, TranslationAdded) and one.version == correction]


def held_about(log: Log, index: int) -> list[int]:
    """What was said about entry `index` and is held back with it."""
    later = [one for one, leaf in openings.referring(log, index) if known[leaf.kind].annotates]
    held = Opening.objects.filter(log=log, index__in=later, state=HELD).order_by("index")
    return list(held.values_list("index", flat=True))
