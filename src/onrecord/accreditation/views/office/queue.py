"""All applications."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from onrecord.accreditation import reads
from onrecord.accreditation.views.office.page import page
from onrecord.events.access import permitted
from onrecord.events.models import Edition
from onrecord.pages.addresses import number_in
from onrecord.people.access import SignedIn


@require_safe
@permitted("accreditation.review")
def queue(request: SignedIn, edition: Edition) -> HttpResponse:
    """All applications: filtered, counted, one a row."""
    call = reads.call_of(edition)
    if call is None:
        return page(request, edition, None, "accreditation/no_call.html", {})
    chosen = {name: request.GET.get(name, "") for name in ("state", "kind", "region")}
    rows, further = reads.queue(call, **chosen, after=number_in(request, "after") or 0)
    language = get_language() or "en"
    context = {
        "rows": rows,
        "further": urlencode(chosen | {"after": further}) if further else "",
        "chosen": chosen,
        "filtered": any(chosen.values()),
        "states": reads.by_state(call),
        "categories": reads.by_category(call),
        "kinds": reads.by_kind(call),
        "regions": reads.by_region(call, language),
    }
    return page(request, edition, call, "accreditation/queue.html", context)
