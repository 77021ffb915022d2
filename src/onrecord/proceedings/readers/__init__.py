"""What pages and exports ask of the record. Only what is public comes out of here.

`upto`: as the first so many entries had it, see `horizon`.
"""

from onrecord.events.status import Status, statuses, why_incomplete
from onrecord.proceedings.readers.following import Place, follow, place_of
from onrecord.proceedings.readers.standing import Standing, editions, standing, timed, unknown_askers
from onrecord.proceedings.readers.state import State, Where, state_of_all, states
from onrecord.proceedings.readers.stretches import Stretch, binding, lasting, stretch_before, stretches
from onrecord.proceedings.readers.wording import Wording, wordings
from onrecord.proceedings.readers.words import (
    DAMAGED,
    Answered,
    Spoken,
    Translation,
    Version,
    count,
    last_spoken,
    place_before,
    spoken,
    these,
    translations_of,
    utterance,
    utterance_about,
    versions_of,
    withheld_of,
)
from onrecord.record.reads import Break, breaks, erasure, moment, opening_entry

__all__ = [
    "DAMAGED",
    "Answered",
    "Break",
    "Place",
    "Spoken",
    "Standing",
    "State",
    "Status",
    "Stretch",
    "Translation",
    "Version",
    "Where",
    "Wording",
    "binding",
    "breaks",
    "count",
    "editions",
    "erasure",
    "follow",
    "last_spoken",
    "lasting",
    "moment",
    "opening_entry",
    "place_before",
    "place_of",
    "spoken",
    "standing",
    "state_of_all",
    "states",
    "statuses",
    "stretch_before",
    "stretches",
    "these",
    "timed",
    "translations_of",
    "unknown_askers",
    "utterance",
    "utterance_about",
    "versions_of",
    "why_incomplete",
    "withheld_of",
    "wordings",
]
