"""What applicants fill in, part by part."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext as _gettext
from django.utils.translation import gettext_lazy as _

from onrecord.accreditation import codes
from onrecord.accreditation.models import Answers, Application, Call
from onrecord.events import regions
from onrecord.pages.forms import Form
from onrecord.pages.lines import Line, Words

YES_NO = [("yes", _("Yes")), ("no", _("No"))]


def _choice(label: Any, named: codes.Named, **more: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=list(named.items()), widget=forms.RadioSelect, **more)


class Question(Form):
    """A part of an application: what is filled in is kept with it."""

    columns: tuple[str, ...] = ()
    """Fields that are columns of the application; the others are members of its answers."""

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        self.application = application
        super().__init__(*args, **kwargs)
        kind = self.data.get("kind", application.kind)
        for name, field in list(self.fields.items()):
            if not self.asks(name, application.call):
                del self.fields[name]
            elif field.required:
                field.required = self.needs(name, kind)

    @classmethod
    def asks(cls, name: str, call: Call) -> bool:
        """Whether this call asks for it."""
        return True

    @classmethod
    def needs(cls, name: str, kind: str) -> bool:
        """Whether it is needed from somebody whose outlet is of that kind; what is optional never is."""
        return True

    @classmethod
    def lacks(cls, name: str, application: Application, answers: Answers) -> bool:
        """Whether nothing was filled in."""
        return (getattr(application, name) if name in cls.columns else getattr(answers, name)) in (None, "")

    @classmethod
    def initial_of(cls, application: Application, answers: Answers) -> dict[str, Any]:
        values = answers.model_dump() | {name: getattr(application, name) for name in cls.columns}
        return {
            name: {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value
            for name, value in values.items()
        }

    def answers(self) -> dict[str, Any]:
        given = {name: value for name, value in self.cleaned_data.items() if name not in self.columns}
        return {
            name: value == "yes" if name in ("tour", "listed", "before") else value for name, value in given.items()
        }

    def stored(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in self.columns if name in self.cleaned_data}


class You(Question):
    given_names = Line(
        label=_("Given names"),
        max_length=200,
        help_text=_("As in your identity document."),
        widget=forms.TextInput({"autocomplete": "given-name"}),
    )
    family_names = Line(
        label=_("Family names"),
        max_length=200,
        help_text=_("As in your identity document."),
        widget=forms.TextInput({"autocomplete": "family-name"}),
    )
    latin = Line(
        label=_("Your name in Latin letters"),
        max_length=400,
        required=False,
        help_text=_("Only if you wrote it in other letters above."),
    )
    called = Line(label=_("What should we call you?"), max_length=200, required=False)
    said = Line(
        label=_("How is your name said?"),
        max_length=200,
        required=False,
        help_text=_("The moderator will need it, for example: LEESS, one syllable."),
    )
    mobile = Line(
        label=_("Mobile number"),
        max_length=40,
        help_text=_("Only for messages on the day, and never shown to anybody but the press office."),
        widget=forms.TextInput({"autocomplete": "tel", "inputmode": "tel"}),
    )
    languages = Line(label=_("Languages you speak"), max_length=200, required=False)

    def clean_mobile(self) -> str:
        given: str = self.cleaned_data["mobile"]
        if sum(sign.isdigit() for sign in given) < 6:
            raise forms.ValidationError(
                _("Enter the whole number, with the country's code, for example +47 21 00 00 00.")
            )
        return given


class Outlet(Question):
    columns = ("kind", "region", "category")

    kind = _choice(_("What do you work for?"), codes.OUTLET_KINDS, error_messages={"required": _("Choose one.")})
    outlet = Line(
        label=_("Name of the outlet"),
        max_length=300,
        help_text=_(
            "A freelancer or blogger gives the name under which they publish. You are an outlet of one, and equal."
        ),
        widget=forms.TextInput({"autocomplete": "organization", "list": "outlets"}),
    )
    website = forms.URLField(
        label=_("Website or channel"),
        max_length=500,
        required=False,
        assume_scheme="https",
        error_messages={"invalid": _("Enter a web address, for example https://example.org.")},
    )
    region = Line(
        label=_("Region where you work"),
        max_length=200,
        help_text=_("Its name, or a country. It is counted in public once you are accredited."),
        widget=forms.TextInput({"list": "regions", "autocomplete": "off"}),
    )
    editor = Line(
        label=_("An editor we can ask"),
        max_length=300,
        help_text=_("Name, and email or telephone. Only freelancers and bloggers can leave this empty."),
        error_messages={"required": _("Tell us an editor of your outlet who knows of your assignment.")},
    )
    category = forms.ChoiceField(label=_("Which place do you need?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        category = self.fields.get("category")
        if isinstance(category, forms.ChoiceField):
            category.choices = [(one.code, one.name) for one in self.application.call.terms.categories]
        if hasattr(self.application, "named"):
            for name in ("kind", "outlet"):
                self.fields[name].disabled = True
                self.fields[name].help_text = _("Your outlet named you, so this is settled.")

    @classmethod
    def asks(cls, name: str, call: Call) -> bool:
        return name != "category" or len(call.terms.categories) > 1

    @classmethod
    def needs(cls, name: str, kind: str) -> bool:
        return name != "editor" or kind not in ("freelance", "blog")

    @classmethod
    def lacks(cls, name: str, application: Application, answers: Answers) -> bool:
        """Nor is a kind of place chosen that the terms don't have any more."""
        if name == "category":
            return application.call.category(application.category) is None
        return super().lacks(name, application, answers)

    @classmethod
    def initial_of(cls, application: Application, answers: Answers) -> dict[str, Any]:
        found = super().initial_of(application, answers)
        return found | {"region": regions.named(application.region, get_language() or "en")}

    def clean_region(self) -> str:
        given: str = self.cleaned_data["region"]
        country, language = self.application.call.terms.country or "", get_language() or "en"
        found = regions.code_of(given, country=country, language=language)
        if found is None:
            near = regions.like(given, country=country, language=language)
            words = (
                _("We don't know a region “%(region)s”. Did you mean: %(near)s?")
                if near
                else _("We don't know a region “%(region)s”. Enter its name, or a country.")
            )
            raise forms.ValidationError(words, params={"region": given, "near": ", ".join(near)})
        return found

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("kind") == "blog" and not given.get("website") and "website" not in self.errors:
            self.add_error("website", _gettext("Enter the address of your blog or channel."))
        return given

    def stored(self) -> dict[str, str]:
        call = self.application.call
        return super().stored() | ({"category": call.only_category} if len(call.terms.categories) < 2 else {})


class Work(Question):
    function = _choice(
        _("What do you do there?"),
        codes.FUNCTIONS,
        help_text=_("Your function decides who may ask, not the kind of your outlet."),
        error_messages={"required": _("Choose one.")},
    )
    attendance = _choice(
        _("How do you want to take part?"), codes.ATTENDANCE, error_messages={"required": _("Choose one.")}
    )
    covers = Words(label=_("What do you plan to cover?"), rows=3, max_length=1000)
    samples = Words(
        label=pgettext_lazy("links to articles", "Your work"),
        rows=3,
        max_length=2000,
        help_text=_("Links to two pieces of the last twelve months, or who assigned you."),
    )
    tour = forms.ChoiceField(
        label=_("Do you want to join the press tour?"),
        choices=YES_NO,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one.")},
    )
    before = forms.ChoiceField(
        label=_("Have you been accredited for an earlier edition?"),
        choices=YES_NO,
        widget=forms.RadioSelect,
        help_text=_("If places are drawn, some are for those who come for the first time."),
        error_messages={"required": _("Choose one.")},
    )
    listed = forms.ChoiceField(
        label=_("May your name stand on the public list of accredited journalists?"),
        choices=YES_NO,
        widget=forms.RadioSelect,
        help_text=_("Whatever you choose here has no influence on the decision."),
        error_messages={"required": _("Choose one.")},
    )

    @classmethod
    def asks(cls, name: str, call: Call) -> bool:
        if name == "before":
            return call.terms.lot is not None and call.terms.lot.first_timers > 0
        return name != "samples" or bool(call.terms.proof)


class Send(Form):
    conduct = forms.BooleanField(
        label=_("I have read these rules and keep them."),
        error_messages={"required": _("Please read the rules and accept them.")},
    )
    read = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=10**15)
    """The entry with the rules that stood on the page."""
    nonce = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    """32 bytes for the draw, which a script makes."""


@dataclass(frozen=True)
class Step:
    """A part of the application, with its address and heading."""

    name: str
    label: Any
    heading: Any
    """As the office reads it."""
    form: type[Question]

    def missing(self, application: Application, answers: Answers) -> list[str]:
        """The labels of what is asked for and not there."""
        form, call, kind = self.form, application.call, application.kind
        return [
            str(field.label)
            for name, field in form.base_fields.items()
            if field.required and form.asks(name, call) and form.needs(name, kind)
            if form.lacks(name, application, answers)
        ]

    def answered(self, application: Application, answers: Answers) -> list[tuple[str, str]]:
        """Each question with its answer as it is shown; those that were left empty are left out."""
        form = self.form(application=application)
        values = self.form.initial_of(application, answers)
        shown = [(str(field.label), _as_shown(field, values.get(name))) for name, field in form.fields.items()]
        return [(label, value) for label, value in shown if value]


def _as_shown(field: forms.Field, value: Any) -> str:
    if isinstance(field, forms.ChoiceField):
        return next((str(label) for code, label in field.choices if code == value), "")  # type: ignore[union-attr, misc]
    return str(value or "")


STEPS = (
    Step("you", _("You"), _("Person"), You),
    Step("outlet", _("Your outlet"), _("Outlet"), Outlet),
    Step("work", _("Your work"), _("Work"), Work),
)


class Answer(Form):
    note = Words(
        label=_("Your answer"), rows=4, max_length=2000, help_text=_("You can change your application below, too.")
    )
