"""How a session or a link leads to its person."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import BaseBackend
from sesame.backends import SesameBackendMixin

from onrecord.people.models import Person


class Links(SesameBackendMixin, BaseBackend):  # type: ignore[misc]  # it has no types
    """Sign-in by a one-time link; codes sent by mail are checked by allauth, and end in this backend, too."""

    def get_user(self, user_id: Any) -> Person | None:
        return Person.objects.filter(pk=user_id, merged_into=None).first()
