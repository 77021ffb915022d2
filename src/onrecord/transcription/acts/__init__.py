"""What can happen at a transcriber's desk: each act is one transaction around the record's, and done once.

All of them take the `key` that the page gave the act and who did it; an act sent again is answered with the index of
the entry it wrote the first time. Whoever calls an act has checked who may. All raise what the record's acts raise.
The office's journal hears of each, never with words from the floor.
"""

from onrecord.transcription.acts.lists import (
    abbreviate,
    forget_abbreviation,
    forget_speaker,
    keep_speaker,
)
from onrecord.transcription.acts.meanwhile import OffTheRecord, Typing
from onrecord.transcription.acts.prepared import deliver, prepare, publish, skip
from onrecord.transcription.acts.ruling import back_on_record, catch, go_off_record, set_hold, set_rule
from onrecord.transcription.acts.sessions import end, pause, resume, start
from onrecord.transcription.acts.words import confirm, correct, say

__all__ = [
    "OffTheRecord",
    "Typing",
    "abbreviate",
    "back_on_record",
    "catch",
    "confirm",
    "correct",
    "deliver",
    "end",
    "forget_abbreviation",
    "forget_speaker",
    "go_off_record",
    "keep_speaker",
    "pause",
    "prepare",
    "publish",
    "resume",
    "say",
    "set_hold",
    "set_rule",
    "skip",
    "start",
]
