"""How an act can fail, each with a message for the person who caused it. Nothing of the act is stored then."""


class ActFailed(Exception):
    """The act was refused or failed; nothing of it was stored."""


class ActRefused(ActFailed):
    """The rules do not allow the act; the message says what would be right."""


class StorageBusy(ActFailed):
    """Another process held what the act needs for longer than we wait."""


class StorageFailed(ActFailed):
    """The disk is full or failing. What was acknowledged before is safe."""


class KeysUnusable(ActFailed):
    """A key file is missing, readable by others, or not the one that was used before."""


class SealedDamaged(ActFailed):
    """One sealed value can't be read any more; all others can."""
