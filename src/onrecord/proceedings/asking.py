"""The public form with which a reader asks for a correction: no account, no cookie.

Nobody is signed in by it, so a forged request could do no more than whoever forges it could do themselves. What keeps it
honest instead of a cookie: a token of this server, bound to the quote and good for a day; no request that another site
sends; a field that only machines fill in; and a limit for each network address.
"""

from __future__ import annotations

import zoneinfo
from urllib.parse import urlsplit

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers, patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from onrecord.events import reads as events
from onrecord.events.models import Edition
from onrecord.keeping.errors import ActFailed, ActRefused
from onrecord.people import rates
from onrecord.proceedings import acts
from onrecord.proceedings import readers as record
from onrecord.proceedings.forms import Ask
from onrecord.proceedings.readers import Spoken

DAY = 24 * 60 * 60
signer = TimestampSigner(salt="onrecord.proceedings.ask")


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, series: str, edition: str, index: int) -> HttpResponse:
    found, spoken = _quote(series, edition, index)
    with timezone.override(zoneinfo.ZoneInfo(found.timezone)):
        if request.method == "POST":
            return _asked(request, found, spoken)
        if "asked" in request.GET:
            return _page(request, found, spoken, None)
        initial = {"passage": request.GET.get("words", "")[:2000], "token": signer.sign(_place(found, spoken))}
        return _page(request, found, spoken, Ask(initial=initial))


def _asked(request: HttpRequest, edition: Edition, spoken: Spoken) -> HttpResponse:
    form = Ask(request.POST)
    valid = form.is_valid()
    if not _ours(request, edition, spoken):
        form.data = request.POST.dict() | {"token": signer.sign(_place(edition, spoken))}
        form.add_error(None, _("This form has expired or does not come from this site. Check it and send it again."))
        return _page(request, edition, spoken, form, status=400)
    if not valid:
        return _page(request, edition, spoken, form, status=400)
    wait = rates.wait(request, action="ask_correction")
    if wait:
        form.add_error(
            None,
            _("Your network has sent too many requests. We received nothing this time. Try again in {time}.").format(
                time=rates.in_words(wait)
            ),
        )
        response = _page(request, edition, spoken, form, status=429)
        response["Retry-After"] = str(wait)
        return response
    given = form.cleaned_data
    if not given["website"]:
        try:
            acts.ask(
                edition,
                index=spoken.index,
                passage=given["passage"],
                reason=given["reason"],
                contact=given["contact"],
            )
        except ActFailed as failed:
            gone = _("These words are no longer public, so they can't be corrected. Go back to the quote.")
            form.add_error(None, gone if isinstance(failed, ActRefused) else str(failed))
            return _page(request, edition, spoken, form, status=409)
    return redirect(f"{request.path}?asked")


def _page(
    request: HttpRequest, edition: Edition, spoken: Spoken, form: Ask | None, *, status: int = 200
) -> HttpResponse:
    passage = form["passage"].value() if form else ""
    context = {
        "edition": edition,
        "spoken": spoken,
        "form": form,
        "elsewhere": bool(passage) and not spoken.verbatim(passage),
    }
    response = render(request, "proceedings/ask.html", context, status=status)
    if request.method == "POST":
        add_never_cache_headers(response)
    else:
        patch_cache_control(response, public=True, max_age=2)
    return response


def _quote(series: str, slug: str, index: int) -> tuple[Edition, Spoken]:
    try:
        edition = events.edition(series, slug)
    except Edition.DoesNotExist:
        raise Http404 from None
    spoken = record.utterance(edition.log, index)
    if spoken is None or spoken.content is None:
        raise Http404
    return edition, spoken


def _ours(request: HttpRequest, edition: Edition, spoken: Spoken) -> bool:
    origin = request.headers.get("Origin", "")
    if origin and urlsplit(origin).netloc not in (request.get_host(), urlsplit(settings.ONRECORD_URL).netloc):
        return False
    try:
        return signer.unsign(request.POST.get("token", ""), max_age=DAY) == _place(edition, spoken)
    except BadSignature:
        return False


def _place(edition: Edition, spoken: Spoken) -> str:
    return f"{edition.pk}/{spoken.index}"
