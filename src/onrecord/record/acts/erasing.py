"""Words are destroyed for good; their entries, places and proofs stay."""

from __future__ import annotations

from contextlib import suppress

from django.db import transaction
from django.utils.translation import gettext as _

from onrecord.record import openings
from onrecord.record.acts.about import DESTROYED, Place, place
from onrecord.record.acts.rotation import begin_rotation
from onrecord.record.acts.words import refuse_naming
from onrecord.record.contents import (
    CorrectionAnswered,
    Erased,
    HoldSet,
    RuleSet,
    SessionResumed,
    SessionStarted,
    TranslationAdded,
    TranslationRevised,
    UtteranceConfirmed,
    UtteranceCorrected,
)
from onrecord.record.errors import ActRefused, OpeningDamaged
from onrecord.record.models import Log, Opening, SpeakerOpening
from onrecord.record.storage import act
from onrecord.record.writer import Draft, append

CARRY_WORDS = frozenset(
    content.kind for content in (UtteranceCorrected, TranslationAdded, TranslationRevised, CorrectionAnswered)
)
"""Kinds that repeat words of the entry they are about; what nobody has read yet goes with it, whatever it says."""
GOVERN = frozenset(content.kind for content in (RuleSet, HoldSet))
"""Kinds without which what was said under them would be read as said under another rule."""
WORDLESS = frozenset(content.kind for content in (SessionStarted, SessionResumed, UtteranceConfirmed))
"""Kinds that say nothing but that something happened."""


def erase(log: Log, *indexes: int, legal_basis: str) -> int:
    """Destroy the openings of entries, of all that was said about them and of who spoke them, in this database and,
    by replacing the key that wraps all data keys, in every earlier copy of it.

    The entries and all proofs stay. Earlier backups of the installation open nothing afterwards (see `rotation`): the
    caller is expected to have a new one made. Returns the index of the first `erased` entry.
    """
    with act(log):
        for index in indexes:
            _require_erasable(place(log, index))
            with suppress(OpeningDamaged):  # who spoke can't be read, and may be erased all the same
                refuse_naming(log, index, legal_basis)
        return destroy(log, *indexes, legal_basis=legal_basis)


def destroy(log: Log, *indexes: int, legal_basis: str) -> int:
    """As `erase`, for a legal basis in our own words."""
    with act(log):
        doomed = [one for index in indexes for one in _with_annotations(log, index)]
        openings.keyring().add_wrapping_key()
        found = Opening.objects.filter(log=log, index__in=doomed)
        found.update(state=Opening.State.DESTROYED, wrapped_key=b"", sealed=b"", until=None)
        SpeakerOpening.objects.filter(log=log, index__in=doomed).delete()
        entries = append(log, *(Draft(Erased(legal_basis=legal_basis), ref=one) for one in doomed))
        # The words are gone once this is durable, whatever becomes of the rotation: it is logged, and tried again.
        transaction.on_commit(begin_rotation, robust=True)
    return entries[0]


def _require_erasable(found: Place) -> None:
    if found.state == DESTROYED:
        raise ActRefused(_("entry {index} has no opening that could be erased").format(index=found.index))
    if found.kind in GOVERN:
        raise ActRefused(
            _("entry {index} governs what came after it, and holds no words: it can't be erased").format(
                index=found.index
            )
        )
    if found.kind in WORDLESS:
        raise ActRefused(_("entry {index} holds no words: it can't be erased").format(index=found.index))


def _with_annotations(log: Log, index: int) -> list[int]:
    later = {one: leaf.kind for one, leaf in openings.referring(log, index)}
    kept = Opening.objects.filter(log=log, index__in=[index, *later]).exclude(state=Opening.State.DESTROYED)
    return [
        one
        for one, state in kept.order_by("index").values_list("index", "state")
        if one == index or later[one] in CARRY_WORDS or state == Opening.State.HELD
    ]
