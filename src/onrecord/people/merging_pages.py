"""The page on which administrators of the installation merge two records of one person, and part them again."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from onrecord.pages.acting import carry_out
from onrecord.pages.addresses import number
from onrecord.pages.forms import Form
from onrecord.people import merging
from onrecord.people.access import SignedIn, guarded, permitted
from onrecord.people.models import Person


class TwoRecords(Form):
    """Two records by their addresses."""

    kept = forms.EmailField(
        label=gettext_lazy("Address that is kept"),
        max_length=254,
        help_text=gettext_lazy("With it they sign in from now on."),
    )
    other = forms.EmailField(
        label=gettext_lazy("Address that is merged into it"),
        max_length=254,
        help_text=gettext_lazy("Nobody can sign in with it any more. All that it has stays visible under both."),
    )

    def clean_kept(self) -> Person:
        return self._person("kept")

    def clean_other(self) -> Person:
        return self._person("other")

    def _person(self, name: str) -> Person:
        found = Person.objects.filter(email=self.cleaned_data[name]).first()
        if found is None:
            raise forms.ValidationError(_("Nobody here has this address."))
        return found


class Merged(Form):
    """A record that was merged into another."""

    part = forms.ModelChoiceField(Person.objects.exclude(merged_into=None))


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("people.administer")
@guarded
def records(request: SignedIn) -> HttpResponse:
    """Records that may be one person's, and those that were merged; posting merges two, or parts them."""
    given = request.POST if request.method == "POST" else None
    parting = given is not None and "part" in given
    chosen = {name: _address(request, name) for name in ("kept", "other")}
    two = TwoRecords(None if parting else given, initial=chosen)
    form: forms.Form = Merged(given) if parting else two
    done = None
    if parting:
        done = carry_out(
            request,
            form,
            lambda given: merging.part(given["part"], by=request.user),
            told=_("The two records are parted again."),
            to=request.path,
        )
    elif given is not None:
        done = carry_out(
            request,
            form,
            lambda given: merging.merge(given["kept"], given["other"], by=request.user),
            told=_("The two records are merged. You can part them again below."),
            to=request.path,
        )
    context = {
        "form": two,
        "wrong": form if form.is_bound else None,
        "pairs": merging.suggested(),
        "merged": merging.merged(),
        "chosen": all(chosen.values()),
    }
    return done or render(request, "people/records.html", context, status=400 if form.is_bound else 200)


def _address(request: SignedIn, name: str) -> str:
    """The address of the record whose key the page's address names."""
    pk = number(request.GET.get(name, ""))
    found = Person.objects.filter(pk=pk).first() if pk is not None else None
    return found.email if found else ""
