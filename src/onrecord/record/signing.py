"""Who signs a log: one key for the installation, one name for each log."""

from __future__ import annotations

from functools import cache

from django.conf import settings
from django.utils.translation import gettext as _

from onrecord.keeping import keys
from onrecord.keeping.errors import KeysUnusable
from onrecord.record.models import Log
from onrecord.tlog.note import Signer


@cache
def signer_of(origin: str) -> Signer:
    """The signer of the log named `origin`."""
    return Signer(origin, _seed())


def signer_for(log: Log) -> Signer:
    """As `signer_of`. Raises KeysUnusable where another key signed the log before."""
    signer = signer_of(log.origin)
    if str(signer.verifier) != log.verifier_key:
        raise KeysUnusable(
            _("signing.key is not the key of {origin}; put back the key it was created with").format(origin=log.origin)
        )
    return signer


@cache
def _seed() -> bytes:
    return keys.read_or_make(settings.ONRECORD_KEYS / keys.SIGNING)
