"""The call and its terms."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from onrecord.accreditation import acts, codes, forms, reads
from onrecord.accreditation.models import Call
from onrecord.accreditation.views.office.page import page
from onrecord.events.access import permitted
from onrecord.events.models import Edition
from onrecord.pages.acting import carry_out
from onrecord.people.access import SignedIn


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("accreditation.decide")
def call(request: SignedIn, edition: Edition) -> HttpResponse:
    """The terms; posting shows them once more as applicants will read them, and then opens the call or changes it."""
    found = reads.call_of(edition)
    kind = forms.ChangeCall if found else forms.CallForm
    initial = forms.CallForm.initial_of(found) if found else _usual(edition)
    form = kind(request.POST if request.method == "POST" else None, initial=initial, before=found)
    if form.is_valid() and "confirmed" not in request.POST and "change" not in request.POST:
        terms = form.terms()
        preview = Call(
            edition=edition, stored=terms.model_dump(mode="json", exclude_none=True), deleted_on=terms.deleted_on
        )
        context = {"form": form, "preview": preview, "reason": form.cleaned_data.get("reason", "")}
        return page(request, edition, found, "accreditation/call_preview.html", context)
    done = None
    if "confirmed" in request.POST:
        done = carry_out(
            request,
            form,
            lambda given: _publish(edition, found, form, by=request.user),
            told=_("The terms are public now."),
            to=reverse("accreditation:queue", args=edition.where),
        )
    wrong = form.is_bound and bool(form.errors)
    return done or page(
        request, edition, found, "accreditation/call.html", {"form": form}, status=400 if wrong else 200
    )


def _publish(edition: Edition, found: Call | None, form: forms.CallForm, *, by: Any) -> None:
    if found:
        acts.change(found, form.terms(), reason=form.cleaned_data["reason"], by=by)
    else:
        acts.open_call(edition, form.terms(), by=by)


def _usual(edition: Edition) -> dict[str, Any]:
    """What a new call begins with: the terms of the last edition of the series, without its dates; else the usual ones."""
    before = Call.objects.filter(edition__series=edition.series).select_related("edition").order_by("-pk").first()
    if before:
        dates = ("opens", "closes", "late_until", "decides_by", "offers_until", "deleted_on", "drawn_at")
        return {name: value for name, value in forms.CallForm.initial_of(before).items() if name not in dates}
    usual = {"appeal_days": 7, "appeal_answer_days": 7, "offer_hours": 24, "kept_for_appeals": 0}
    return usual | {"two_decide": True, "proof": list(codes.PROOFS)}
