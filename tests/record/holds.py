"""What must hold of a log whatever was done to it."""

from __future__ import annotations

from onrecord.record import kinds, projection, serving
from onrecord.record.models import Log
from onrecord.record.verifier import verify_log


def assert_holds(log: Log) -> None:
    """The log verifies as a stranger would verify it, and the tables are what the log gives."""
    log.refresh_from_db()
    report = verify_log(serving.DatabaseSource(log), kinds.known, key=log.verifier_key)
    assert report.ok, report.failure
    assert report.size == log.size
    assert projection.first_difference(log) is None
