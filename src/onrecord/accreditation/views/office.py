"""The office's pages: the call, the queue, one application, the letters, the totals."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms as django_forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from onrecord.accreditation import acts, codes, counts, forms, letters, reads
from onrecord.accreditation.acts.counting import over, why_not_now
from onrecord.accreditation.models import Application, Call
from onrecord.accreditation.shown import figures
from onrecord.accreditation.states import OUTCOMES, Act, State
from onrecord.events.access import permitted
from onrecord.events.models import Edition
from onrecord.pages.acting import carry_out
from onrecord.pages.addresses import number_in
from onrecord.people.access import SignedIn
from onrecord.post import acts as post
from onrecord.post.models import Written

DAYS_TO_ANSWER = 3


@require_safe
@permitted("accreditation.review")
def queue(request: SignedIn, edition: Edition) -> HttpResponse:
    """All applications: filtered, counted, one a row."""
    call = reads.call_of(edition)
    if call is None:
        return _page(request, edition, None, "accreditation/no_call.html", {})
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
    return _page(request, edition, call, "accreditation/queue.html", context)


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
        return _page(request, edition, found, "accreditation/call_preview.html", context)
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
    return done or _page(
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
        dates = ("opens", "closes", "late_until", "decides_by", "deleted_on")
        return {name: value for name, value in forms.CallForm.initial_of(before).items() if name not in dates}
    return {"two_decide": True, "appeal_days": 7, "kept_for_appeals": 0, "proof": list(codes.PROOFS)}


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("accreditation.review")
def one(request: SignedIn, edition: Edition, number: int) -> HttpResponse:
    """One application with everything that decides on it; posting asks, recommends, decides or takes back."""
    call, application = _application(edition, number)
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
        "steps": application.steps.select_related("by"),
        "reason": letters.reason_of(application),
        "recommend_form": Act.RECOMMEND in able,
        "may_ask": Act.ASK in able,
        "may_decide": decides and any(act in able for act in OUTCOMES) and not _same(call, application, request.user),
        "direct": decides and not call.terms.two_decide and Act.RECOMMEND in able,
        "may_take_back": decides and Act.TAKE_BACK in able,
        "second_needed": _same(call, application, request.user) and application.state == State.RECOMMENDED,
        "own": application.person_id == request.user.pk,
        "decide": decide,
        "ask": ask,
        "wrong": wrong,
        "sentences": [
            (outcome.label, reasons)
            for outcome, reasons in ((Act.REFUSE, codes.REFUSED), (Act.WAITLIST, codes.WAITING))
        ],
        "before": _neighbour(call, number, -1),
        "next": _neighbour(call, number, 1),
    }
    return _page(request, edition, call, "accreditation/one.html", context, status=400 if wrong else 200)


def _same(call: Call, application: Application, person: Any) -> bool:
    return call.terms.two_decide and application.recommended_by_id == person.pk


def _do(
    request: SignedIn, call: Call, application: Application, doing: str, *, decides: bool
) -> tuple[django_forms.Form, HttpResponse | None]:
    by = request.user
    following = _neighbour(call, application.number, 1)
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
            told=_("The decision is taken back."),
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


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("accreditation.decide")
def sending(request: SignedIn, edition: Edition) -> HttpResponse:
    """The decisions that nobody was told of yet, each with its letter; posting sends those that were chosen."""
    found = reads.call_of(edition)
    if found is None:
        raise Http404
    rows = reads.untold(found)
    form = _Chosen(request.POST if request.method == "POST" else None)
    form.fields["number"].choices = [(str(row.application.number), "") for row in rows]  # type: ignore[attr-defined]
    done = None
    if form.is_bound:
        done = carry_out(
            request,
            form,
            lambda given: acts.tell(found, [int(one) for one in given["number"]], by=request.user),
            told=lambda count: ngettext("{n} letter is on its way.", "{n} letters are on their way.", count).format(
                n=count
            ),
            to=request.path,
        )
    chosen = [row.number for row in rows] if "all" in request.GET else []
    context = {
        "rows": rows,
        "form": form,
        "chosen": form["number"].value() if form.is_bound else chosen,
        "can_be_sent": post.can_be_sent(),
    }
    return done or _page(
        request, edition, found, "accreditation/letters.html", context, status=400 if form.is_bound else 200
    )


class _Chosen(django_forms.Form):
    number = django_forms.MultipleChoiceField(
        error_messages={
            "required": gettext_lazy("Choose whose letters to send. Nothing was sent."),
            "invalid_choice": gettext_lazy("The list has changed. Nothing was sent; look at it again."),
        }
    )


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("accreditation.decide")
def letter(request: SignedIn, edition: Edition, number: int) -> HttpResponse:
    """The letter about a decision, which can be changed until it is sent."""
    call, application = _application(edition, number)
    draft = application.letter
    if draft is None or application.told_at is not None or not draft.is_kept:
        return redirect("accreditation:letters", *edition.where)
    written = Written.model_validate_json(draft.unseal())
    given = request.POST if request.method == "POST" else None
    form = forms.Letter(given, initial={"subject": written.subject, "text": written.text})
    done = None
    if form.is_bound:
        done = carry_out(
            request,
            form,
            lambda given: post.redraft(draft, **given),
            told=_("The letter is changed."),
            to=reverse("accreditation:letters", args=edition.where),
        )
    context = {"form": form, "application": application, "written": written}
    return done or _page(
        request, edition, call, "accreditation/letter.html", context, status=400 if form.is_bound else 200
    )


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("accreditation.decide")
def totals(request: SignedIn, edition: Edition) -> HttpResponse:
    """The totals as they would be published, and those that are; posting publishes them."""
    found = reads.call_of(edition)
    if found is None:
        raise Http404
    form = django_forms.Form(request.POST if request.method == "POST" else None)
    done = None
    if form.is_bound:
        done = carry_out(
            request,
            form,
            lambda _given: acts.publish_counts(found, by=request.user),
            told=_("The totals are public now."),
            to=request.path,
        )
    context = {
        "form": form,
        "now": figures(counts.counted(found, after=over(found))),
        "published": [figures(one) for one in reads.published(edition)],
        "why_not": why_not_now(found),
    }
    return done or _page(
        request, edition, found, "accreditation/totals.html", context, status=409 if form.is_bound else 200
    )


def _application(edition: Edition, number: int) -> tuple[Call, Application]:
    call = reads.call_of(edition)
    if call is None:
        raise Http404
    try:
        return call, reads.numbered(call, number)
    except Application.DoesNotExist:
        raise Http404 from None


def _neighbour(call: Call, number: int, step: int) -> int | None:
    found = call.applications.exclude(state=State.DRAFT)
    found = (
        found.filter(number__gt=number).order_by("number")
        if step > 0
        else found.filter(number__lt=number).order_by("-number")
    )
    return found.values_list("number", flat=True).first()


def _page(
    request: SignedIn, edition: Edition, call: Call | None, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    decides = request.user.has_perm("accreditation.decide", edition)
    untold = reads.untold_count(call) if call and decides else 0
    return render(
        request,
        template,
        {"edition": edition, "call": call, "decides": decides, "untold": untold} | context,
        status=status,
    )
