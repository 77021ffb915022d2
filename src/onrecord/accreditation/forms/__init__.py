"""What applicants and the office fill in."""

from onrecord.accreditation.forms.applicant import STEPS, Answer, Outlet, Question, Send, Step, Work, You
from onrecord.accreditation.forms.documents import CheckDocument, Upload
from onrecord.accreditation.forms.office import Ask, CallForm, ChangeCall, Decide, Letter, sentences

__all__ = [
    "STEPS",
    "Answer",
    "Ask",
    "CallForm",
    "ChangeCall",
    "CheckDocument",
    "Decide",
    "Letter",
    "Outlet",
    "Question",
    "Send",
    "Step",
    "Upload",
    "Work",
    "You",
    "sentences",
]
