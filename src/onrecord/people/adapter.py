"""allauth as we use it: known persons only, our words."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from onrecord.pages.faces import installation
from onrecord.people.models import Person
from onrecord.people.under_key import fernet


def is_here(url: str) -> bool:
    """Whether `url` is a path of this site: what one is led to after signing in names no host, not even one of ours."""
    return url_has_allowed_host_and_scheme(url, allowed_hosts=None)


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # it has no types
    error_messages = DefaultAccountAdapter.error_messages | {
        "incorrect_code": _("That is not the code we sent. Check the newest email and type its eight letters."),
        "too_many_login_attempts": _("You entered a wrong code three times, so it no longer works. Request a new one."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: str) -> bool:
        return is_here(url)

    def format_email_subject(self, subject: str) -> str:
        return subject

    def render_mail(
        self, template_prefix: str, email: str, context: dict[str, Any], headers: Any = None
    ) -> EmailMessage:
        ours: dict[str, Any] = {"site": settings.ONRECORD_URL, "minutes": settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT // 60}
        ours["signature"] = installation().lines
        return super().render_mail(template_prefix, email, context | ours, headers)  # type: ignore[no-any-return]


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # it has no types
    """Second factors belong to the public address, whatever name a request came under, and a copy of the database has none."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("That didn't work. Try again, or use another second factor."),
    }

    def encrypt(self, text: str) -> str:
        return fernet("factors").encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return fernet("factors").decrypt(encrypted_text).decode()

    def get_totp_issuer(self) -> str:
        return f"onrecord {_host()}"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {"id": _host(), "name": "onrecord"}

    def get_public_key_credential_user_entity(self, user: Person) -> dict[str, Any]:
        return {"id": str(user.pk).encode(), "display_name": user.name, "name": user.email}


def _host() -> str:
    return urlsplit(settings.ONRECORD_URL).hostname or ""
