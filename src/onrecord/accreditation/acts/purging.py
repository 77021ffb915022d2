"""On the day that the call announced, everything that was held of its applicants is destroyed."""

from __future__ import annotations

import logging
import zoneinfo
from datetime import datetime

from onrecord.accreditation import belonging, clock, letters
from onrecord.accreditation.contents import AccreditationActed, ApplicationReceived, DataPurged
from onrecord.accreditation.models import Call, Page
from onrecord.accreditation.states import State
from onrecord.keeping import files, keys, rotation
from onrecord.keeping.acting import act
from onrecord.keeping.errors import ActFailed
from onrecord.post import acts as post
from onrecord.record.acts.erasing import purge
from onrecord.record.models import Entry
from onrecord.record.writer import Draft, append

logger = logging.getLogger(__name__)


def purge_due() -> None:
    """Destroy what is held for calls whose day has come, by the clocks of their place."""
    failed: ActFailed | None = None
    today = clock.surely().astimezone(zoneinfo.ZoneInfo("Etc/GMT-14")).date()  # where the day begins first
    for call in Call.objects.filter(purged=None, deleted_on__lte=today).select_related(
        "edition__log", "edition__series"
    ):
        there = zoneinfo.ZoneInfo(call.edition.timezone)
        if clock.surely() >= datetime.combine(call.deleted_on, datetime.min.time(), there):
            try:
                purge_call(call)
            except ActFailed as error:  # the others' day has come, too
                logger.exception("what is held of the applicants to %s could not be destroyed", call.edition.path)
                failed = error
    if failed:
        raise failed


def purge_call(call: Call) -> None:
    """Applications with all that people wrote, the letters that were not sent or still wait for a mail server, and what the
    log's entries about them say."""
    log = call.edition.log
    with act(log):
        if not Call.objects.filter(pk=call.pk, purged=None).exists():
            return  # another server was first
        found = call.applications.all()
        post.destroy(log, letters.ALL)
        count = found.exclude(state=State.DRAFT).count()
        kinds = (ApplicationReceived.kind, AccreditationActed.kind)
        purge(log, Entry.objects.filter(log=log, kind__in=kinds).values_list("index", flat=True))
        files.destroy(Page.objects.filter(document__application__call=call))
        belonging.forget(call)
        found.delete()
        rotation.begin(keys.PERSONAL)
        Call.objects.filter(pk=call.pk).update(purged=clock.now())
        append(log, Draft(DataPurged(what="applications", count=count, of=call.deleted_on)))
