"""What can go wrong with the record, each with a message for the person who caused it."""


class RecordError(Exception):
    """The act was refused or failed; nothing of it was stored."""


class ActRefused(RecordError):
    """The rules of the record do not allow the act; the message says what would be right."""


class HistoryUnknown(ActRefused):
    """Entries that were published may be missing here, so nothing is signed until a person has decided."""


class RecordBusy(RecordError):
    """Another process held the record for longer than we wait."""


class StorageFailed(RecordError):
    """The disk is full or failing. What was acknowledged before is safe."""


class KeysUnusable(RecordError):
    """A key file is missing, readable by others, or not the one this log was signed with."""


class OpeningDamaged(RecordError):
    """What is stored behind one entry can't be read any more; all other entries can."""
