"""Signing in, by code or link; the first administrator; the installation's journal; the mails of a development installation."""

from __future__ import annotations

from typing import Any

from allauth.account.views import ConfirmLoginCodeView, RequestLoginCodeView, logout
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from onrecord.keeping.errors import ActRefused
from onrecord.pages.acting import carry_out
from onrecord.people import acts, forms, journal_pages, letter_pages, links, mail, rates
from onrecord.people.access import SignedIn, permitted, signed_in, sits_here
from onrecord.people.adapter import Adapter, is_here
from onrecord.people.models import Person
from onrecord.post import reads
from onrecord.post.acts import can_be_sent

BACKEND = settings.AUTHENTICATION_BACKENDS[0]


class AskForCode(RequestLoginCodeView):  # type: ignore[misc]  # it has no types
    def form_invalid(self, form: forms.AskForCode) -> HttpResponse:
        response: HttpResponse = super().form_invalid(form)
        if form.wait:
            response.status_code = 429
            response["Retry-After"] = str(form.wait)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"can_be_sent": can_be_sent()}  # type: ignore[no-any-return]


class Join(AskForCode):
    """Signing in, or becoming known: a code goes to the address in either case."""

    template_name = "people/join.html"

    def get_form_class(self) -> type[forms.Join]:
        return forms.Join

    def form_valid(self, form: forms.Join) -> HttpResponse:
        form._user = acts.join(email=form.cleaned_data["email"], name=form.cleaned_data["name"])
        response: HttpResponse = super().form_valid(form)
        return response


class EnterCode(ConfirmLoginCodeView):  # type: ignore[misc]  # it has no types
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        if getattr(self, "_process", self) is None:
            messages.error(request, _("The code has expired. Request a new one."))
        return response

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Counts the try before it is looked at, so that no more are made at the same moment than one after the other."""
        issued = f"{request.session.session_key} {self._process.state['at']}"
        if rates.wait(request, action="enter_code", key=issued):
            self._process.abort()
            messages.error(request, Adapter.error_messages["too_many_login_attempts"])
            return redirect("account_login")
        response: HttpResponseBase = super().post(request, *args, **kwargs)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {  # type: ignore[no-any-return]
            "shown_at_mail": settings.ONRECORD_MAIL == "page" and sits_here(self.request),
            "minutes": settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT // 60,
        }


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest) -> HttpResponse:
    """A sign-in link: opening it shows a button, and only the button uses it up, so that previews don't."""
    token = request.GET.get("token", "")
    if request.method != "POST":
        person = links.person_of(token)
        return render(request, "people/link.html", {"person": person}) if person else _useless(request)
    person = links.use(token)
    if person is None:
        return _useless(request)
    return _enter(request, person)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def first(request: HttpRequest) -> HttpResponse:
    """The link that the first start prints: whoever opens it becomes the first administrator."""
    if not links.is_first(request.GET.get("token", "")):
        return _useless(request)
    form = forms.Founder(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return render(request, "people/first.html", {"form": form}, status=400 if form.is_bound else 200)
    try:
        person = acts.found(**form.cleaned_data)
    except ActRefused:
        return _useless(request)
    return _enter(request, person)


@never_cache
def sign_out(request: HttpRequest) -> HttpResponse:
    """Asks first. A browser that signs out keeps nothing of the desks: no page, no list of speakers, no line that waits."""
    response: HttpResponse = logout(request)
    if request.method == "POST":
        response["Clear-Site-Data"] = '"cache", "storage"'
    return response


@require_POST
@signed_in
def language(request: SignedIn) -> HttpResponse:
    """Somebody chooses in which language the pages for staff speak to them."""
    form = forms.ChooseLanguage(request.POST)
    done = carry_out(
        request,
        form,
        lambda given: acts.choose_language(request.user, **given),
        told="",
        to=settings.LOGIN_REDIRECT_URL,
    )
    if done is None:
        raise BadRequest(_("There is no such language. Go back and choose one from the list."))
    return done


@never_cache
@require_safe
def mails(request: HttpRequest) -> HttpResponse:
    """What would have been sent, for whoever develops or tries onrecord on this machine."""
    if settings.ONRECORD_MAIL != "page" or not sits_here(request):
        raise Http404
    return render(request, "people/mails.html", {"mails": list(reversed(mail.kept))})


@require_safe
@permitted("people.administer")
def journal(request: SignedIn) -> HttpResponse:
    """Who did what that is about no edition, for the administrators."""
    return render(request, "people/journal.html", journal_pages.context(request, None))


@require_safe
@permitted("people.administer")
def journal_csv(request: SignedIn) -> HttpResponse:
    """The same as a table to keep."""
    return journal_pages.table(request, None, name="journal")


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("people.administer")
def letters(request: SignedIn) -> HttpResponse:
    """Every letter, where it stands and why; posting sends one again or withdraws it."""
    form, done = letter_pages.do(request, None) if request.method == "POST" else (None, None)
    context = letter_pages.context(request, None, form) | {"trouble": reads.trouble(None)}
    return done or render(request, "people/letters.html", context, status=400 if form else 200)


def _enter(request: HttpRequest, person: Person) -> HttpResponse:
    login(request, person, backend=BACKEND)
    wanted = request.GET.get("next", "")
    return redirect(wanted if is_here(wanted) else settings.LOGIN_REDIRECT_URL)


def _useless(request: HttpRequest) -> HttpResponse:
    return render(request, "people/link_useless.html", {"can_be_sent": can_be_sent()}, status=410)
