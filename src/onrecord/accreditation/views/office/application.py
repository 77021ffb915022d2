"""One application, and what is decided on it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms as django_forms
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from onrecord.accreditation import acts, belonging, documents, forms, letters, reads
from onrecord.accreditation.models import Application, Call, Check
from onrecord.accreditation.states import OUTCOMES, Act, State
from onrecord.accreditation.views.office.page import application_of, neighbour, page
from onrecord.events.access import permitted
from onrecord.events.models import Edition
from onrecord.pages.acting import carry_out
from onrecord.people.access import SignedIn

DAYS_TO_ANSWER = 3


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("accreditation.review")
def one(request: SignedIn, edition: Edition, number: int) -> HttpResponse:
    """One application with everything that decides on it; posting asks, recommends, decides or takes back."""
    call, application = application_of(edition, number)
    answers = application.answers
    decides = request.user.has_perm("accreditation.decide", edition)
    proposal = {
        "outcome": application.proposal,
        "fact": answers.fact,
        "refused": application.reason,
        "waiting": application.reason,
    }
    decide = forms.Decide(initial=proposal)
    ask = forms.Ask(initial={"due": timezone.now() + timedelta(days=DAYS_TO_ANSWER)})
    wrong: django_forms.Form | None = None
    if request.method == "POST":
        doing = request.POST.get("act", "")
        form, done = _do(request, call, application, doing, decides=decides)
        if done:
            return done
        wrong = form
        ask, decide = (
            (form, decide) if isinstance(form, forms.Ask) else (ask, form if isinstance(form, forms.Decide) else decide)
        )
    able = reads.acts_for(application, request.user)
    context = {
        "application": application,
        "answers": answers,
        "parts": [(part, part.answered(application, answers)) for part in forms.STEPS],
        "missing": reads.missing(application, answers),
        "asks_documents": bool(documents.asked(call)),
        "documents": application.documents.select_related("checked_by").prefetch_related("pages"),
        "checks": Check.choices,
        "sees_identity": request.user.has_perm("accreditation.identity", edition),
        "steps": application.steps.select_related("by"),
        "reason": letters.reason_of(application),
        "recommend_form": Act.RECOMMEND in able,
        "may_ask": Act.ASK in able,
        "may_decide": decides and any(act in able for act in OUTCOMES) and not _same(call, application, request.user),
        "direct": decides and not call.terms.two_decide and Act.RECOMMEND in able,
        "may_take_back": decides and (Act.TAKE_BACK in able or Act.PUT_BACK in able),
        "may_notify": decides and (Act.NOTIFY in able or Act.KEEP in able),
        "second_needed": _same(call, application, request.user) and application.state == State.RECOMMENDED,
        "own": belonging.is_own(application, request.user),
        "outlet": belonging.row(call, of) if (of := belonging.of(application)) else None,
        "named": hasattr(application, "named"),
        "alike": belonging.alike(application),
        "decide": decide,
        "ask": ask,
        "wrong": wrong,
        "sentences": forms.sentences(),
        "before": neighbour(call, number, -1),
        "next": neighbour(call, number, 1),
    }
    return page(request, edition, call, "accreditation/one.html", context, status=400 if wrong else 200)


def _same(call: Call, application: Application, person: Any) -> bool:
    return call.terms.two_decide and application.recommended_by_id == person.pk


def _do(
    request: SignedIn, call: Call, application: Application, doing: str, *, decides: bool
) -> tuple[django_forms.Form, HttpResponse | None]:
    by = request.user
    following = neighbour(call, application.number, 1)
    to = reverse("accreditation:one", args=(*call.edition.where, application.number))
    form: django_forms.Form
    if doing == "ask":
        form = forms.Ask(request.POST)
        return form, carry_out(
            request,
            form,
            lambda given: acts.ask(application, **given, by=by),
            told=_("We have asked the applicant."),
            to=to,
        )
    if doing == "take-back" and decides:
        form = django_forms.Form(request.POST)
        return form, carry_out(
            request,
            form,
            lambda _given: acts.take_back(application, by=by),
            told=_("The application is on the waiting list again.")
            if application.waits
            else _("The decision is taken back."),
            to=to,
        )
    if doing in ("recommend", "decide") and (doing == "recommend" or decides):
        form = forms.Decide(request.POST)
        act = acts.recommend if doing == "recommend" else acts.decide
        told = _("Recommended.") if doing == "recommend" else _("Decided. The letter waits to be sent.")

        def doing_it(given: dict[str, Any]) -> None:
            decided = form
            assert isinstance(decided, forms.Decide)
            act(application, outcome=decided.outcome_given, reason=decided.reason_given, fact=given["fact"], by=by)

        next_one = reverse("accreditation:one", args=(*call.edition.where, following)) if following else to
        return form, carry_out(request, form, doing_it, told=told, to=next_one if "next" in request.POST else to)
    raise Http404
