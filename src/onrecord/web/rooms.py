"""The rooms that have pages or tables of their own, ground floor first: a new room is added here, and nowhere else in `web`."""

ROOMS = (
    "onrecord.keeping",
    "onrecord.pages",
    "onrecord.record",
    "onrecord.post",
    "onrecord.people",
    "onrecord.events",
    "onrecord.proceedings",
    "onrecord.accreditation",
    "onrecord.programme",
    "onrecord.transcription",
    "onrecord.publication",
)

SPEAKING = (*ROOMS, "onrecord.web")
"""Those whose messages people read, in the order in which they are asked for a translation."""
