"""The office's pages, and those where utterances are looked after."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django import forms as django_forms
from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from onrecord.events.access import permitted
from onrecord.events.models import Edition
from onrecord.pages.acting import carry_out
from onrecord.pages.addresses import number_in
from onrecord.people import journal_pages, letter_pages
from onrecord.people.access import SignedIn
from onrecord.proceedings import acts, conducting, forms, office, reads
from onrecord.proceedings import day as days
from onrecord.proceedings.pages import page
from onrecord.proceedings.readers import Spoken
from onrecord.proceedings.wrote import recorders as recorders_of


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("events.direct")
def day(request: SignedIn, edition: Edition) -> HttpResponse:
    """What is happening now; posting does one of the acts it offers."""
    if request.method == "POST":
        return days.act(request, edition)
    return days.show(request, edition, rule=days.rule_form(request, edition))


@require_safe
@permitted("events.transcribe")
def utterances(request: SignedIn, edition: Edition) -> HttpResponse:
    """The utterances to correct, confirm and translate; searched and filtered."""
    form = forms.Find(request.GET)
    given = form.cleaned_data if form.is_valid() else {}
    q, only = given.get("q", ""), given.get("only", "")
    found = reads.find(edition, words=q, only=only, before=number_in(request, "before"))
    context = {
        "form": form,
        "found": found,
        "unconfirmed": set(office.unconfirmed(edition.log)),
        "outdated": set(office.outdated(edition.log)),
        "further": urlencode({"q": q, "only": only, "before": found.before}),
        "filtered": bool(q or only),
    }
    return page(request, edition, "proceedings/utterances.html", context)


LOOKING_AFTER: dict[str, tuple[type[django_forms.Form], Callable[..., int], Any]] = {
    "correct": (
        forms.Correct,
        conducting.correct,
        gettext_lazy("Corrected. The earlier wording stays visible next to it."),
    ),
    "confirm": (
        forms.Confirm,
        conducting.confirm,
        gettext_lazy("Confirmed. A second person has compared this passage with the audio."),
    ),
    "translate": (forms.Translate, acts.translate, gettext_lazy("The translation is published.")),
    "revise": (forms.Revise, acts.revise_translation, gettext_lazy("The translation has been revised.")),
}


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("events.transcribe")
def utterance(request: SignedIn, edition: Edition, index: int) -> HttpResponse:
    """One utterance with its versions; posting corrects, confirms, translates or revises."""
    posted = None
    if request.method == "POST":
        name = request.POST.get("act", "")
        if name not in LOOKING_AFTER:
            raise BadRequest(_("The server does not know this action. Reload the page and try again."))
        shape, do, done = LOOKING_AFTER[name]
        posted = name, shape(request.POST)
        told = carry_out(
            request,
            posted[1],
            lambda given: do(edition, index=index, by=request.user, **given),
            told=done,
            to=request.path,
        )
        if told:
            return told
    spoken = _utterance(edition, index)
    current = spoken.current.index if spoken.current else None
    recorders = recorders_of(edition, spoken)[spoken.index]
    context = {
        "spoken": spoken,
        "clarifications": office.clarifications(edition.log, of=index),
        "recorders": recorders,
        "own": request.user in recorders,
        "correct": _form(posted, "correct", {"text": spoken.current.text if spoken.current else ""}, current),
        "confirm": _form(posted, "confirm", {}, current),
        "translate": _form(posted, "translate", {"interpreted": ""}, current),
        "translations": [
            (one, _revision(posted, one.content.language, one.content.text, current)) for one in spoken.translations
        ],
        "wrong": posted[1] if posted else None,
    }
    return page(request, edition, "proceedings/utterance.html", context, status=400 if posted else 200)


@require_safe
@permitted("events.direct")
def journal(request: SignedIn, edition: Edition) -> HttpResponse:
    """Who did what, for the office."""
    context = journal_pages.context(request, edition.log)
    return page(request, edition, "proceedings/journal.html", context)


@require_safe
@permitted("events.direct")
def journal_csv(request: SignedIn, edition: Edition) -> HttpResponse:
    """The journal as a table to keep."""
    return journal_pages.table(request, edition.log, name=f"journal-{edition.series.slug}-{edition.slug}")


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("events.direct")
def letters(request: SignedIn, edition: Edition) -> HttpResponse:
    """The edition's letters, where each stands and why; posting sends one again or withdraws it."""
    form, done = letter_pages.do(request, edition.log) if request.method == "POST" else (None, None)
    context = letter_pages.context(request, edition.log, form)
    return done or page(request, edition, "proceedings/letters.html", context, status=400 if form else 200)


def _utterance(edition: Edition, index: int) -> Spoken:
    spoken = office.utterance(edition.log, index)
    if spoken is None:
        raise Http404
    return spoken


def _form(posted: Any, name: str, initial: dict[str, Any], version: int | None) -> django_forms.Form:
    if posted and posted[0] == name:
        form: django_forms.Form = posted[1]
        return form
    return LOOKING_AFTER[name][0](initial=initial | {"version": version}, auto_id=f"{name}_%s")


def _revision(posted: Any, language: str, text: str, version: int | None) -> django_forms.Form:
    if posted and posted[0] == "revise" and posted[1].data.get("language") == language:
        form: django_forms.Form = posted[1]
        return form
    return forms.Revise(
        initial={"language": language, "text": text, "version": version}, auto_id=f"revise_{language}_%s"
    )
