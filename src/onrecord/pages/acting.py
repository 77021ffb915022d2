"""The one way from a form to an act, and from there to what is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise

from onrecord.keeping.errors import ActFailed

Done = TypeVar("Done")


def carry_out(
    request: HttpRequest,
    form: forms.Form,
    act: Callable[[dict[str, Any]], Done],
    *,
    told: str | Promise | Callable[[Done], str],
    to: str | Callable[[Done], str | HttpResponse],
    beside: str | None = None,
) -> HttpResponse | None:
    """Do `act` with what was filled in; then `told` is said on the page at the address `to`, or `to` is the answer itself.

    None where the form is not right, or where the act was refused, which the form then says `beside` that field or above
    all of them: the caller shows its page again.
    """
    if not form.is_valid():
        return None
    try:
        done = act(form.cleaned_data)
    except ActFailed as refused:
        form.add_error(beside, str(refused))
        return None
    if said := told(done) if callable(told) else str(told):
        messages.success(request, said)
    then = to(done) if callable(to) else to
    return redirect(then) if isinstance(then, str) else then
