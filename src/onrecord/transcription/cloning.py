"""The desk of a new edition begins with who usually speaks and what is short for what. Who asks is another one each time."""

from __future__ import annotations

from onrecord.events.carrying import register
from onrecord.events.models import Edition
from onrecord.people.models import Person
from onrecord.transcription.models import Abbreviation, Part, Speaker


def carry(before: Edition, after: Edition, *, by: Person | None) -> None:
    known = Speaker.objects.filter(edition=before, part__in=(Part.PRINCIPAL, Part.MODERATOR))
    fields = ("key", "name", "title", "outlet", "outlet_kind", "region", "part")
    Speaker.objects.bulk_create(Speaker(edition=after, **row) for row in known.values(*fields))
    short = Abbreviation.objects.filter(edition=before).values("short", "long")
    Abbreviation.objects.bulk_create(Abbreviation(edition=after, **row) for row in short)


register(carry)
