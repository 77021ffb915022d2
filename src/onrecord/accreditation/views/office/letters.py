"""The letters about decisions, until they are sent."""

from __future__ import annotations

from django import forms as django_forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from onrecord.accreditation import acts, forms, reads
from onrecord.accreditation.views.office.page import application_of, page
from onrecord.events.access import permitted
from onrecord.events.models import Edition
from onrecord.pages.acting import carry_out
from onrecord.people.access import SignedIn
from onrecord.post import acts as post
from onrecord.post.models import Written


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
    return done or page(
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
    call, application = application_of(edition, number)
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
    return done or page(
        request, edition, call, "accreditation/letter.html", context, status=400 if form.is_bound else 200
    )
