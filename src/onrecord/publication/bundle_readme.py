"""README.txt of a bundle: what it is, for somebody who has to argue with it."""

from __future__ import annotations

from onrecord.events.models import Edition
from onrecord.tlog.checkpoint import Checkpoint

TEXT = """\
{title}
{rule}

WHAT THIS IS
This folder is the public record of the press conference named above, as its host published it at the moment
this bundle was made: {size} entries, in the order in which they were recorded. It was written by onrecord.

  Name of the log     {origin}
  Its public key      {key}
  Entries             {size}
  Root of the log     {root}

WHAT IT PROVES
1. Whoever holds the private key to the public key above signed a log of exactly these {size} entries.
2. Each text in the folder "open" is the text to which its entry was bound when the entry was made. A text that
   was changed afterwards, by one letter, would no longer fit.
3. Nothing was removed from, inserted into or re-ordered in the log after it was signed.

WHAT IT DOES NOT PROVE
1. That the words were spoken. It shows what was recorded; compare the sound.
2. That everybody was shown the same log. Compare the file "checkpoint" with one that somebody else kept.
3. Whose key it is. Compare the key above with one from a source you trust.
4. That everything was recorded. What never became an entry left no trace here.
5. This page. README.txt lies beside the log and is not signed; the check below does not rely on it.
An entry without a file in "open" is held back (not public yet) or erased (on a legal basis, which a later entry
of kind "erased" names), or its file was taken out of this copy. Its place and time are still proved.

HOW TO CHECK IT
Each program names the first thing that does not hold, with the number of the entry. Its exit status is 0 when all
holds, 1 when something does not, 2 when there was nothing it could check.
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
