"""What can happen to a log, whatever it is about: one function an act, one transaction, at least one entry.

What may be opened, and what goes with it, kinds say by their traits (`record.contents`). Rooms that know more of their
words do their part around these acts. All raise ActRefused with the reason where the log doesn't allow the act, and
StorageBusy or StorageFailed (`keeping.acting.act`) where it can't be stored.
"""

from onrecord.record.acts.beginning import open_edition
from onrecord.record.acts.continuing import continue_log
from onrecord.record.acts.erasing import destroy, doomed, erase
from onrecord.record.acts.handing_in import hand_in
from onrecord.record.acts.opening import keep_back, open_due, publish

__all__ = ["continue_log", "destroy", "doomed", "erase", "hand_in", "keep_back", "open_due", "open_edition", "publish"]
