"""What the office fills in, and what readers do."""

from onrecord.proceedings.forms.day import Doing, End, GoOn, Hold, Pause, Publish, SetRule, Start, StopShort, Withhold
from onrecord.proceedings.forms.requests import Ask, CorrectAndAnswer, Decline
from onrecord.proceedings.forms.utterances import Confirm, Correct, Find, Revise, Translate

__all__ = [
    "Ask",
    "Confirm",
    "Correct",
    "CorrectAndAnswer",
    "Decline",
    "Doing",
    "End",
    "Find",
    "GoOn",
    "Hold",
    "Pause",
    "Publish",
    "Revise",
    "SetRule",
    "Start",
    "StopShort",
    "Translate",
    "Withhold",
]
