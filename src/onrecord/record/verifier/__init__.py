"""Checks a whole log from the outside, with nothing but its files: no database, no trust in who serves them.

Everything is relative to one signed checkpoint. What is checked, and what that proves, is told in
docs/verifiers/checking.md.
"""

from onrecord.record.verifier.breaks import Break, breaks_of
from onrecord.record.verifier.leaves import leaf_of
from onrecord.record.verifier.log import verify_log
from onrecord.record.verifier.openings import check_opening
from onrecord.record.verifier.signature import fetch_checkpoint, key_of, opened_by, parse_key
from onrecord.record.verifier.source import Gone, Missing, Source
from onrecord.record.verifier.tree import fetch_entries
from onrecord.record.verifier.verdict import Fault, Report, Unusable, Verdict

__all__ = [
    "Break",
    "Fault",
    "Gone",
    "Missing",
    "Report",
    "Source",
    "Unusable",
    "Verdict",
    "breaks_of",
    "check_opening",
    "fetch_checkpoint",
    "fetch_entries",
    "key_of",
    "leaf_of",
    "opened_by",
    "parse_key",
    "verify_log",
]
