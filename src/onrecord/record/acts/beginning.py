"""A log begins."""

from __future__ import annotations

from django.utils.translation import gettext as _

from onrecord.keeping.acting import act
from onrecord.keeping.errors import ActRefused
from onrecord.record.contents import EditionOpened
from onrecord.record.models import Log
from onrecord.record.writer import Draft, append, open_log


def open_edition(origin: str, content: EditionOpened) -> Log:
    """A new log for an edition, its first entry saying what the edition is."""
    with act():
        if Log.objects.filter(origin=origin).exists():
            raise ActRefused(_("the log {origin} already exists").format(origin=origin))
        log = open_log(origin, language=next(iter(content.languages), ""))
        append(log, Draft(content))
    return log
