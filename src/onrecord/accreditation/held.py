"""What is held about somebody who applied. A decision that they were not told yet is no part of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from onrecord.accreditation import belonging, identity, nominations, reads, receipts
from onrecord.accreditation.models import Application, Identity, Look
from onrecord.accreditation.states import OF_THE_APPLICANT, Act
from onrecord.people.held import Held, register
from onrecord.people.models import Person


def _applications(person: Person) -> list[dict[str, Any]]:
    return [_one(application, own=application.person_id == person.pk) for application in _of(person)]


ELSEWHERE = "Held with a record that was merged into yours. Ask the press office for it."
"""In place of identity data of another record: a merger that was wrong must not hand them to somebody else."""


def _one(application: Application, *, own: bool) -> dict[str, Any]:
    held, vetting = identity.of(application), identity.vetting_of(application)
    return {
        "edition": application.call.edition.path,
        "number": application.number,
        "ticket": application.ticket,
        "state": application.shown,
        "reason": reads.reason_of(application),
        "sent_at": application.sent_at,
        "category": application.category,
        "outlet_kind": application.kind,
        "region": application.region,
        "known_outlet": outlet.name if (outlet := belonging.of(application)) else "",
        "language": application.language,
        "answers": application.answers.model_dump(exclude={"fact"}),
        "happened": [
            {"at": step.at, "what": step.what, "entry": step.entry}
            for step in application.steps.all()
            if step.entry is not None or step.act in OF_THE_APPLICANT | {Act.ASK}
        ],
        "documents": [
            {"kind": one.kind, "sent_at": one.sent_at, "found": one.checked, "pages": one.pages.count()}
            for one in application.documents.all()
        ],
        "identity": _identity(held, own=own),
        "identity_seen": [
            {"at": one.at, "by": one.by.name, "purpose": one.get_purpose_display()}
            for one in Look.objects.filter(application=application).select_related("by")
        ],
        "security_check": (
            {
                "reference": vetting.ref,
                "result": vetting.result,
                "authority": vetting.authority,
                "date": vetting.decided_on,
                "heard_until": vetting.heard_until,
            }
            if vetting
            else None
        ),
        "appeals": [
            {"at": one.at, "decided_by": one.due, "outcome": one.outcome} | one.said.model_dump()
            for one in application.appeals.all()
        ],
        "notices": list(application.notices.values(*NOTICE)),
        "deleted_on": application.call.deleted_on,
    }


def _identity(held: Identity | None, *, own: bool) -> dict[str, Any] | str | None:
    if held is None:
        return None
    return held.data.model_dump() | {"given_at": held.given_at} if own else ELSEWHERE


NOTICE = ("reason", "at", "hearing_until", "ends_on", "suspended_hours", "replied_at", "outcome")


def _files(person: Person) -> Iterator[tuple[str, bytes]]:
    for application in _of(person):
        folder = application.call.edition.path.replace("/", "-")
        for document in application.documents.all() if application.person_id == person.pk else ():
            for page in document.pages.all():
                yield f"{folder}/{document.kind}-{page.number}.jpg", page.unseal()
        for one in receipts.of(application):
            proof = json.dumps(receipts.receipt(application, one.index), ensure_ascii=False, indent=1)
            yield f"{folder}/receipt-{one.index}.json", proof.encode()


def _of(person: Person) -> QuerySet[Application]:
    found = Application.objects.filter(person__in=person.records()).order_by("pk")
    return found.select_related("call__edition__log", "call__edition__series", "person", "identity", "vetting")


def _named(person: Person) -> list[dict[str, Any]]:
    """Where outlets named them, as their lists say it."""
    return [
        one.person.model_dump()
        | {
            "outlet": one.named.nomination.outlet.name,
            "edition": one.named.nomination.call.edition.path,
            "invited_at": one.named.invited_at,
            "taken_off_at": one.named.off_at,
            "deleted_on": one.named.nomination.call.deleted_on,
        }
        for one in nominations.naming(person)
    ]


register(Held("named_by_outlets", _named))
register(Held("applications", _applications, _files))
