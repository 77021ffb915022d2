"""What is stored of who comes in, a module a subject."""

from onrecord.accreditation.models.application import Answers, Application, Step
from onrecord.accreditation.models.call import Call

__all__ = ["Answers", "Application", "Call", "Step"]
