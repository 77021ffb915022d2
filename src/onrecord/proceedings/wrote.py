"""Whose words stand on the record, and whose ground rules, by the journal."""

from __future__ import annotations

from django.db.models import Max

from onrecord.events.models import Edition
from onrecord.events.reads import journaled
from onrecord.people.models import Person
from onrecord.proceedings import journal
from onrecord.proceedings.models import Rule
from onrecord.proceedings.readers import Spoken


def recorders(edition: Edition, *utterances: Spoken) -> dict[int, list[Person]]:
    """By utterance, everybody whose text or attribution stands in it now, by the journal: they can't confirm it."""
    sources = {one.index: one.sources for one in utterances}
    wrote = journaled(edition, (entry for entries in sources.values() for entry in entries))
    return {
        index: sorted({person for entry in entries for person in wrote[entry]}, key=lambda one: (one.name, one.pk))
        for index, entries in sources.items()
    }


def set_by_office(edition: Edition) -> bool:
    """Whether the office, and not a transcriber alone, went off the record, by the journal; then it ends what it began.

    Who went off the record again meanwhile, or started a session, has ended nothing of it. Only the office sets ground rules,
    and what somebody did for it stays the office's when their own task there ends.
    """
    since = Rule.objects.filter(log=edition.log).exclude(rule="off the record").aggregate(last=Max("index"))["last"]
    setting = (journal.RULE.name, journal.CATCH.name)
    acts = edition.log.journal.filter(code__in=setting, index__gt=-1 if since is None else since)
    return any(
        one.code == journal.RULE.name or (one.person and one.person.has_perm("events.direct", edition))
        for one in acts.select_related("person")
    )
