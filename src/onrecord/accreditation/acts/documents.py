"""An applicant sends documents, replaces and removes them; the office checks each by itself."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from onrecord.accreditation import belonging, documents, journal
from onrecord.accreditation.models import Application, Check, Document, Page
from onrecord.accreditation.moving import fresh, require_call
from onrecord.accreditation.states import State
from onrecord.keeping import files
from onrecord.keeping.acting import act
from onrecord.keeping.errors import ActRefused
from onrecord.people.journal import note
from onrecord.people.models import Person


def send_document(application: Application, *, kind: str, pictures: Sequence[bytes]) -> Document:
    """Keep `pictures`, the pages of a document that we made, in the place of what was sent of its kind before."""
    with files.written(pictures) as written, act(application.call.edition.log):
        found = _changeable(application, kind)
        _destroy(found, kind)
        document = Document.objects.create(application=found, kind=kind)
        for number, one in enumerate(written, start=1):
            page = Page(document=document, number=number)
            page.hold(one)
            page.save()
    return document


def remove_document(application: Application, *, kind: str) -> None:
    """Destroy a document with its key."""
    with act(application.call.edition.log):
        _destroy(_changeable(application, kind), kind)


def check_document(application: Application, *, document: int, found: Check, by: Person) -> None:
    """Say what somebody of the office found when they looked at the document with that number."""
    with act(application.call.edition.log):
        there = fresh(application)
        require_call(there.call)
        if belonging.is_own(there, by):
            raise ActRefused(
                _("This is your own application, or your own outlet's. Somebody else checks its documents.")
            )
        seen = there.documents.filter(pk=document).first()
        if seen is None:
            raise ActRefused(_("The applicant has replaced or removed this document. Look at the application again."))
        seen.checked, seen.checked_by, seen.checked_at = found, by, timezone.now()
        if found == Check.UNCHECKED:
            seen.checked_by = seen.checked_at = None
        seen.save()
        note(there.call.edition.log, journal.DOCUMENT_CHECKED, by=by, application=there.number)


def _changeable(application: Application, kind: str) -> Application:
    found = fresh(application)
    require_call(found.call)
    if kind not in documents.asked(found.call):
        raise ActRefused(_("This document is not asked for."))
    if found.state not in (State.DRAFT, State.NEEDS):
        raise ActRefused(
            _("Your application has been sent. You can change it when we ask you something, or withdraw it.")
        )
    return found


def _destroy(application: Application, kind: str) -> None:
    files.destroy(Page.objects.filter(document__application=application, document__kind=kind))
    application.documents.filter(kind=kind).delete()
