"""What pages and exports ask of the record. Only what is public comes out of here.

`upto`: as the first so many entries had it, see `horizon`.
"""

from onrecord.record.reads.places import moment
from onrecord.record.reads.standing import (
    Break,
    Standing,
    Status,
    breaks,
    opening_entry,
    standing,
    statuses,
    timed,
    unknown_askers,
    why_incomplete,
)
from onrecord.record.reads.stretches import Stretch, binding, in_force, pause, stretch_before, stretches
from onrecord.record.reads.wording import Wording, wordings
from onrecord.record.reads.words import (
    DAMAGED,
    Answered,
    Spoken,
    Translation,
    Version,
    erasure,
    last_spoken,
    place_before,
    spoken,
    these,
    translations_of,
    utterance,
    versions_of,
    withheld_of,
)

__all__ = [
    "DAMAGED",
    "Answered",
    "Break",
    "Spoken",
    "Standing",
    "Status",
    "Stretch",
    "Translation",
    "Version",
    "Wording",
    "binding",
    "breaks",
    "erasure",
    "in_force",
    "last_spoken",
    "moment",
    "opening_entry",
    "pause",
    "place_before",
    "spoken",
    "standing",
    "statuses",
    "stretch_before",
    "stretches",
    "these",
    "timed",
    "translations_of",
    "unknown_askers",
    "utterance",
    "versions_of",
    "why_incomplete",
    "withheld_of",
    "wordings",
]
