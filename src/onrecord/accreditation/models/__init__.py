"""What is stored of who comes in, a module a subject."""

from onrecord.accreditation.models.afterwards import Amendment, Appeal, Before, Notice, Said
from onrecord.accreditation.models.application import Answers, Application, Step
from onrecord.accreditation.models.call import Call
from onrecord.accreditation.models.document import Check, Document, Page
from onrecord.accreditation.models.identity import Identity, Look, Vetting
from onrecord.accreditation.models.nomination import Named, Nomination, OnList
from onrecord.accreditation.models.outlets import Came, OfOutlet, Quota
from onrecord.accreditation.models.selection import DrawNonce, Selection
from onrecord.accreditation.models.waiting import Freeze, Waiting

__all__ = [
    "Amendment",
    "Answers",
    "Appeal",
    "Application",
    "Before",
    "Call",
    "Came",
    "Check",
    "Document",
    "DrawNonce",
    "Freeze",
    "Identity",
    "Look",
    "Named",
    "Nomination",
    "Notice",
    "OfOutlet",
    "OnList",
    "Page",
    "Quota",
    "Said",
    "Selection",
    "Step",
    "Vetting",
    "Waiting",
]
