"""What can happen at a transcriber's desk only, and what the record's or the office's acts need there.

Each act is one transaction and says who did it, to the office's journal too, which never holds a word from the floor.
Whoever calls an act has checked who may. All raise what the record's acts raise.
"""

from onrecord.transcription.acts.lists import (
    abbreviate,
    forget_abbreviation,
    forget_speaker,
    keep_speaker,
)
from onrecord.transcription.acts.meanwhile import OffTheRecord, Typing
from onrecord.transcription.acts.prepared import deliver, prepare, publish, skip
from onrecord.transcription.acts.ruling import back_on_record, catch, go_off_record
from onrecord.transcription.acts.words import correct, correct_all, say

__all__ = [
    "OffTheRecord",
    "Typing",
    "abbreviate",
    "back_on_record",
    "catch",
    "correct",
    "correct_all",
    "deliver",
    "forget_abbreviation",
    "forget_speaker",
    "go_off_record",
    "keep_speaker",
    "prepare",
    "publish",
    "say",
    "skip",
]
