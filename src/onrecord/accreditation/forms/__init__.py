"""What applicants and the office fill in."""

from onrecord.accreditation.forms.afterwards import Appeal, Hear, Notice, Reply
from onrecord.accreditation.forms.applicant import STEPS, Answer, Outlet, Question, Send, Step, Work, You
from onrecord.accreditation.forms.documents import CheckDocument, Upload
from onrecord.accreditation.forms.identity import Identify
from onrecord.accreditation.forms.nominating import NamedPerson, OutletLetter, StaffList
from onrecord.accreditation.forms.office import Ask, CallForm, ChangeCall, Decide, Letter, sentences
from onrecord.accreditation.forms.outlets import Assign, FocalPoint, OutletForm, Places
from onrecord.accreditation.forms.selection import Value
from onrecord.accreditation.forms.vetting import Export, LookAt, Results

__all__ = [
    "STEPS",
    "Answer",
    "Appeal",
    "Ask",
    "Assign",
    "CallForm",
    "ChangeCall",
    "CheckDocument",
    "Decide",
    "Export",
    "FocalPoint",
    "Hear",
    "Identify",
    "Letter",
    "LookAt",
    "NamedPerson",
    "Notice",
    "Outlet",
    "OutletForm",
    "OutletLetter",
    "Places",
    "Question",
    "Reply",
    "Results",
    "Send",
    "StaffList",
    "Step",
    "Upload",
    "Value",
    "Work",
    "You",
    "sentences",
]
