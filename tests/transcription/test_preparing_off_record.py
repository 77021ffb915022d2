"""While people speak off the record nobody can hand over a text: it could be what they say."""

from __future__ import annotations

from onrecord.events.models import Edition
from onrecord.people.models import Person
from onrecord.proceedings import conducting
from onrecord.proceedings.contents import RuleSet
from onrecord.transcription import acts
from onrecord.transcription.models import PreparedText
from tests import cast

OFF = RuleSet(rule="off the record", sentence="Nothing is recorded.")
GIVEN = {"title": "Statement", "text": "The ferry stops in June."}


def handed_over(edition: Edition, by: Person) -> int:
    return cast.signed_in(by).post(f"/{edition.path}/desk/transcribe/prepare/", GIVEN).status_code


def test_a_text_handed_over_off_the_record_is_refused_and_stored_nowhere(session: Edition, esi: Person) -> None:
    acts.go_off_record(session, by=esi)
    session.log.refresh_from_db()
    size = session.log.size
    page = cast.signed_in(esi).post(f"/{session.path}/desk/transcribe/prepare/", GIVEN)
    assert page.status_code == 400 and "Nothing typed now is stored" in page.content.decode()
    session.log.refresh_from_db()
    assert session.log.size == size and not PreparedText.objects.exists()
    acts.back_on_record(session, by=esi)
    assert handed_over(session, esi) == 302


def test_between_two_sessions_nobody_speaks_and_it_is_taken(session: Edition, esi: Person, chiara: Person) -> None:
    conducting.set_rule(session, rule=OFF, by=chiara)
    assert handed_over(session, esi) == 400
    conducting.end(session, by=chiara)
    assert handed_over(session, esi) == 302
