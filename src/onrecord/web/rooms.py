"""The rooms that have pages, tables or kinds of their own, ground floor first: a new room is added here, and nowhere else in `web`.

Django-free, since `onrecord verify` needs the kinds of all rooms and no database.
"""

ROOMS = (
    "onrecord.keeping",
    "onrecord.pages",
    "onrecord.record",
    "onrecord.post",
    "onrecord.people",
    "onrecord.events",
    "onrecord.transcription",
    "onrecord.proceedings",
    "onrecord.publication",
)
