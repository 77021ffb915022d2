"""What the office fills in, and what readers do."""

from onrecord.proceedings.forms.asking import Ask
from onrecord.proceedings.forms.day import (
    ConfirmTime,
    Doing,
    End,
    GoOn,
    Hold,
    LookBehind,
    Pause,
    Publish,
    SetRule,
    Start,
    StopShort,
    Withhold,
)
from onrecord.proceedings.forms.requests import CorrectAndAnswer, Decline
from onrecord.proceedings.forms.utterances import Confirm, Correct, Find, Revise, Translate

__all__ = [
    "Ask",
    "Confirm",
    "ConfirmTime",
    "Correct",
    "CorrectAndAnswer",
    "Decline",
    "Doing",
    "End",
    "Find",
    "GoOn",
    "Hold",
    "LookBehind",
    "Pause",
    "Publish",
    "Revise",
    "SetRule",
    "Start",
    "StopShort",
    "Translate",
    "Withhold",
]
