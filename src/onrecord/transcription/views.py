"""The transcriber's desk: the page, what it sends, what it asks."""

from __future__ import annotations

import json
from functools import wraps
from typing import Any

from django.http import Http404, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from onrecord.events import presence
from onrecord.events.access import permitted
from onrecord.events.models import Edition
from onrecord.keeping.errors import ActFailed, ActRefused
from onrecord.pages.acting import carry_out
from onrecord.pages.addresses import number, number_in
from onrecord.people import access
from onrecord.people.access import SignedIn, View
from onrecord.proceedings import office
from onrecord.proceedings.disclosure import disclosed_by_each
from onrecord.proceedings.entries.ruling import USUAL_HOLD
from onrecord.record.contents import MOST_CHARACTERS
from onrecord.transcription import reads
from onrecord.transcription.acts import OffTheRecord, Typing, correct_all
from onrecord.transcription.acts import prepare as prepare_text
from onrecord.transcription.forms import Prepare, Reason, Replace
from onrecord.transcription.models import Part
from onrecord.transcription.performing import perform
from onrecord.transcription.posted import Unreadable, parse
from onrecord.transcription.replacing import Change, replacements, undone
from onrecord.transcription.words import words
from onrecord.transcripts.model import Role

MOST_AT_ONCE = 200
KINDS = [
    ("transcription", gettext_lazy("transcription: we misheard")),
    ("attribution", gettext_lazy("attribution: somebody else spoke")),
    ("speaker's clarification", gettext_lazy("speaker's clarification")),
    ("disputed", gettext_lazy("disputed")),
]
RULES = [
    ("on the record", gettext_lazy("on the record")),
    ("background", gettext_lazy("background")),
    ("deep background", gettext_lazy("deep background")),
    ("off the record", gettext_lazy("off the record")),
]


def of_whoever_opened_the_desk(view: View) -> View:
    """403 where somebody else has signed in since in the same browser: one doesn't see or send what another typed."""

    @wraps(view)
    def respond(request: SignedIn, *args: Any, **kwargs: Any) -> HttpResponse:
        own = str(request.user.pk)
        if request.headers.get("X-Desk-Of", own) != own:
            return access.refused(request)
        return view(request, *args, **kwargs)

    return respond


@require_safe
@permitted("events.transcribe")
def to_the_desk(request: SignedIn, edition: Edition) -> HttpResponse:
    """Whoever shortens an address, or kept it from before the transcriber's page moved, finds it."""
    return redirect("transcription:desk", *edition.where)


@require_safe
@permitted("events.transcribe")
def desk(request: SignedIn, edition: Edition) -> HttpResponse:
    """The desk. With `?shell`, as the browser keeps it for when there is no network: without a word from the floor."""
    return _desk(request, edition)


def _desk(
    request: SignedIn, edition: Edition, *, refused: dict[str, str] | None = None, wrong: str = "", status: int = 200
) -> HttpResponse:
    """`refused`: what was sent and has to be mended; it stands in its form again."""
    shell = "shell" in request.GET
    if not shell:
        presence.see(edition, person=request.user, typing=False)
    found = reads.state(edition, of=request.user, words=not shell)
    chosen = office.chosen_hold(edition.log)
    context = {
        "edition": edition,
        "state": found,
        "words": words(),
        "off": bool(found.rule and found.rule["rule"] == "off the record"),
        "refused": refused or {},
        "wrong": wrong,
        "shell": shell,
        "who": str(request.user.pk),
        "roles": [(role.value, words()[f"role {role.value}"]) for role in Role],
        "kinds": KINDS,
        "rules": RULES,
        "parts": Part.choices,
        "most": MOST_CHARACTERS,
        "usual_hold": USUAL_HOLD if chosen is None else chosen,
    }
    return render(request, "transcription/desk.html", context, status=status)


@require_POST
@permitted("events.transcribe")
@of_whoever_opened_the_desk
def acts(request: SignedIn, edition: Edition) -> HttpResponse:
    """Acts in order, as JSON `{"acts": […]}`; or one of them by a plain form, which leads back to the desk."""
    if request.content_type == "application/json":
        return _acts_of_the_page(request, edition)
    posted = request.POST.dict()
    posted.pop("csrfmiddlewaretoken", None)
    try:
        perform(edition, parse(posted), by=request.user)
    except OffTheRecord as refused:
        return _desk(request, edition, refused=posted if refused.over else None, wrong=str(refused), status=409)
    except ActFailed as refused:
        status = 409 if isinstance(refused, ActRefused) else 503
        return _desk(request, edition, refused=posted, wrong=str(refused), status=status)
    return redirect("transcription:desk", edition.series.slug, edition.slug)


def _acts_of_the_page(request: SignedIn, edition: Edition) -> JsonResponse:
    """Answers in the order of the acts, as far as they were done: after the first that is refused, none is tried.

    503 where the record can't be written just now: all of them may be sent again.
    """
    try:
        given = json.loads(request.body)["acts"]
        if not isinstance(given, list):
            raise Unreadable('acts: must be a list; send {"acts": […]}')
        if len(given) > MOST_AT_ONCE:
            raise Unreadable(f"acts: at most {MOST_AT_ONCE} in a list")
    except (ValueError, TypeError, KeyError, RecursionError):
        return JsonResponse({"refused": 'send {"acts": […]}'}, status=400)
    except Unreadable as refused:
        return JsonResponse({"refused": str(refused)}, status=400)
    answers: list[dict[str, Any]] = []
    for one in given:
        try:
            answers.append({"index": perform(edition, parse(one), by=request.user)})
        except OffTheRecord as refused:
            answers.append({"refused": str(refused), "off_since": refused.since})
            break
        except ActRefused as refused:
            answers.append({"refused": str(refused)})
            break
        except ActFailed as failed:
            return JsonResponse({"failed": str(failed)}, status=503)
    return JsonResponse({"answers": answers})


@require_safe
@permitted("events.transcribe")
@of_whoever_opened_the_desk
def state(request: SignedIn, edition: Edition) -> HttpResponse:
    """What the others did meanwhile; `after`: how many entries the page knows of, `typing`: whether somebody types there.

    503 where the record can't be read just now: it may be asked for again.
    """
    presence.see(edition, person=request.user, typing=request.GET.get("typing") == "1")
    try:
        found = reads.state(edition, of=request.user, after=number_in(request, "after"))
    except ActFailed as failed:
        return JsonResponse({"failed": str(failed)}, status=503)
    return JsonResponse(found.as_json() | {"token": get_token(request)})


@require_safe
@permitted("events.transcribe")
def worker(request: SignedIn, edition: Edition) -> HttpResponse:
    """The page's service worker, served here because it may only rule over what lies below its own address."""
    return render(request, "transcription/worker.js", content_type="text/javascript")


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("events.transcribe")
def prepare(request: SignedIn, edition: Edition) -> HttpResponse:
    """Hand over a text before it is spoken, and see those that were."""
    form = Prepare(edition, request.POST if request.method == "POST" else None)
    done = carry_out(
        request,
        form,
        lambda given: prepare_text(
            edition,
            by=request.user,
            title=given["title"],
            paragraphs=given["text"],
            speaker=given["speaker"],
        ),
        told=_("The text is saved. Only staff can read it."),
        to=request.path,
        beside="text",
    )
    if done:
        return done
    found = reads.prepared_texts(edition)
    disclosed = disclosed_by_each(edition.log, [row.index for row, _text in found])
    context = {
        "edition": edition,
        "form": form,
        "texts": [(row, text, disclosed.get(row.index, [])) for row, text in found],
        "published": reads.published(edition),
        "directs": request.user.has_perm("events.direct", edition),
    }
    return render(request, "transcription/prepare.html", context, status=400 if form.is_bound else 200)


@require_safe
@permitted("events.transcribe")
def prepared(request: SignedIn, edition: Edition, index: int) -> HttpResponse:
    """The words of a prepared text, for the desk that delivers them."""
    found = reads.prepared_text(edition, index)
    if found is None:
        raise Http404
    row, content = found
    speaker = content.speaker.name if content.speaker else ""
    told = {"index": index, "next": row.next, "title": content.title, "speaker": speaker}
    return JsonResponse(told | {"paragraphs": content.paragraphs})


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("events.transcribe")
def replace(request: SignedIn, edition: Edition) -> HttpResponse:
    """A name put right in many places: first what would change, then, with a reason, each as a correction of its own."""
    given = request.POST if request.method == "POST" else request.GET
    form = Replace(given if "find" in given else None)
    undo = {index for index in map(number, given.get("undo", "").split()) if index is not None}
    found = _found(edition, form, undo)
    reason = Reason(request.POST if request.method == "POST" else None)
    chosen = [one for one in found if one.key in request.POST.getlist("change")]
    if request.method == "POST" and len(chosen) < max(len(request.POST.getlist("change")), 1):
        reason.add_error(
            None,
            _(
                "Choose what to correct. Passages that somebody else has corrected in the meantime are no "
                "longer listed."
            ),
        )
    seen = number(request.POST.get("seen", "")) or 0
    done = carry_out(
        request,
        reason,
        lambda given: correct_all(
            edition, chosen, by=request.user, reason=given["reason"], typed=Typing.since_page(edition, seen)
        ),
        told=lambda made: ngettext("%d passage corrected.", "%d passages corrected.", len(made)) % len(made),
        to=lambda made: f"{request.path}?done={'+'.join(map(str, made))}",
    )
    if done:
        return done
    context = {
        "edition": edition,
        "form": form,
        "reason": reason,
        "found": found,
        "most": MOST_AT_ONCE,
        "chosen": {one.key for one in chosen} if reason.is_bound else {one.key for one in found},
        "undo": " ".join(map(str, sorted(undo))),
        "done": request.GET.get("done", ""),
    }
    return render(request, "transcription/replace.html", context, status=400 if reason.is_bound else 200)


def _found(edition: Edition, form: Replace, undo: set[int]) -> list[Change]:
    """What would change, as many as are done at once."""
    if undo:
        return undone(edition, undo)[:MOST_AT_ONCE]
    if not form.is_valid():
        return []
    find, by, where = (form.cleaned_data[name] for name in ("find", "by", "where"))
    return replacements(edition, find=find, by=by, whole=where == "all")[:MOST_AT_ONCE]
