"""What can happen on the record: one function an act, one transaction, at least one entry.

Whoever calls an act has checked who may; an act checks whether the record allows it. All raise ActRefused
with the reason where it doesn't, and StorageBusy or StorageFailed (`keeping.acting.act`) where it can't be stored.
"""

from onrecord.record.acts.continuing import continue_log
from onrecord.record.acts.erasing import doomed, erase
from onrecord.record.acts.opening import open_due, publish, withhold
from onrecord.record.acts.ruling import catch, set_hold, set_rule
from onrecord.record.acts.sessions import (
    date_edition,
    end_session,
    leave_incomplete,
    open_edition,
    pause_session,
    resume_session,
    start_session,
)
from onrecord.record.acts.words import (
    answer_request,
    confirm,
    correct,
    deliver,
    prepare_text,
    revise_translation,
    speak,
    translate,
)

__all__ = [
    "answer_request",
    "catch",
    "confirm",
    "continue_log",
    "correct",
    "date_edition",
    "deliver",
    "doomed",
    "end_session",
    "erase",
    "leave_incomplete",
    "open_due",
    "open_edition",
    "pause_session",
    "prepare_text",
    "publish",
    "resume_session",
    "revise_translation",
    "set_hold",
    "set_rule",
    "speak",
    "start_session",
    "translate",
    "withhold",
]
