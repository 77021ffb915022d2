"""Which language an answer speaks. `_spoken` says it for what anyone may read, from the address alone: neither cookie nor
Accept-Language counts. `_of_staff` says it for pages of those with a task here, who have their own choice. Whoever signs in to
apply for something reads the language of the page that they come back to (`_comes_back_to`).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import resolve
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header

from onrecord.events import reads
from onrecord.pages.languages import Spoken, addresses, catalogue_of, divided, is_page, nearest, speaking

Answer = Callable[[HttpRequest], HttpResponse]

STAFF = re.compile(r"/(?:desk|mail|sign-in|sign-out)(?:/.*)?|/[^/]+/[^/]+/desk(?:/.*)?")
"""Addresses of those who have a task here, or sign in to it."""
SIGN_IN = re.compile(r"/sign-in/.*")
EDITION = re.compile(r"/([-a-zA-Z0-9_]+)/([-a-zA-Z0-9_]+)/.*")


def at_the_door(get_response: Answer) -> Answer:
    """A middleware around all others: whatever fails before an address was looked at speaks the language of its prefix, or
    the installation's."""

    def respond(request: HttpRequest) -> HttpResponse:
        prefix, _plain = divided(request.path_info)
        request.urlconf = addresses(prefix)  # type: ignore[attr-defined]
        with speaking(prefix or settings.LANGUAGE_CODE, prefix=prefix):
            return _named(get_response(request))

    return respond


def of_the_address(get_response: Answer) -> Answer:
    """A middleware: everything inside speaks the language of the address, or of the person whose page it is.

    A prefix that names what the plain address speaks anyway leads there, so that each page has one address.
    """

    def respond(request: HttpRequest) -> HttpResponse:
        if STAFF.fullmatch(request.path_info):
            return _to_staff(request, get_response)
        spoken = _spoken(request.path_info)
        if spoken.prefix == spoken.plainly and _leads_to_a_page(request):
            query = request.META.get("QUERY_STRING", "")
            return redirect(f"{spoken.path}?{query}" if query else spoken.path)
        request.spoken = spoken  # type: ignore[attr-defined]
        with translation.override(spoken.language):
            return _named(get_response(request))

    return respond


def _spoken(path: str) -> Spoken:
    prefix, plain = divided(path)
    edition = EDITION.fullmatch(plain)
    language = reads.language(*edition.groups()) if edition else ""
    return Spoken(plain, plainly=nearest(language), prefix=prefix)


def _leads_to_a_page(request: HttpRequest) -> bool:
    try:
        return is_page(resolve(request.path_info).func)
    except Http404:
        return False


def _to_staff(request: HttpRequest, get_response: Answer) -> HttpResponse:
    language, asked = _of_staff(request)
    with translation.override(language):
        response = _named(get_response(request))
    if asked:
        patch_vary_headers(response, ["Accept-Language"])
    return response


def _comes_back_to(request: HttpRequest) -> str:
    """The path that whoever signs in comes back to, where it is no page of staff; else empty."""
    path = urlsplit(request.GET.get("next", "")).path if SIGN_IN.fullmatch(request.path_info) else ""
    return path if path.startswith("/") and not STAFF.fullmatch(path) else ""


def _of_staff(request: HttpRequest) -> tuple[str, bool]:
    """What the person chose, else the first language that their browser asks for; and whether it was asked."""
    if back := _comes_back_to(request):
        return _spoken(back).language, False
    known: list[str] = settings.STAFF_LANGUAGES
    if len(known) == 1:
        return known[0], False
    chosen = request.user.language if request.user.is_authenticated else ""
    if chosen in known:
        return chosen, False
    wanted = (
        catalogue_of(tag) for tag, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", ""))
    )
    return next((one for one in wanted if one in known), known[0]), True


def _named(response: HttpResponse) -> HttpResponse:
    """A page says in which language it speaks."""
    if response.status_code // 100 != 3 and response.get("Content-Type", "").startswith("text/html"):
        response.headers.setdefault("Content-Language", translation.get_language())
    return response
