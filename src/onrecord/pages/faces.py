"""The host's face: whose press conferences these are, for whoever looks at a page or reads a letter. A series has one of its own;
where it says nothing, the installation's counts, which stands in the settings."""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.urls import reverse

from onrecord.uploads.faults import Unfit
from onrecord.uploads.making import logo_of

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Face:
    """The host's name, how to reach them, and the address of their logo; each empty where nobody said."""

    host: str = ""
    email: str = ""
    phone: str = ""
    logo: str = ""

    def or_else(self, other: Face) -> Face:
        """This one, and what it lacks from `other`. Name and logo belong together, and so do the ways to reach somebody."""
        named, reached = (self if self.host else other), (self if self.email or self.phone else other)
        return Face(named.host, reached.email, reached.phone, self.logo or named.logo)

    @property
    def lines(self) -> str:
        """As a letter ends with it."""
        return "\n".join(one for one in (self.host, self.email, self.phone) if one)


def installation() -> Face:
    """That of the whole installation."""
    logo = f"{reverse('pages:logo')}?v={version(own_logo())}" if own_logo() else ""
    return Face(settings.ONRECORD_HOST, settings.ONRECORD_CONTACT, logo=logo)


@cache
def own_logo() -> bytes:
    """The installation's logo, as small as pages have it; empty without one, and where the file can't be used."""
    if not settings.ONRECORD_LOGO:
        return b""
    try:
        return logo_of(settings.ONRECORD_LOGO.read_bytes())
    except (OSError, Unfit) as why:
        logger.error("ONRECORD_LOGO=%s can't be used as a logo: %s", settings.ONRECORD_LOGO, why)
        return b""


def version(logo: bytes) -> str:
    """What of a logo stands in its address, so that another one has another address."""
    return hashlib.sha256(logo).hexdigest()[:16]
