"""The office answers what readers ask: each request beside the words it is about, answered where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from onrecord.events.access import permitted
from onrecord.events.models import Edition
from onrecord.pages.acting import carry_out
from onrecord.pages.addresses import number_in
from onrecord.people.access import SignedIn
from onrecord.proceedings import acts, forms, office, reads
from onrecord.proceedings.models import CorrectionRequest, Wanted, opened
from onrecord.proceedings.pages import page
from onrecord.proceedings.readers import Answered, Spoken
from onrecord.record.models import Log

PAGE = 20
"""Waiting requests on a page; each brings its words twice and two forms."""
State = CorrectionRequest.State


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that waits, the words it is about, and the forms that answer it."""

    request: CorrectionRequest
    wanted: Wanted
    spoken: Spoken
    declining: forms.Decline
    correcting: forms.CorrectAndAnswer

    @property
    def elsewhere(self) -> bool:
        """Whether the passage stands in no version of the words."""
        return bool(self.wanted.passage) and not self.spoken.verbatim(self.wanted.passage)

    @property
    def corrected(self) -> bool:
        """Whether the words were corrected since the request."""
        return any(one.correction and one.at > self.request.at for one in self.spoken.versions)

    @property
    def parts(self) -> tuple[str, str, str] | None:
        """The words before the passage, the passage, and those after it; None where it doesn't stand there now."""
        wanted = r"\s+".join(map(re.escape, self.wanted.passage.split()))
        found = re.search(wanted, self.spoken.current.text) if wanted and self.spoken.current else None
        if found is None:
            return None
        return found.string[: found.start()], found[0], found.string[found.end() :]


@require_safe
@permitted("events.direct")
def requests(request: SignedIn, edition: Edition) -> HttpResponse:
    """What readers ask to have corrected, the oldest first, and what they were answered."""
    after = number_in(request, "after") or 0
    waiting = list(reads.waiting(edition).filter(pk__gt=after).order_by("pk")[: PAGE + 1])
    counts = dict.fromkeys(State.values, 0) | dict(
        edition.correction_requests.order_by().values_list("state").annotate(Count("pk"))
    )
    context = {
        "waiting": _beside_their_words(edition, waiting[:PAGE]),
        "further": waiting[PAGE - 1].pk if len(waiting) > PAGE else None,
        "answered": _answered(edition),
        "counts": counts,
    }
    return page(request, edition, "proceedings/requests.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("events.direct")
def answer(request: SignedIn, edition: Edition, pk: int) -> HttpResponse:
    """One request; posting one of its two forms puts request and answer on the public record."""
    asked = get_object_or_404(reads.waiting(edition), pk=pk)
    spoken = office.utterance(edition.log, asked.index)
    if spoken is None or asked.wanted is None:
        raise Http404
    declining, correcting = _forms(asked, spoken, edition.log)
    given: forms.Decline | forms.CorrectAndAnswer | None = None
    if request.method == "POST":
        if request.POST.get("decision") == State.CORRECTED:
            given = correcting = forms.CorrectAndAnswer(request.POST, auto_id=correcting.auto_id)
        else:
            given = declining = forms.Decline(request.POST, log=edition.log, auto_id=declining.auto_id)
    done = given and carry_out(
        request,
        given,
        lambda filled: acts.answer(asked, by=request.user, **filled),
        told=_("The request and your answer are now on the public record."),
        to=reverse("proceedings:requests", args=edition.where),
    )
    if done:
        return done
    if given and given.non_field_errors():  # refused: the words as they stand now are shown beside the form
        given.data = request.POST.dict() | {"version": spoken.current.index if spoken.current else ""}
    context = {"asked": Asked(asked, asked.wanted, spoken, declining, correcting), "wrong": given}
    return page(request, edition, "proceedings/answer.html", context, status=400 if given else 200)


def _beside_their_words(edition: Edition, waiting: Sequence[CorrectionRequest]) -> list[Asked]:
    about = {one.index: one for one in office.utterances(edition.log, {one.index for one in waiting})}
    said = opened(waiting)
    return [
        Asked(one, said[one.pk], about[one.index], *_forms(one, about[one.index], edition.log))
        for one in waiting
        if one.index in about and one.pk in said
    ]


def _forms(asked: CorrectionRequest, spoken: Spoken, log: Log) -> tuple[forms.Decline, forms.CorrectAndAnswer]:
    words = {"text": spoken.current.text, "version": spoken.current.index} if spoken.current else {}
    return (
        forms.Decline(log=log, auto_id=f"decline_{asked.pk}_%s"),
        forms.CorrectAndAnswer(initial=words, auto_id=f"correct_{asked.pk}_%s"),
    )


def _answered(edition: Edition) -> list[tuple[Spoken, Answered]]:
    """The last answers with the words they are about, as the record has them, the latest first."""
    closed: Iterable[int] = (
        edition.correction_requests.exclude(state=State.WAITING)
        .order_by("-answered_at")
        .values_list("index", flat=True)[: reads.PAGE]
    )
    about = office.utterances(edition.log, set(closed))
    answers = [(spoken, one) for spoken in about for one in spoken.requests]
    return sorted(answers, key=lambda pair: pair[1].index, reverse=True)[: reads.PAGE]
