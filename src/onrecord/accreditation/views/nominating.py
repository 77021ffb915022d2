"""A focal point's pages: whom their outlet names for an edition, and how far each of them is."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django import forms as django_forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from onrecord.accreditation import acts, codes, forms, nominations, quotas
from onrecord.accreditation.models import Call
from onrecord.accreditation.views.applicant import with_call
from onrecord.pages.acting import carry_out
from onrecord.people import outlets
from onrecord.people.access import SignedIn
from onrecord.people.models import Outlet


def speaks_for(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view gets the outlet, of which whoever asks must be a focal point; nobody else learns that there is one."""

    @wraps(view)
    def respond(request: SignedIn, call: Call, outlet: int) -> HttpResponse:
        found = next((one for one in outlets.speaks_for(request.user) if one.pk == outlet), None)
        if found is None:
            raise Http404
        return view(request, call, found)

    return respond


@require_safe
@with_call
def own_outlets(request: SignedIn, call: Call) -> HttpResponse:
    """The outlets that somebody names people for; the only one at once."""
    found = outlets.speaks_for(request.user)
    if not found:
        raise Http404
    if len(found) == 1:
        return redirect("accreditation:nominate", *call.edition.where, found[0].pk)
    return render(request, "accreditation/own_outlets.html", {"edition": call.edition, "call": call, "outlets": found})


@require_http_methods(["GET", "HEAD", "POST"])
@with_call
@speaks_for
def nominate(request: SignedIn, call: Call, outlet: Outlet) -> HttpResponse:
    """The outlet's list; posting puts somebody or a file on it, takes somebody off, or sends it."""
    nomination = nominations.of(call, outlet)
    people = nominations.on_list(nomination)
    doing = request.POST.get("act", "") if request.method == "POST" else ""
    given: dict[str, django_forms.Form] = {
        "person": forms.NamedPerson(request.POST if doing == "person" else None),
        "list": forms.StaffList(request.POST, request.FILES) if doing == "list" else forms.StaffList(),
        "send": forms.OutletLetter(
            request.POST if doing == "send" else None, initial={"letter": nomination.letter if nomination else ""}
        ),
        "off": _Off(request.POST if doing == "off" else None, people=people),
    }
    form = given.get(doing)
    if doing and form is None:
        raise Http404
    done = _do(request, call, outlet, doing, form) if form else None
    context = {
        "edition": call.edition,
        "call": call,
        "outlet": outlet,
        "people": people,
        "places": quotas.places(call, outlet),
        "free": quotas.free(call, outlet),
        "forms": given,
        "form": form or given["person"],
        "waiting": sum(1 for one in people if one.named.invited_at is None),
        "nomination": nomination,
        "functions": codes.FUNCTIONS.keys(),
        "attendances": codes.ATTENDANCE.keys(),
    }
    return done or render(request, "accreditation/nominate.html", context, status=400 if form else 200)


def _do(request: SignedIn, call: Call, outlet: Outlet, doing: str, form: django_forms.Form) -> HttpResponse | None:
    by, here = request.user, request.path
    if isinstance(form, forms.NamedPerson):
        named = form
        return carry_out(
            request,
            form,
            lambda _given: acts.name_people(call, outlet, named.rows(ref=""), by=by),
            told=_("They are on your list. Send it when it is complete."),
            to=here + "#list",
        )
    if isinstance(form, forms.StaffList):
        return carry_out(
            request,
            form,
            lambda given: acts.name_people(call, outlet, given["file"], by=by),
            told=lambda added: (
                ngettext(
                    "{n} person is on your list now. Send it when it is complete.",
                    "{n} people are on your list now. Send it when it is complete.",
                    added,
                ).format(n=added)
                if added
                else _("Everybody in this file is on your list already.")
            ),
            to=here + "#list",
            beside="file",
        )
    if isinstance(form, forms.OutletLetter):
        return carry_out(
            request,
            form,
            lambda given: acts.invite(call, outlet, letter=given["letter"], by=by),
            told=lambda sent: ngettext(
                "We have written to {n} person on your list.", "We have written to {n} people on your list.", sent
            ).format(n=sent),
            to=here,
        )
    return carry_out(
        request,
        form,
        lambda given: acts.take_off(given["named"].named, by=by),
        told=_("They are off your list. Their place is free."),
        to=here + "#list",
    )


class _Off(django_forms.Form):
    """Somebody on the list, by their number."""

    named = django_forms.TypedChoiceField(label=gettext_lazy("Your list"))

    def __init__(self, *args: object, people: list[nominations.Somebody], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        by_number = {str(one.named.number): one for one in people}
        field = self.fields["named"]
        assert isinstance(field, django_forms.TypedChoiceField)
        field.choices = [(number, "") for number in by_number]
        field.coerce = lambda number: by_number[str(number)]
        field.error_messages["invalid_choice"] = _("They are off the list already.")
