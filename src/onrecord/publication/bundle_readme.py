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
                      (a number computed from all entries; changing any entry changes it)

WHAT IT PROVES, IF THE CHECK BELOW SUCCEEDS
1. The holder of the private key that belongs to the public key above signed a log of exactly these {size} entries,
   in exactly this order. Since that signature, no entry can be changed, removed, inserted or moved unnoticed.
2. Each text in the folder "open" is, letter by letter, the text that its entry was bound to when the entry was
   made. If one letter were changed, the text would no longer match its entry.

WHAT IT DOES NOT PROVE
1. That the words were spoken. It shows what was recorded; compare it with the audio.
2. That everything was recorded. Anything that was never recorded leaves no trace here.
3. When a word was spoken. The times come from the recorder's clock; only the order is proved.
4. Whose key it is. Compare the key above with one from a source you trust.
5. That everyone was shown the same log. The holder of the key could have signed a second one. Compare the file
   "checkpoint" with one that somebody else kept. If the two contradict each other, two logs were signed.
6. That a text missing here was never public. An entry without a file in "open" is not public yet, or was erased
   (a later entry of kind "erased" says why), or its file was removed from this copy. In all three cases the entry's
   place in the log is still proved.
7. Anything in this README. It comes with the log but is not signed, and the check does not rely on it.

HOW TO CHECK IT
Either program below recomputes everything from the files. If the check fails, it names the first fault and, where
there is one, the number of the entry. The exit status is 0 if the check passes, 1 if it fails, and 2 if there was
nothing to check. Replace THIS-FILE.zip with the name of the bundle.
With onrecord:       onrecord verify THIS-FILE.zip --key "{key}"
Without onrecord:    python3 onrecord_check.py THIS-FILE.zip --key "{key}"
                     (one file, which you can download from the host's page "How to check"; it needs Python and the
                     package "cryptography", and is short enough for an expert to read)
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
