"""Somebody's own account: their second factor, and where they are signed in."""

from __future__ import annotations

import base64
import json
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.webauthn.internal import auth as webauthn
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from onrecord.keeping.errors import ActRefused
from onrecord.pages.zones import zone_of
from onrecord.people import factors, held, rates, sessions
from onrecord.people.access import SignedIn, confirmed, guarded, signed_in, to_confirm
from onrecord.people.adapter import is_here
from onrecord.people.factor_forms import AddApp, AddPasskey, EnterFactorCode, UsePasskey


@require_safe
@signed_in
def account(request: SignedIn) -> HttpResponse:
    """What somebody has, and what they can add, remove and end."""
    context = {
        "factors": factors.of(request.user),
        "sessions": sessions.of(request.user),
        "here": sessions.hashed(request.session.session_key),
        "zone": zone_of(timezone.localtime()),
    }
    return render(request, "people/account.html", context)


@require_POST
@signed_in
@guarded
def take_everything(request: SignedIn) -> HttpResponse:
    """Everything that is held about somebody, as a ZIP file for them; who has a second factor shows it first."""
    if seconds := rates.wait(request, action="take_everything", key=request.user.email):
        because = _("You have downloaded this several times just now. Try again in {time}.")
        return rates.later(request, because.format(time=rates.in_words(seconds)))
    response = HttpResponse(held.everything(request.user), content_type="application/zip")
    response["Content-Disposition"] = 'attachment; filename="everything.zip"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def confirm(request: SignedIn) -> HttpResponse:
    """Somebody shows a second factor, and goes on to the page that asked for it; whoever has none is told how to add one."""
    if not factors.has_one(request.user):
        return render(request, "people/no_factor.html", {"next": _next(request)})
    form, passkey = _asked(request, request.user)
    given = passkey if passkey.is_bound else form
    if given.is_bound and given.is_valid():
        factors.show(request, given.shown)
        return redirect(_next(request) or "people:account")
    return render(
        request,
        "people/confirm.html",
        _with_options(form, passkey, request.user) | {"next": _next(request)},
        status=400 if given.is_bound else 200,
    )


class AtSignIn(AuthenticateView):  # type: ignore[misc]  # it has no types
    """Whoever has a second factor is asked for it at every sign-in by email, after the code."""

    template_name = "people/sign_in_factor.html"
    form_class = EnterFactorCode
    webauthn_form_class = UsePasskey

    def form_valid(self, form: EnterFactorCode | UsePasskey) -> HttpResponse:
        factors.show(self.request, form.shown)
        answer: HttpResponse = self.stage.exit()
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return (
            context
            | _options(context["js_data"]["request_options"])
            | {"passkey": self.webauthn_form}
            | {"has_passkey": bool(webauthn.get_credentials(self.stage.login.user))}
        )


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_variables()
@signed_in
def add_app(request: SignedIn) -> HttpResponse:
    """An authenticator app, for whoever has none; a second one replaces nothing."""
    if factors.has_one(request.user) and not factors.is_fresh(request):
        return to_confirm(request)
    if factors.has_app(request.user):
        messages.warning(request, _("You already have an authenticator app. Remove it before you add another one."))
        return redirect("people:account")
    form = AddApp(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_bound and form.is_valid():
        try:
            codes = factors.add_app(request, form.secret)
        except ActRefused as refused:  # another tab was first
            messages.warning(request, str(refused))
            return redirect("people:account")
        return _added(request, codes)
    address = get_adapter().build_totp_url(request.user, form.secret)
    picture = base64.b64encode(get_adapter().build_totp_svg(address).encode()).decode()
    secret = " ".join(form.secret[at : at + 4] for at in range(0, len(form.secret), 4))
    context = {"form": form, "picture": picture, "secret": secret, "next": _next(request)}
    return render(request, "people/add_app.html", context, status=400 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def add_passkey(request: SignedIn) -> HttpResponse:
    """A passkey, of this device, of a phone, or a security key."""
    if factors.has_one(request.user) and not factors.is_fresh(request):
        return to_confirm(request)
    form = AddPasskey(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_bound and form.is_valid():
        return _added(request, factors.add_passkey(request, **form.cleaned_data))
    context = {"form": form, "next": _next(request)} | _options(webauthn.begin_registration(request.user, False))
    return render(request, "people/add_passkey.html", context, status=400 if form.is_bound else 200)


@require_POST
@signed_in
@confirmed
def new_codes(request: SignedIn) -> HttpResponse:
    """Ten new recovery codes, shown this once."""
    if not factors.has_one(request.user):
        return redirect("people:account")
    return _codes(request, factors.new_codes(request.user))


@require_POST
@signed_in
@confirmed
def remove(request: SignedIn, factor: int) -> HttpResponse:
    """One of one's own second factors."""
    try:
        factors.remove(request.user, factor)
        messages.success(request, _("The second factor has been removed."))
    except ActRefused as refused:
        messages.warning(request, str(refused))
    return redirect("people:account")


@require_POST
@signed_in
def end_sessions(request: SignedIn) -> HttpResponse:
    """One of one's other sessions, or all but this one."""
    here = sessions.hashed(request.session.session_key)
    key = request.POST.get("session", "")
    ended = 0 if key == here else sessions.end(request.user, key=key, but=here)
    told = ngettext("{n} session has been ended.", "{n} sessions have been ended.", ended).format(n=ended)
    messages.success(request, told if ended else _("That session had already ended."))
    return redirect("people:account")


def _asked(request: HttpRequest, person: Any) -> tuple[EnterFactorCode, UsePasskey]:
    """The two ways to show a factor, one of them filled in where it was posted."""
    posted = request.POST if request.method == "POST" else None
    by_key = posted is not None and "credential" in posted
    return (
        EnterFactorCode(None if by_key else posted, user=person),
        UsePasskey(posted if by_key else None, user=person),
    )


def _with_options(form: EnterFactorCode, passkey: UsePasskey, person: Any) -> dict[str, Any]:
    has_passkey = bool(webauthn.get_credentials(person))
    options = _options(webauthn.begin_authentication(person)) if has_passkey else {}
    return {"form": form, "passkey": passkey, "has_passkey": has_passkey} | options


def _options(of: Any) -> dict[str, str]:
    """What a script asks the browser for."""
    return {"options": json.dumps(of["publicKey"])}


def _added(request: SignedIn, codes: list[str]) -> HttpResponse:
    messages.success(request, _("The second factor has been added."))
    return _codes(request, codes) if codes else redirect(_next(request) or "people:account")


def _codes(request: HttpRequest, codes: list[str]) -> HttpResponse:
    context = {"codes": codes, "next": _next(request) or reverse("people:account")}
    return render(request, "people/codes.html", context)


def _next(request: HttpRequest) -> str:
    wanted = request.GET.get("next", "")
    return wanted if is_here(wanted) else ""
