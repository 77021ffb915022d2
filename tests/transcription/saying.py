"""Words said at the desk."""

from __future__ import annotations

from onrecord.events.models import Edition
from onrecord.people.models import Person
from onrecord.transcription.models import Speaker
from onrecord.transcription.performing import perform
from onrecord.transcription.posted import parse
from tests.transcription import UUID, new

WORDS = "The fourth school stands in Verkhna."


def say(edition: Edition, by: Person, text: str = WORDS, key: UUID | None = None) -> int:
    who = Speaker.objects.get(edition=edition, name="Governor Ferro")
    sent = {"act": "say", "key": key or new(), "speaker": who.pk, "role": "answer", "text": text}
    index = perform(edition, parse(sent), by=by)
    assert index is not None
    return index
