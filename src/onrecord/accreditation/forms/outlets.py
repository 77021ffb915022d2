"""What the office fills in about outlets."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext as _gettext
from django.utils.translation import gettext_lazy as _

from onrecord.accreditation import codes
from onrecord.events import regions
from onrecord.pages.forms import Form
from onrecord.pages.lines import Line, Words
from onrecord.people.models import Outlet


class OutletForm(Form):
    """An outlet that the office knows."""

    name = Line(label=_("Name of the outlet"), max_length=300)
    aliases = Words(
        label=_("Other names"),
        rows=3,
        max_length=2000,
        required=False,
        help_text=_("One a line, in any script, abbreviations too. Applicants' spellings are recognised by them."),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=list(codes.OUTLET_KINDS.items()))
    region = Line(label=_("Region"), max_length=200, help_text=_("Its name or code, or a country."))
    website = forms.URLField(
        label=_("Website or channel"),
        max_length=500,
        required=False,
        assume_scheme="https",
        error_messages={"invalid": _("Enter a web address, for example https://example.org.")},
    )
    places = forms.IntegerField(
        label=_("Places at an edition, usually"),
        required=False,
        min_value=0,
        max_value=10_000,
        help_text=_("Empty means no limit. You can give another number for this edition."),
    )
    offered = forms.BooleanField(label=_("Offer its names to everybody who applies"), required=False)

    def __init__(self, *args: Any, country: str = "", **kwargs: Any) -> None:
        """`country`: whose regions are meant first."""
        super().__init__(*args, **kwargs)
        self.country = country

    def clean_region(self) -> str:
        given: str = self.cleaned_data["region"]
        found = regions.code_of(given, country=self.country, language=get_language() or "en")
        if found is None:
            near = regions.like(given, country=self.country, language=get_language() or "en")
            words = _("We don't know a region “%(region)s”. Enter its name or code, or a country.")
            if near:
                words = _("We don't know a region “%(region)s”. Did you mean: %(near)s?")
            raise forms.ValidationError(words, params={"region": given, "near": ", ".join(near)})
        return found

    def aliases_given(self) -> list[str]:
        found = [line.strip()[:300] for line in self.cleaned_data["aliases"].splitlines()]
        return [one for one in found if one]

    def on(self, outlet: Outlet) -> Outlet:
        """The outlet with what was filled in."""
        for name in ("name", "kind", "region", "website", "places", "offered"):
            setattr(outlet, name, self.cleaned_data[name])
        return outlet

    @staticmethod
    def initial_of(outlet: Outlet) -> dict[str, Any]:
        names = [one.name for one in outlet.names.all() if one.name != outlet.name]
        shown = {name: getattr(outlet, name) for name in ("name", "kind", "website", "places", "offered")}
        region = regions.named(outlet.region, get_language() or "en")
        return shown | {"aliases": "\n".join(names), "region": region}


class Places(Form):
    """How many people of an outlet may come to this edition."""

    here = forms.IntegerField(
        label=_("Places at this edition"),
        required=False,
        min_value=0,
        max_value=10_000,
        help_text=_("Empty means no limit."),
    )


class FocalPoint(Form):
    """Somebody who names an outlet's people."""

    focal_name = Line(label=_("Name"), max_length=200, required=False, help_text=_("Needed if we don't know them yet."))
    email = forms.EmailField(
        label=_("Email address"),
        max_length=254,
        help_text=_("They sign in with it, and see whom their outlet names and how far each of them is."),
    )


class Assign(Form):
    """Of which known outlet an application is."""

    outlet = forms.ChoiceField(
        label=_("Outlet"), widget=forms.RadioSelect, error_messages={"required": _("Choose one.")}
    )

    def __init__(self, *args: Any, outlets: list[Outlet], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "en"
        shown = [(str(one.pk), f"{one.name}, {regions.named(one.region, language)}") for one in outlets]
        self.fields["outlet"].choices = [*shown, ("none", _gettext("None of these"))]  # type: ignore[attr-defined]
