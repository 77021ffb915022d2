"""What an applicant can prove: that an act on their application is an entry of the log, and what that entry says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from onrecord.accreditation.models import Application
from onrecord.record import openings, serving
from onrecord.tlog.proof import TlogProof


@dataclass(frozen=True, slots=True)
class Receipt:
    index: int
    what: str
    at: datetime


def of(application: Application) -> list[Receipt]:
    """The receipts of an application; of a decision once its applicant was told."""
    steps = application.steps.filter(entry__isnull=False)
    found = {step.entry: Receipt(step.entry, step.what, step.at) for step in steps if step.entry is not None}
    return list(found.values())


def receipt(application: Application, index: int) -> dict[str, object]:
    """A receipt as a file: `onrecord verify RECEIPT --log ADDRESS` checks it. `proof`: a c2sp.org/tlog-proof with the entry;
    `opening`: what the entry says, which nobody but the office and the applicant has."""
    log = application.call.edition.log
    reader = serving.reader(log)
    proof = TlogProof(index, tuple(reader.inclusion_proof(index)), serving.checkpoint(log), extra=reader.entry(index))
    opening = openings.kept(log, [index])[index]
    return {"onrecord-receipt": 1, "proof": proof.text(), "opening": opening.encode().decode()}
