"""Which documents a call asks for, which an application lacks, and what is told of one that we can't take."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from onrecord.accreditation import codes
from onrecord.accreditation.models import Application, Call, Page
from onrecord.uploads.faults import Fault, Unfit
from onrecord.uploads.limits import MOST_BYTES, MOST_PAGES

ALONE = ("freelance", "blog")
"""Kinds of outlet that give nobody a letter."""

FAULTS: Mapping[Fault, Any] = {
    Fault.EMPTY: gettext_lazy("The file is empty. Choose another one."),
    Fault.PIXELS: gettext_lazy("The picture is larger than we can take. Make it smaller, for example half as wide."),
    Fault.LOCKED: gettext_lazy("The PDF needs a password. Send a copy without one, or a photograph of the pages."),
    Fault.BROKEN: gettext_lazy(
        "The file is damaged or incomplete, so we can't show it. Save it again, or send a photograph of the document."
    ),
    Fault.LONG: gettext_lazy(
        "The file is too complex, so we can't show it. Save it again as a simple PDF, or send a photograph of the document."
    ),
    Fault.BUSY: gettext_lazy(
        "Many people are sending documents right now. Nothing was saved. Send it again in a minute."
    ),
}


def asked(call: Call) -> list[str]:
    """The codes of the documents that its applicants can send, in the order in which they are asked."""
    return (
        [kind for kind in codes.DOCUMENTS if kind in call.terms.proof or kind == codes.OTHER]
        if call.terms.proof
        else []
    )


def needed(application: Application) -> list[str]:
    """Those without which it isn't complete: a letter, from whoever has an outlet that writes one, unless it named them."""
    named = getattr(application, "named", None)
    if application.kind in ALONE or (named is not None and named.off_at is None):
        return []
    return [kind for kind in asked(application.call) if kind == "letter"]


def missing(application: Application) -> list[str]:
    """In words, what isn't there; and what is there but found wanting, with what is wrong with it."""
    there = {one.kind: one for one in application.documents.all()}
    absent = [str(codes.DOCUMENTS[kind]) for kind in needed(application) if kind not in there]
    wanting = [
        _("{document} ({found})").format(document=one.label, found=one.get_checked_display())
        for one in there.values()
        if one.wanting
    ]
    return absent + wanting


def page(application: Application, kind: str, number: int) -> Page:
    """Raises Page.DoesNotExist."""
    return Page.objects.get(document__application=application, document__kind=kind, number=number)


def told(unfit: Unfit) -> str:
    """Why a file isn't taken, and what would do."""
    if unfit.fault == Fault.LARGE:
        return _("The file has more than {n} MB. Send a smaller one, for example a photograph.").format(
            n=MOST_BYTES // 2**20
        )
    if unfit.fault == Fault.PAGES:
        return ngettext(
            "The PDF has more than {n} page. Send only the pages that matter.",
            "The PDF has more than {n} pages. Send only the pages that matter.",
            MOST_PAGES,
        ).format(n=MOST_PAGES)
    if unfit.fault == Fault.KIND:
        if unfit.found:
            return _("We take PDF, JPEG, PNG and HEIC. This seems to be another kind of file: {kind}.").format(
                kind=unfit.found.upper()
            )
        return _("We take PDF, JPEG, PNG and HEIC. This file is none of them, whatever its name says.")
    return str(FAULTS[unfit.fault])
