"""An applicant's pages: apply, see where one stands, answer, withdraw, take the proofs."""

from __future__ import annotations

import json
import zoneinfo
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from onrecord.accreditation import acts, appeals, documents, forms, identity, nominations, reads, receipts, selection
from onrecord.accreditation.models import Application, Call, Look
from onrecord.accreditation.states import OPEN, State
from onrecord.events import reads as events
from onrecord.events import regions
from onrecord.events.models import Edition
from onrecord.keeping.errors import ActFailed
from onrecord.pages.acting import carry_out
from onrecord.pages.languages import nearest
from onrecord.people import outlets
from onrecord.people.access import SignedIn, View
from onrecord.people.models import Person


def with_call(view: Callable[..., HttpResponse]) -> View:
    """For views at `<slug:series>/<slug:edition>/apply/…`: they get the call. Whoever is not signed in is asked who they are
    first, and comes back here. The pages speak the edition's language, as what anyone reads of it does."""

    @never_cache
    @wraps(view)
    def respond(request: SignedIn, series: str, edition: str, **kwargs: object) -> HttpResponse:
        try:
            found = events.edition(series, edition)
        except Edition.DoesNotExist:
            raise Http404 from None
        call = reads.call_of(found)
        if call is None:
            raise Http404
        if not request.user.is_authenticated:
            begin = reverse("accreditation:apply", args=found.where)
            where = request.path if request.method in ("GET", "HEAD") else begin
            return redirect(reverse("people:join") + "?" + urlencode({"next": where}))
        with timezone.override(zoneinfo.ZoneInfo(found.timezone)), translation.override(nearest(found.language)):
            return view(request, call, **kwargs)

    return respond


def own(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view gets the application of whoever asks; without one they are led to begin it."""

    @wraps(view)
    def respond(request: SignedIn, call: Call, **kwargs: object) -> HttpResponse:
        application = reads.of_person(call.edition, request.user)
        if application is None:
            return redirect("accreditation:apply", *call.edition.where)
        return view(request, application, **kwargs)

    return respond


@require_http_methods(["GET", "HEAD", "POST"])
@with_call
def apply(request: SignedIn, call: Call) -> HttpResponse:
    """Where an application begins: what is asked and why, and the button that begins or goes on."""
    application = reads.of_person(call.edition, request.user)
    if request.method == "POST":
        try:
            if application and "outlet" in request.POST:
                acts.come_for_outlet(application)
            alone = "alone" in request.POST
            application = acts.begin(call, request.user, language=get_language() or "en", alone=alone)
        except ActFailed as refused:
            messages.error(request, str(refused))
            return redirect(request.path)
        return redirect(_where(application))
    if application and application.state != State.DRAFT:
        return redirect(_where(application))
    context = {"edition": call.edition, "call": call, "application": application}
    return render(request, "accreditation/apply.html", context | _named(call, request.user))


def _named(call: Call, person: Person) -> dict[str, object]:
    """By which outlet somebody was named, and whether they name others."""
    found = nominations.pending(call, person) if call.takes_applications else None
    named = nominations.Somebody(*found) if found else None
    outlet = {"outlet": named.named.nomination.outlet.name, "function": named.function} if named else None
    return {"named_by": outlet, "speaks_for": outlets.speaks_for(person)}


@require_http_methods(["GET", "HEAD", "POST"])
@with_call
@own
def step(request: SignedIn, application: Application, step: str) -> HttpResponse:
    """One part of the application; what is filled in is kept, and the next part follows."""
    found = next((one for one in forms.STEPS if one.name == step), None)
    if found is None:
        raise Http404
    if not _changeable(application):
        return redirect("accreditation:mine", *application.call.edition.where)
    answers = application.answers
    form = found.form(
        request.POST if request.method == "POST" else None,
        application=application,
        initial=found.form.initial_of(application, answers),
    )
    done = None
    if form.is_bound:
        done = carry_out(
            request,
            form,
            lambda _given: acts.save(application, given=form.answers(), **form.stored()),
            told="",
            to=lambda saved: _next(saved, after=step),
        )
    country = application.call.terms.country
    context = context_of(application) | {
        "form": form,
        "step": found,
        "place": forms.STEPS.index(found) + 1,
        "outlets": outlets.offered() if step == "outlet" else [],
        "regions": [regions.named(code, get_language() or "en") for code in regions.regions_of(country)]
        if country
        else [],
    }
    return done or render(request, "accreditation/step.html", context, status=400 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@with_call
@own
def send(request: SignedIn, application: Application) -> HttpResponse:
    """Everything once more, and the button that sends it."""
    if application.state not in (State.DRAFT, State.AMENDED):
        return redirect("accreditation:mine", *application.call.edition.where)
    answers, terms = application.answers, application.call.terms
    form = forms.Send(request.POST if request.method == "POST" else None, initial={"read": application.call.newest})
    if not terms.conduct:
        del form.fields["conduct"], form.fields["read"]
    if not terms.lot:
        del form.fields["nonce"]
    missing = reads.missing(application, answers)
    done = None
    if form.is_bound and not missing:
        done = carry_out(
            request,
            form,
            lambda given: acts.submit(application, conduct=given.get("read"), nonce=given.get("nonce", "")),
            told=_("We have received your application. This is not an acceptance yet."),
            to=reverse("accreditation:mine", args=application.call.edition.where),
        )
    newest = application.call.newest if terms.conduct else ""
    context = context_of(application) | {
        "form": form,
        "missing": missing,
        "parts": _parts(application),
        "newest": newest,
    }
    return done or render(request, "accreditation/send.html", context, status=400 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@with_call
@own
def mine(request: SignedIn, application: Application) -> HttpResponse:
    """Where the application stands, why, and what can be done; posting answers what was asked for."""
    if application.state == State.DRAFT:
        return redirect(_where(application))
    heard = application.state == State.NOTICE
    form = (forms.Reply if heard else forms.Answer)(request.POST if request.method == "POST" else None)
    done = None
    if form.is_bound:
        do = acts.reply if heard else acts.answer
        done = carry_out(
            request,
            form,
            lambda given: do(application, note=given["note"]),
            told=_("Thank you. We have your answer.") if heard else _("Thank you. We look at your application again."),
            to=request.path,
        )
    context = context_of(application) | {
        "form": form,
        "parts": _parts(application),
        "reason": reads.reason_of(application),
        "can_withdraw": application.can_be_withdrawn,
        "receipts": receipts.of(application),
        "drawn": _drawn(application),
        "appeal": appeals.of(application),
        "notice": application.notices.last(),
        "may_appeal": not appeals.why_not(application),
        "appeal_until": appeals.until(application),
        **(_named(application.call, request.user) if application.shown in OPEN else {}),
    }
    return done or render(request, "accreditation/mine.html", context, status=400 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@with_call
@own
def withdraw(request: SignedIn, application: Application) -> HttpResponse:
    """Asks once more."""
    where = reverse("accreditation:mine", args=application.call.edition.where)
    if request.method == "POST":
        try:
            acts.withdraw(application)
        except ActFailed as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("You have withdrawn your application."))
        return redirect(where)
    return render(request, "accreditation/withdraw.html", context_of(application))


@require_safe
@with_call
@own
def receipt(request: SignedIn, application: Application, index: int) -> HttpResponse:
    """The proof that an act on the application is in the log, with what its entry says: for the applicant alone."""
    if index not in {one.index for one in receipts.of(application)}:
        raise Http404
    found = receipts.receipt(application, index)
    response = HttpResponse(json.dumps(found, ensure_ascii=False, indent=1) + "\n", content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="receipt-{index}.json"'
    return response


def _changeable(application: Application) -> bool:
    return application.state in (State.DRAFT, State.NEEDS, State.AMENDED)


def _where(application: Application) -> str:
    """The page where the applicant goes on."""
    if application.state == State.DRAFT:
        answers = application.answers
        unfinished = next((one for one in forms.STEPS if one.missing(application, answers)), None)
        if unfinished:
            return reverse("accreditation:step", args=(*application.call.edition.where, unfinished.name))
        if documents.missing(application):
            return reverse("accreditation:documents", args=application.call.edition.where)
        return reverse("accreditation:send", args=application.call.edition.where)
    return reverse("accreditation:mine", args=application.call.edition.where)


def _next(application: Application, *, after: str) -> str:
    names = [one.name for one in forms.STEPS]
    place = names.index(after) + 1
    where = application.call.edition.where
    if application.state != State.DRAFT:
        return reverse("accreditation:mine", args=where)
    if place < len(names):
        return reverse("accreditation:step", args=(*where, names[place]))
    if documents.needed(application):
        return reverse("accreditation:documents", args=where)
    return after_parts(application)


def _drawn(application: Application) -> dict[str, Any] | None:
    """Their part in the draw, where there is one."""
    found = selection.standing(application.call) if application.received is not None else None
    if found is None:
        return None
    return {"found": found, "line": selection.own_line(found, application), "nonce": application.draw_nonce}


def after_parts(application: Application) -> str:
    """Where they go on once every part is filled in."""
    if application.state == State.DRAFT and identity.missing(application):
        return reverse("accreditation:identity", args=application.call.edition.where)
    page = "send" if application.state == State.DRAFT else "mine"
    return reverse(f"accreditation:{page}", args=application.call.edition.where)


def context_of(application: Application) -> dict[str, Any]:
    """What an applicant's pages have in common."""
    return {
        "edition": application.call.edition,
        "call": application.call,
        "application": application,
        "answers": application.answers,
        "state": application.shown,
        "changeable": _changeable(application),
        "steps": forms.STEPS,
        "asks_documents": bool(documents.asked(application.call)),
        "documents": application.documents.prefetch_related("pages"),
        "asks_identity": identity.is_asked(application),
        "identity_held": identity.of(application),
        "vetting": identity.vetting_of(application),
        "subject_to_check": identity.is_open(application),
        "looks": Look.objects.filter(application=application),
    }


def _parts(application: Application) -> list[tuple[forms.Step, list[tuple[str, str]]]]:
    """Each part with its questions and what was answered, as it is shown."""
    answers = application.answers  # opened once
    return [(one, one.answered(application, answers)) for one in forms.STEPS]
