from typing import Any

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.utils.module_loading import autodiscover_modules


class PeopleConfig(AppConfig):
    name = "onrecord.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Each room says what its acts note in the journal and what it holds about a person, once all tables are known."""
        autodiscover_modules("journal", "held")
        user_logged_in.connect(_signed_in, dispatch_uid="people.confirm")


def _signed_in(sender: object, user: Any, request: Any, **_: object) -> None:
    """Whoever signs in has shown that the address is theirs."""
    from onrecord.people import sessions
    from onrecord.people.acts import confirm

    sessions.begin(request)
    if user.joined:
        confirm(user)
