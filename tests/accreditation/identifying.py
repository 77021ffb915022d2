"""Identity data, as an applicant gives them, and the terms of a call that asks for them."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from onrecord.accreditation.models.identity import IdentityData

GIVEN = {
    "document_type": "passport",
    "document_number": "KESTREL77",
    "document_country": "NO",
    "document_expires": str(timezone.localdate() + timedelta(days=900)),
    "birth_date": "1988-03-09",
    "birth_place": "Wheatear Bay",
    "nationality": "NO",
}
TERMS = {"identity": "accepted", "identity_for": "Interior Ministry of Brodna"}


def identity_data() -> IdentityData:
    return IdentityData.model_validate(GIVEN)
