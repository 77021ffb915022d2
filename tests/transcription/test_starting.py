"""Under which ground rule and with which hold a session begins."""

from __future__ import annotations

import pytest

from onrecord.events.models import Edition
from onrecord.people.models import Person
from onrecord.proceedings import conducting
from onrecord.proceedings import readers as record
from onrecord.proceedings.contents import RuleSet
from onrecord.proceedings.ground_rules import on_the_record
from onrecord.transcription import acts, reads
from onrecord.transcription.models import Speaker
from onrecord.transcripts.model import Role
from tests import cast
from tests.proceedings.conftest import DAY

BACKGROUND = RuleSet(rule="background", sentence="On background, as agreed.", attribution="a person in the office")


@pytest.mark.parametrize("starts", ["at the desk", "on the day's page"])
def test_a_session_begins_under_the_ground_rule_that_was_set_for_it(
    edition: Edition, esi: Person, chiara: Person, starts: str
) -> None:
    conducting.set_rule(edition, by=chiara, rule=BACKGROUND)
    office, desk = cast.signed_in(chiara), cast.signed_in(esi)
    for page in (office.get(DAY), desk.get(f"/{edition.path}/desk/transcribe/")):
        assert "The session starts with this ground rule: On background, as agreed." in page.content.decode()
    if starts == "at the desk":
        desk.post(f"/{edition.path}/desk/transcribe/acts/", {"act": "start", "hold": 0})
    else:
        office.post(DAY, {"act": "start", "seconds": "0"})
    spoken = record.utterance(edition.log, say(edition, esi))
    assert spoken and spoken.unnamed and spoken.speaker is None
    acts.go_off_record(edition, by=esi)
    acts.back_on_record(edition, by=esi)
    assert rule(edition, esi) == ("background", BACKGROUND.sentence)


def test_a_session_begins_on_the_record_where_the_one_before_was_or_the_office_has_said_so_since(
    session: Edition, esi: Person, chiara: Person
) -> None:
    conducting.end(session, by=esi)
    assert "with this ground rule: On the record" in cast.signed_in(chiara).get(DAY).content.decode()
    conducting.start(session, seconds=0, by=esi)
    conducting.set_rule(session, by=chiara, rule=BACKGROUND)
    conducting.end(session, by=esi)
    conducting.set_rule(session, by=chiara, rule=on_the_record(session.log))
    conducting.start(session, seconds=0, by=esi)
    assert rule(session, esi)[0] == "on the record"
    acts.go_off_record(session, by=esi)
    acts.back_on_record(session, by=esi)
    assert rule(session, esi)[0] == "on the record"


@pytest.mark.parametrize("chosen", [0, 30])
def test_a_session_begins_with_the_hold_that_was_chosen(edition: Edition, esi: Person, chosen: int) -> None:
    conducting.set_hold(edition, by=esi, seconds=60)
    conducting.start(edition, by=esi, seconds=chosen)
    assert reads.state(Edition.objects.get(pk=edition.pk), of=esi).hold == chosen


def say(edition: Edition, by: Person) -> int:
    speaker = Speaker(name="Governor Ferro")
    acts.keep_speaker(edition, speaker, by=by)
    return acts.say(edition, by=by, speaker=speaker, role=Role.ANSWER, text="In Verkhna.")


def rule(edition: Edition, of: Person) -> tuple[str, str]:
    found = reads.state(Edition.objects.get(pk=edition.pk), of=of).rule
    assert found
    return found["rule"], found["sentence"]
