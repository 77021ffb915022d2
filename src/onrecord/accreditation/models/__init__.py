"""What is stored of who comes in, a module a subject."""

from onrecord.accreditation.models.application import Answers, Application, Step
from onrecord.accreditation.models.call import Call
from onrecord.accreditation.models.document import Check, Document, Page

__all__ = ["Answers", "Application", "Call", "Check", "Document", "Page", "Step"]
