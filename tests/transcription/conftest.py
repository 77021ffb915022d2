"""A desk in the middle of the cast's conference."""

from __future__ import annotations

import pytest

from onrecord.events.models import Edition
from onrecord.people.models import Person
from onrecord.proceedings import conducting
from onrecord.transcription import acts
from onrecord.transcription.models import Part, Speaker
from tests import cast


@pytest.fixture
def esi(edition: Edition) -> Person:
    return cast.transcriber(edition)


@pytest.fixture
def chiara(edition: Edition) -> Person:
    return cast.press_officer(edition)


@pytest.fixture
def edition(transactional_db: None) -> Edition:
    return cast.edition()


@pytest.fixture
def session(edition: Edition, esi: Person) -> Edition:
    """The edition, its session running; Governor Ferro has key 1, Ada Reyes key 2, Dov Sand key 3."""
    speakers = (
        Speaker(name="Governor Ferro", title="Governor", key=1, part=Part.PRINCIPAL),
        Speaker(name="Ada Reyes", outlet="Radio Tamra", region="RU-KGD", key=2),
        Speaker(name="Dov Sand", key=3, part=Part.MODERATOR),
    )
    for speaker in speakers:
        acts.keep_speaker(edition, speaker, by=esi)
    conducting.start(edition, seconds=0, by=esi)
    return edition
