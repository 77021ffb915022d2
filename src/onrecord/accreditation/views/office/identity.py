"""Identity data as the office sees them: after a second factor, with a reason, one person at a time."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from onrecord.accreditation import acts, codes, forms, identity
from onrecord.accreditation.models import Look
from onrecord.accreditation.models.identity import IdentityData, Purpose
from onrecord.accreditation.views.office.page import application_of, page
from onrecord.events import regions
from onrecord.events.access import permitted
from onrecord.events.models import Edition
from onrecord.keeping.errors import ActFailed
from onrecord.people.access import SignedIn, confirmed


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("accreditation.identity")
@confirmed
def look(request: SignedIn, edition: Edition, number: int) -> HttpResponse:
    """Who looked before and why; posting a reason shows the data, in the answer to the post and nowhere else."""
    call, application = application_of(edition, number)
    form = forms.LookAt(request.POST if request.method == "POST" else None)
    seen: IdentityData | None = None
    if form.is_valid():
        try:
            seen = acts.look_at_identity(application, purpose=Purpose(form.cleaned_data["purpose"]), by=request.user)
        except ActFailed as refused:
            form.add_error(None, str(refused))
    language = get_language() or "en"
    context = {
        "form": form,
        "application": application,
        "answers": application.answers,
        "held": identity.of(application),
        "vetting": identity.vetting_of(application),
        "looks": Look.objects.filter(application=application).select_related("by"),
        "seen": seen,
        "document": codes.IDENTITY_DOCUMENTS[seen.document_type] if seen else "",
        "issued_by": regions.named(seen.document_country, language) if seen else "",
        "nationality": regions.named(seen.nationality, language) if seen else "",
    }
    wrong = form.is_bound and seen is None
    return page(request, edition, call, "accreditation/identity_seen.html", context, status=400 if wrong else 200)
