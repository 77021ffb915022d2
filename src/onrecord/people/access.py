"""Pages for those who signed in."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user
from django.contrib.auth.views import redirect_to_login
from django.db import close_old_connections
from django.http import HttpRequest, HttpResponse, parse_cookie
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from onrecord.people import factors
from onrecord.people.adapter import is_here
from onrecord.people.models import Person
from onrecord.people.sessions import SessionStore

View = Callable[..., HttpResponse]
FORWARDED = ("HTTP_FORWARDED", "HTTP_VIA", "HTTP_X_REAL_IP")


class SignedIn(HttpRequest):
    """A request whose person is known."""

    user: Person


def signed_in(view: View) -> View:
    """Only whoever signed in gets the page; others are sent to sign in, and come back afterwards. Never cached."""

    @never_cache
    @wraps(view)
    def respond(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if request.method in ("GET", "HEAD"):
            return redirect_to_login(request.get_full_path())
        return redirect("account_login")

    return respond


def permitted(permission: str) -> Callable[[View], View]:
    """As `signed_in`, and 403 for whoever lacks `permission` on the installation."""

    def decorate(view: View) -> View:
        @signed_in
        @wraps(view)
        def respond(request: SignedIn, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.has_perm(permission):
                return refused(request, installation=True)
            return view(request, *args, **kwargs)

        return respond

    return decorate


def confirmed(view: View) -> View:
    """Only whoever has shown a second factor within the last 15 minutes (`factors.FRESH`) gets the page. Others are led to show
    theirs, or to add one first, and come back; what they posted is not done. For identity data and whatever guards them.

    It stands below `permitted`, so that only whoever may see the page at all is asked:

        @permitted("accreditation.identity")
        @confirmed
        def identity(request: SignedIn, edition: Edition) -> HttpResponse: …
    """

    @never_cache
    @wraps(view)
    def respond(request: SignedIn, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, *args, **kwargs) if factors.is_fresh(request) else to_confirm(request)

    return respond


def guarded(view: View) -> View:
    """Whoever has a second factor shows it, as for `confirmed`, before anything is posted; whoever has none posts without. For
    what gives somebody else a way to identity data, so that a browser that was left signed in doesn't."""

    @wraps(view)
    def respond(request: SignedIn, *args: Any, **kwargs: Any) -> HttpResponse:
        posting = request.method not in ("GET", "HEAD")
        if posting and factors.has_one(request.user) and not factors.is_fresh(request):
            return to_confirm(request)
        return view(request, *args, **kwargs)

    return respond


def to_confirm(request: HttpRequest) -> HttpResponse:
    """To the page on which one shows a second factor, and from there back to the page that was asked for, or whose form was
    sent."""
    back = request.get_full_path()
    if request.method not in ("GET", "HEAD"):
        messages.warning(request, _("Nothing has been done yet. Confirm that it is you, then send it again."))
        back = _page_of_form(request) or back
    return redirect(f"{reverse('people:confirm')}?{urlencode({'next': back})}")


def _page_of_form(request: HttpRequest) -> str:
    """The path of the page of ours from which something was posted; empty where the browser doesn't say."""
    came = urlsplit(request.headers.get("Referer", ""))
    path = came._replace(scheme="", netloc="", fragment="").geturl()
    return path if came.netloc == request.get_host() and is_here(path) else ""


def is_signed_in(cookies: str) -> bool:
    """Whether a request with this `Cookie` header comes from somebody who is signed in; for those who ask before there is a
    request. The thread's connection to the database is given back."""
    key = parse_cookie(cookies).get(settings.SESSION_COOKIE_NAME)
    if not key:
        return False
    request = HttpRequest()
    request.session = SessionStore(key)
    try:
        return get_user(request).is_authenticated
    finally:
        close_old_connections()


def refused(request: HttpRequest, *, installation: bool = False) -> HttpResponse:
    """The page for somebody who is signed in and has another task; it says who gives the one that it takes, on the edition or
    on the whole installation."""
    return render(request, "403.html", {"installation": installation}, status=403)


def sits_here(request: HttpRequest) -> bool:
    """Whether the request comes from this machine itself, through no proxy."""
    meta: dict[str, Any] = request.META
    if any(name in FORWARDED or name.startswith("HTTP_X_FORWARDED_") for name in meta):
        return False
    try:
        address = ipaddress.ip_address(meta.get("REMOTE_ADDR", ""))
    except ValueError:
        return False
    return (getattr(address, "ipv4_mapped", None) or address).is_loopback
