"""allauth as we use it: known persons only, our words."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _


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
        ours = {"site": settings.ONRECORD_URL, "minutes": settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT // 60}
        return super().render_mail(template_prefix, email, context | ours, headers)  # type: ignore[no-any-return]
