"""What one fills in to show a second factor, or to add one."""

from __future__ import annotations

import re
from typing import Any

from allauth.core import context
from allauth.mfa.base.forms import BaseAuthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, AuthenticateWebAuthnForm
from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from onrecord.people import rates

DIGITS = {"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false", "size": 12}


NO_ANSWER = _("The browser did not use a passkey. Passkeys need JavaScript; without it, use an authenticator app.")


def answer() -> forms.JSONField:
    """What the browser says for a passkey; a script fills it in."""
    return forms.JSONField(widget=forms.HiddenInput, error_messages={"required": NO_ANSWER, "invalid": NO_ANSWER})


class EnterFactorCode(BaseAuthenticateForm):  # type: ignore[misc]  # it has no types
    """Six digits of an authenticator app, or a recovery code."""

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        help_text=_("Six digits from your authenticator app, or one of your recovery codes."),
        widget=forms.TextInput(DIGITS),
        error_messages={"required": _("Enter the code.")},
    )

    def clean_code(self) -> str:
        """Counts the try before it is looked at. A code of an app that somebody looked over one's shoulder works no second time."""
        code = self.cleaned_data["code"] = re.sub(r"[\s-]", "", self.cleaned_data["code"])
        if seconds := rates.wait(context.request, action="second_factor", key=str(self.user.pk)):
            raise forms.ValidationError(
                gettext("Too many codes were tried. Try again in {time}.").format(time=rates.in_words(seconds))
            )
        super().clean_code()
        if self.shown.type == Authenticator.Type.TOTP:
            if rates.wait(context.request, action="same_code", key=f"{self.user.pk} {code}"):
                raise forms.ValidationError(gettext("That code has been used. Wait for the next one."))
        return code

    @property
    def shown(self) -> Authenticator:
        return self.authenticator


class UsePasskey(AuthenticateWebAuthnForm):  # type: ignore[misc]  # it has no types
    credential = answer()

    @property
    def shown(self) -> Authenticator:
        return self.cleaned_data["credential"]


class AddApp(ActivateTOTPForm):  # type: ignore[misc]  # it has no types
    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        help_text=_("The six digits that the app shows now."),
        widget=forms.TextInput(DIGITS),
        error_messages={"required": _("Enter the six digits from your app.")},
    )

    def clean_code(self) -> str:
        self.cleaned_data["code"] = re.sub(r"[\s-]", "", self.cleaned_data["code"])
        code: str = super().clean_code()
        return code


class AddPasskey(AddWebAuthnForm):  # type: ignore[misc]  # it has no types
    name = forms.CharField(
        label=_("Name of the passkey"),
        max_length=60,
        required=False,
        help_text=_("So that you recognize it later: “work laptop”, “grey key”."),
    )
    credential = answer()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs, initial={"name": ""})

    def clean(self) -> dict[str, Any]:
        try:
            given: dict[str, Any] = super().clean()
        except (ValueError, TypeError, KeyError):  # what is no answer of a browser
            raise forms.ValidationError(NO_ANSWER) from None
        return given

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split()) or gettext("Passkey")
