"""What applicants and the office fill in."""

from onrecord.accreditation.forms.applicant import STEPS, Answer, Outlet, Question, Send, Step, Work, You
from onrecord.accreditation.forms.office import Ask, CallForm, ChangeCall, Decide, Letter

__all__ = [
    "STEPS",
    "Answer",
    "Ask",
    "CallForm",
    "ChangeCall",
    "Decide",
    "Letter",
    "Outlet",
    "Question",
    "Send",
    "Step",
    "Work",
    "You",
]
