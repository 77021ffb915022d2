"""Many applications at once: chosen, tried, and then done row by row."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from onrecord.accreditation import acts, forms, reads
from onrecord.accreditation.acts.many import AT_ONCE, Answered, Doing, as_recommended, do_each, last_steps, tried
from onrecord.accreditation.forms.many import AS_RECOMMENDED, Many, seen_in
from onrecord.accreditation.models import Call
from onrecord.accreditation.states import State
from onrecord.accreditation.views.office.page import page
from onrecord.accreditation.views.office.queue import filter_in
from onrecord.events.access import permitted
from onrecord.events.models import Edition
from onrecord.pages.addresses import number
from onrecord.people.access import SignedIn


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("accreditation.review")
def many(request: SignedIn, edition: Edition) -> HttpResponse:
    """The chosen applications, or all that fit a filter; posting shows what would become of each, and then does it."""
    call = reads.call_of(edition)
    if call is None:
        raise Http404
    decides = request.user.has_perm("accreditation.decide", edition)
    if request.method != "POST":
        form = Many(decides=decides)
        return _page(request, call, {"form": form, "rows": _chosen(request, call)})
    form = Many(request.POST, decides=decides)
    doing = request.POST.get("act", "")
    if doing not in ("recommend", "decide"):
        raise Http404
    if doing == "decide" and not decides:
        raise PermissionDenied
    seen = seen_in(request.POST.getlist("number"))
    rows = _rows(call, list(seen))
    if not form.is_valid() or not rows:
        return _page(request, call, {"form": form, "rows": rows}, status=400)
    do = _do(form, doing, by=request.user)
    if "confirmed" not in request.POST:
        return _page(request, call, _answers(rows, tried(call, list(seen), do)) | {"form": form, "doing": doing})
    found = _answers(rows, do_each(call, seen, do))
    count = found["able"]
    if count:
        messages.success(
            request,
            ngettext("Done with {n} application.", "Done with {n} applications.", count).format(n=count),
        )
    if count == len(rows):
        return redirect("accreditation:queue", *edition.where)
    return _page(request, call, found | {"form": form, "doing": doing, "done": True})


def _do(form: Many, doing: str, *, by: Any) -> Doing:
    if form.cleaned_data["outcome"] == AS_RECOMMENDED:
        return partial(as_recommended, by=by)
    act = acts.recommend if doing == "recommend" else acts.decide
    return partial(act, outcome=form.outcome_given, reason=form.reason_given, fact=form.cleaned_data["fact"], by=by)


def _chosen(request: SignedIn, call: Call) -> list[reads.Row]:
    """By number where rows were ticked, else all that fit the filter, as many as one form takes."""
    ticked = [found for one in request.GET.getlist("number") if (found := number(one)) is not None]
    if "ticked" in request.GET or ticked:
        return _rows(call, ticked[:AT_ONCE])
    rows, _further = reads.queue(call, filter_in(request), limit=AT_ONCE)
    return rows


def _rows(call: Call, numbers: list[int]) -> list[reads.Row]:
    return reads.opened(call, call.applications.exclude(state=State.DRAFT).filter(number__in=numbers))


def _answers(rows: list[reads.Row], found: list[Answered]) -> dict[str, Any]:
    by_number = {one.number: one for one in found}
    answered = [(row, by_number[row.application.number]) for row in rows if row.application.number in by_number]
    return {
        "rows": rows,
        "answered": answered,
        "able": sum(not one.refused for _row, one in answered),
        "unable": sum(bool(one.refused) for _row, one in answered),
    }


def _page(request: SignedIn, call: Call, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    numbers = [row.application.number for row in context["rows"]]
    steps = last_steps(call, numbers)
    given = [f"{one}-{steps[one]}" for one in numbers if one in steps]
    sentences = forms.sentences()
    more = {"given": given, "sentences": sentences, "at_once": AT_ONCE}
    return page(request, call.edition, call, "accreditation/many.html", context | more, status=status)
