"""What one fills in to sign in."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from allauth.account.forms import ConfirmLoginCodeForm, RequestLoginCodeForm
from allauth.core import context
from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from onrecord.pages.forms import Form
from onrecord.pages.languages import name_of
from onrecord.pages.lines import Line
from onrecord.people import rates
from onrecord.people.models import Person


class AskForCode(RequestLoginCodeForm):  # type: ignore[misc]  # it has no types
    """Whoever is not known gets the same answer, after the same work, as who is.

    `wait`: the seconds until another code may be asked for, where too many were.
    """

    wait = 0
    counted_as: tuple[str, ...] = ("ask_for_code",)

    email = forms.EmailField(
        label=_("Your email address"),
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email"}),
        error_messages={"required": _("Enter your email address.")},
    )

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].lower()
        self.wait = max(rates.wait(context.request, action=action, key=email) for action in self.counted_as)
        if self.wait:
            raise forms.ValidationError(
                gettext("Too many codes were requested. We sent nothing. Try again in {time}.").format(
                    time=rates.in_words(self.wait)
                )
            )
        self._user = Person.objects.filter(email=email, merged_into=None).first()
        if self._user is None:
            adapter = get_adapter()
            adapter.render_mail("account/email/login_code", email, {"code": adapter.generate_login_code()})
        return email


class Join(AskForCode):
    """For somebody who may not be known yet. Their answer is the same as everybody's."""

    name = Line(
        label=_("Your name"),
        max_length=200,
        help_text=_("If we know your address already, we keep the name we have."),
        widget=forms.TextInput({"autocomplete": "name"}),
        error_messages={"required": _("Enter your name.")},
    )
    field_order = ("name", "email")
    counted_as = ("ask_for_code", "join")


class EnterCode(ConfirmLoginCodeForm):  # type: ignore[misc]  # it has no types
    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        widget=forms.TextInput(
            {"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false", "size": 12}
        ),
        error_messages={"required": _("Enter the code from our email.")},
    )


class ChooseLanguage(Form):
    """In which language the pages for staff speak to somebody."""

    language = forms.ChoiceField(
        label=_("Language of your pages"),
        required=False,
        choices=lambda: [
            ("", gettext("As my browser asks")),
            *((one, name_of(one)) for one in settings.STAFF_LANGUAGES),
        ],
    )


def choice_of_language(person: Person) -> ChooseLanguage | None:
    """The form with what `person` has chosen; None where there is nothing to choose."""
    return ChooseLanguage(initial={"language": person.language}) if len(settings.STAFF_LANGUAGES) > 1 else None


class Founder(Form):
    """The first administrator."""

    name = forms.CharField(label=_("Your name"), max_length=200, widget=forms.TextInput({"autocomplete": "name"}))
    email = forms.EmailField(
        label=_("Your email address"), max_length=254, widget=forms.EmailInput({"autocomplete": "email"})
    )
