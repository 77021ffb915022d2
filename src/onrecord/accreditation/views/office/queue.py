"""All applications."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from onrecord.accreditation import reads
from onrecord.accreditation.acts.many import AT_ONCE
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
    chosen = filter_in(request)
    rows, further = reads.queue(call, chosen, after=number_in(request, "after") or 0)
    language = get_language() or "en"
    tally = reads.tally(call)
    regions = tally.regions(language)
    context = {
        "rows": rows,
        "further": query_of(chosen, after=further) if further else "",
        "query": query_of(chosen),
        "chosen": chosen,
        "at_once": AT_ONCE,
        "states": tally.states(),
        "categories": tally.categories(),
        "kinds": tally.kinds(),
        "regions": regions,
        "spread": [(bar, tally.accepted_of(bar.code), round(100 * bar.count / regions[0].count)) for bar in regions],
        "without": tally.without(language),
    }
    return page(request, edition, call, "accreditation/queue.html", context)


def filter_in(request: HttpRequest) -> reads.Filter:
    """What an address of the queue asks for."""
    return reads.Filter(**{name: request.GET.get(name, "")[:200] for name in ("state", "kind", "region", "q")})


def query_of(chosen: reads.Filter, **more: object) -> str:
    """The same as a part of an address."""
    given = {"state": chosen.state, "kind": chosen.kind, "region": chosen.region, "q": chosen.q}
    return urlencode({name: value for name, value in given.items() if value} | more)
