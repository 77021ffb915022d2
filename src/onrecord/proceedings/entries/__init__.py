"""What can happen on the record of a conference: one function an act, one transaction, at least one entry.

What those of lower floors do to a session and to the log stands here, too, so that whoever puts something on the record
finds all of it in one place. Whoever calls an act has checked who may; an act checks whether the record allows it. All raise
ActRefused with the reason where it doesn't, and StorageBusy or StorageFailed (`keeping.acting.act`) where it can't be stored.
"""

from onrecord.events.sessions import date_edition, end_session, leave_incomplete, pause_session, resume_session
from onrecord.proceedings.entries.erasing import doomed, erase
from onrecord.proceedings.entries.handing_in import hand_in
from onrecord.proceedings.entries.opening import publish, withhold
from onrecord.proceedings.entries.ruling import catch, set_hold, set_rule
from onrecord.proceedings.entries.sessions import start_session
from onrecord.proceedings.entries.words import (
    answer_request,
    confirm,
    correct,
    deliver,
    prepare_text,
    revise_translation,
    speak,
    translate,
)
from onrecord.record.acts import continue_log, open_due, open_edition

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
    "hand_in",
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
