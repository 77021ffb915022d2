"""Words that are held back become public, or stay back, and tell no more than they may."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from onrecord.keeping.acting import act
from onrecord.keeping.errors import ActRefused
from onrecord.proceedings.contents import TranslationAdded, UtteranceCorrected, UtteranceWithheld
from onrecord.proceedings.disclosure import disclosed_by
from onrecord.proceedings.entries.about import require_words
from onrecord.proceedings.entries.words import refuse_naming
from onrecord.record import acts, openings
from onrecord.record.acts.about import PUBLIC, place
from onrecord.record.acts.opening import held_about, keep_back, require_held
from onrecord.record.models import Log, Opening
from onrecord.record.writer import Draft, append


def publish(log: Log, index: int, *, reason: str, disclosing: Iterable[int] = ()) -> int:
    """Make a held opening public, for good, and with it what was said about the entry meanwhile.

    A prepared text may tell more than its delivery: who spoke on background, what is still held back, or was never said
    on the record. It is refused unless `disclosing` names those entries (`disclosure.disclosed_by`), and at all where the
    words of one were destroyed. Returns the index of the `opened` entry.
    """
    with act(log):
        require_held(log, index)
        _refuse_disclosure(log, index, told=set(disclosing))
        refuse_naming(log, index, reason)
        return acts.publish(log, index, reason=reason, also=_held_translations(log, index))


def withhold(log: Log, index: int, *, reason: str) -> int:
    """Keep words back that have not opened yet: no clock opens them any more, an act may.

    What is public stays public: the host publishes or withholds, and never takes back.
    """
    with act(log):
        if require_words(log, index).state == PUBLIC:
            raise ActRefused(_("entry {index} is already public and can't be withheld").format(index=index))
        refuse_naming(log, index, reason)
        keep_back(log, [index, *held_about(log, index)], why=Opening.Why.WITHHELD)
        return append(log, Draft(UtteranceWithheld(reason=reason), ref=index))[0]


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


def _held_translations(log: Log, correction: int) -> list[int]:
    """The translations of a held correction's words."""
    about = place(log, correction).ref
    held = (
        held_about(log, about) if about is not None and place(log, correction).kind == UtteranceCorrected.kind else []
    )
    contents = openings.kept_contents_of(log, held)
    return [index for index, one in contents.items() if isinstance(one, TranslationAdded) and one.version == correction]
