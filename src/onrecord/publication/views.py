"""The public pages: each parses its address, reads, renders."""

from __future__ import annotations

import unicodedata
import zoneinfo
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers, patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from onrecord.accreditation import reads as accreditation
from onrecord.events import reads
from onrecord.events.models import Edition, Series
from onrecord.keeping import timekeeping
from onrecord.pages import languages
from onrecord.pages.addresses import number_in
from onrecord.pages.shared import Of, shared
from onrecord.people import rates
from onrecord.proceedings import readers as record_reads
from onrecord.proceedings.readers import Spoken
from onrecord.publication import exports, finding
from onrecord.publication.choosing import all_of
from onrecord.publication.parts import Part, part_before, part_from
from onrecord.publication.passages import Passage, cited_as, cited_when, passages, terms_of
from onrecord.publication.reads import about
from onrecord.publication.shown import knot_of

SCREEN_LINES, MOST_SCREEN_LINES = 2, 12
SCREEN_REACH = 40
"""How many utterances the room's screen goes back for the last public words."""


@shared(Of.ALL)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    editions = list(record_reads.editions())
    statuses = record_reads.statuses(edition.log for edition in editions)
    context = {"groups": _by_series(editions), "statuses": statuses, "live": _live(editions, statuses)}
    return _public(request, "publication/home.html", context)


@shared(Of.ALL)
@require_safe
def series(request: HttpRequest, series: str) -> HttpResponse:
    found = get_object_or_404(Series, slug=series)
    editions = list(record_reads.editions().filter(series=found))
    statuses = record_reads.statuses(edition.log for edition in editions)
    context = {"series": found, "editions": editions, "statuses": statuses, "live": _live(editions, statuses)}
    return _public(request, "publication/series.html", context)


@shared(Of.EDITION)
@require_safe
def edition(request: HttpRequest, series: str, edition: str) -> HttpResponse:
    found = _edition(series, edition)
    context = about(found) | {
        "formats": exports.offered(found),
        "unknown": record_reads.unknown_askers(found.log),
        "call": accreditation.call_of(found),
    }
    context["because"] = _why_incomplete(found, context)
    return _public(request, "publication/edition.html", context)


@shared(Of.EDITION, "from", "before", "words")
@require_safe
def record(request: HttpRequest, series: str, edition: str) -> HttpResponse:
    found = _edition(series, edition)
    context = about(found)
    part = _part(found, request, context["stretches"], tail=context["standing"].status == "live", named=True)
    return _public(
        request,
        "publication/record.html",
        context
        | {
            "part": part,
            "knot": knot_of(context),
            "because": _why_incomplete(found, context),
            "beat": f"{settings.ONRECORD_LIVE_BEAT:g}",
        },
    )


def _why_incomplete(edition: Edition, context: dict[str, Any]) -> str:
    return record_reads.why_incomplete(edition.log) if context["standing"].status == "incomplete" else ""


@shared(Of.EDITION, "from", "before", "words")
@require_safe
def part(request: HttpRequest, series: str, edition: str) -> HttpResponse:
    """The next part of the record alone, for a page that is being read. It says of how many segments it is made, so that a
    page which has heard of more puts the later ones onto it."""
    found = _edition(series, edition)
    context = {
        "edition": found,
        "segments": found.log.segments,
        "part": _part(found, request, record_reads.stretches(found.log)),
        "clocked": not found.source_sha256,
    }
    return _public(request, "publication/part.html", context)


@require_safe
def find(request: HttpRequest, series: str, edition: str) -> HttpResponse:
    """Where words were said on the record, or under which name: `?q=`; kept by no cache, since it says what is looked for."""
    found = _edition(series, edition)
    query = request.GET.get("q", "").replace("\0", "").strip()[: finding.LONGEST_QUERY]
    terms = finding.terms_of(query)
    try:
        with finding.alone():
            matches = finding.find(found, terms, start=number_in(request, "from") or 0)
    except finding.Busy:
        return rates.later(request, _("Many people are searching right now."))
    context = {
        "edition": found,
        "clocked": not found.source_sha256,
        "query": query,
        "terms": terms,
        "found": matches,
    }
    response = render(request, "publication/find.html", context)
    add_never_cache_headers(response)
    return response


@shared(Of.EDITION, "lines", "segment")
@require_safe
def screen(request: HttpRequest, series: str, edition: str) -> HttpResponse:
    """Who speaks and what was said last, to be read from three metres away; `?lines=6` for the interpreters' booth.

    Only words under the ground rule that is shown: its sentence is not true of those before it. Words from within an
    embargo that has passed are shown with those spoken since. Whoever has heard of a segment asks by `?segment=`, with how
    many there are by then, for a screen that shows it: no cache has an older one under that address.
    """
    found = _edition(series, edition)
    lines = min(max(number_in(request, "lines") or SCREEN_LINES, 1), MOST_SCREEN_LINES)
    context = about(found)
    in_force = context["in_force"]
    ruled = {
        rule and rule.index
        for rule in (in_force, record_reads.binding(in_force, record_reads.moment(timekeeping.surely())))
    }
    last = [
        passage
        for passage in passages(record_reads.last_spoken(found.log, limit=SCREEN_REACH))
        if (passage.spoken.rule and passage.spoken.rule.index) in ruled
    ]
    public = [passage for passage in last if passage.spoken.content]
    context |= {
        "lines": public[-lines:],
        "speaking": public[-1] if public else None,
        "behind": bool(last) and last[-1].spoken.content is None,
        "segments": found.log.segments,
        "beat": f"{settings.ONRECORD_LIVE_BEAT:g}",
    }
    response = _public(request, "publication/screen.html", context)
    if (number_in(request, "segment") or 0) > found.log.segments:
        add_never_cache_headers(response)
    return response


@shared(Of.EDITION)
@require_safe
def quote(request: HttpRequest, series: str, edition: str, index: int) -> HttpResponse:
    found = _edition(series, edition)
    spoken = record_reads.utterance(found.log, index)
    if spoken is None:
        corrected = record_reads.utterance_about(found.log, index)
        if corrected is None:
            raise Http404
        return redirect(reverse("publication:quote", args=[series, edition, corrected]) + f"#v{index}")
    address = settings.ONRECORD_URL + languages.plain("publication:quote", series, edition, index)
    context = about(found) | {
        "passage": passages([spoken])[0],
        "spoken": spoken,
        "question": _question(found, spoken),
        "erasure": record_reads.erasure(found.log, index) if spoken.state == "destroyed" else None,
        "address": address,
        "citation": _citation(found, spoken, address),
        "chosen": all_of(spoken, spoken.current) if spoken.current else None,
        "at": _now(),
    }
    return _public(request, "publication/quote.html", context)


@shared(Of.NOTHING)
@require_safe
def how_to_check(request: HttpRequest) -> HttpResponse:
    return _public(request, "publication/check.html", {})


@shared(Of.EDITION)
@require_safe
def export(request: HttpRequest, series: str, edition: str, format: str) -> HttpResponse:
    found = _edition(series, edition)
    if format not in exports.FORMATS:
        raise Http404
    try:
        content = exports.export(found, format)
    except exports.NoTimes as why:
        return render(request, "publication/no_captions.html", about(found) | {"why": str(why)}, status=404)
    name = f"{found.series.slug}-{found.slug}{exports.FORMATS[format].extension}"
    response = HttpResponse(content, content_type=exports.FORMATS[format].media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    patch_cache_control(response, public=True, max_age=5)
    return response


def _now() -> datetime:
    return record_reads.moment(timekeeping.now())


def _edition(series: str, slug: str) -> Edition:
    try:
        found = reads.edition(series, slug)
    except Edition.DoesNotExist:
        raise Http404 from None
    timezone.activate(zoneinfo.ZoneInfo(found.timezone))
    return found


def _part(
    edition: Edition,
    request: HttpRequest,
    stretches: list[record_reads.Stretch],
    *,
    tail: bool = False,
    named: bool = False,
) -> Part:
    """The part that the address asks for; by itself the first, or the newest, the `tail`."""
    start, before, words = number_in(request, "from"), number_in(request, "before"), request.GET.get("words", "")
    if before is not None or (tail and start is None):
        return part_before(edition, before, stretches, named=named, words=words)
    return part_from(edition, start or 0, stretches, named=named, words=words)


def _question(edition: Edition, spoken: Spoken) -> Passage | None:
    """The question that began the exchange of an answer or a follow-up."""
    if spoken.exchange is None or spoken.exchange == spoken.index:
        return None
    first = record_reads.utterance(edition.log, spoken.exchange)
    return passages([first])[0] if first and first.content else None


ISOLATE, END = "\u2068", "\u2069"
"""Around a part that may run from right to left: it takes its own direction, and its neighbours keep their places."""


def _citation(edition: Edition, spoken: Spoken, address: str) -> str:
    if spoken.current is None:
        return ""
    who, words, title = cited_as(spoken, edition.language), " ".join(spoken.current.text.split()), edition.title
    if any(unicodedata.bidirectional(sign) in ("R", "AL") for sign in who + words + title):
        who, words, title = (f"{ISOLATE}{part}{END}" for part in (who, words, title))
    when = cited_when(spoken, edition)
    version = _("version {n}").format(n=spoken.current.index)
    terms = (terms_of(spoken), title, when, version, address)
    return _("{who}: “{words}”, {terms}").format(who=who, words=words, terms=", ".join(term for term in terms if term))


def _live(editions: list[Edition], statuses: dict[int, record_reads.Status]) -> list[Edition]:
    return [edition for edition in editions if statuses[edition.log_id] == "live"]


def _by_series(editions: list[Edition]) -> list[tuple[Series, list[Edition]]]:
    groups: dict[int, tuple[Series, list[Edition]]] = {}
    for found in editions:
        groups.setdefault(found.series_id, (found.series, []))[1].append(found)
    return list(groups.values())


def _public(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """A page that caches keep for others: `site` is our address, never what this request was sent to."""
    response = render(request, template, context | {"site": settings.ONRECORD_URL})
    patch_cache_control(response, public=True, max_age=2)
    return response
