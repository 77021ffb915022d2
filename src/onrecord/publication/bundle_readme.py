"""README.txt of a bundle: what it is, for somebody who has to argue with it."""

from __future__ import annotations

from onrecord.events.models import Edition
from onrecord.tlog.checkpoint import Checkpoint

TEXT = """\
{title}
{rule}

WHAT THIS IS
This folder is the public record of the press conference named above, as its host published it at the moment
this bundle was made: {size} entries, in the order in which they were recorded. Every word spoken and every later
correction is one entry. The folder was written by the program onrecord.

  Name of the log     {origin}
  Its public key      {key}
  Entries             {size}
  Root of the log     {root}
                      (a number computed from all entries; a change to any of them gives another one)

WHAT IT PROVES, IF THE CHECK BELOW SUCCEEDS
1. Whoever holds the private key that belongs to the public key above signed a log of exactly these {size} entries,
   in exactly this order. After that signature none can be changed, removed, inserted or moved unnoticed.
2. Each text in the folder "open" is, letter by letter, the text to which its entry was bound when the entry was
   made. A text that was changed by one letter would no longer fit its entry.

WHAT IT DOES NOT PROVE
1. That the words were spoken. It shows what was recorded; compare the sound.
2. That everything was recorded. What never became an entry left no trace here.
3. When a word was spoken. The times are those of the recorder's clock; only the order is proved.
4. Whose key it is. Compare the key above with one from a source you trust.
5. That everybody was shown the same log. The holder of the key could have signed a second one. Compare the file
   "checkpoint" with one that somebody else kept: if the two contradict each other, two logs were signed.
6. That a text missing here was never public. An entry without a file in "open" is held back (not public yet) or
   erased (a later entry of kind "erased" says why), or its file was taken out of this copy.
   The entry's place in the log is proved all the same.
7. Anything that this README says. It lies beside the log and is not signed; the check does not rely on it.

HOW TO CHECK IT
Either program below recomputes everything from the files and names the first thing that does not hold, with the
number of the entry where there is one. Its exit status is 0 when all holds, 1 when something does not, 2 when there
was nothing it could check. Replace THIS-FILE.zip by the name of the bundle.
With onrecord:       onrecord verify THIS-FILE.zip --key "{key}"
Without onrecord:    python3 onrecord_check.py THIS-FILE.zip --key "{key}"
                     (one file, offered on the host's page "How to check"; it needs Python and its package
                     "cryptography", and is short enough to be read by an expert)
By hand:             the formats are the public specifications C2SP tlog-tiles, tlog-checkpoint and signed-note,
                     and RFC 6962 / RFC 9162.

THE FILES
  checkpoint         name, size and root of the log, signed
  verifier.key       the public key
  tile/...           the hashes of the log
  tile/entries/...   the entries; none of them contains a name or a word
  open/NUMBER        the text of entry NUMBER, and the random number that binds it to the entry
"""


def text(edition: Edition) -> str:
    """The README for a bundle of `edition` as it stands."""
    log = edition.log
    checkpoint = Checkpoint.parse(log.checkpoint.split("\n\n")[0] + "\n")
    return TEXT.format(
        title=edition.title,
        rule="=" * min(len(edition.title), 100),
        size=log.size,
        origin=log.origin,
        key=log.verifier_key,
        root=checkpoint.root.hex(),
    )
