"""Whoever is accredited is on the desk by name, outlet and region without being typed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from onrecord.accreditation import acts as accreditation
from onrecord.accreditation.acts.purging import purge_due
from onrecord.accreditation.models import Call
from onrecord.accreditation.states import Act
from onrecord.events.models import Edition
from onrecord.people.models import Person
from onrecord.proceedings import readers
from onrecord.transcription.models import Speaker
from onrecord.transcription.performing import perform
from onrecord.transcription.posted import parse
from tests import cast
from tests.accreditation.building import decided, open_call
from tests.transcription import new

pytestmark = pytest.mark.django_db(transaction=True)
DESK = "/regional-media/13/desk/transcribe/"


@pytest.fixture
def call(session: Edition) -> Call:
    return open_call(session)


def told(call: Call, name: str, outcome: Act = Act.ACCEPT, **more: Any) -> None:
    found = decided(call, cast.person(name), outcome, **more)
    accreditation.tell(call, [found.number], by=cast.person("Dov Sand"))


def on_the_desk(client: Client, after: int | None = None) -> list[dict[str, Any]] | None:
    query = {} if after is None else {"after": after}
    found: list[dict[str, Any]] | None = client.get(DESK + "state/", query).json()["accredited"]
    return found


def test_who_is_told_that_they_are_accredited_is_on_the_desk_and_nobody_else(call: Call, esi: Person) -> None:
    told(call, "Imani Koda", outlet="Канал Сьерра", kind="tv")
    told(call, "Bohdan Lis", Act.REFUSE, reason="late", fact="14 May")
    decided(call, cast.person("Lena Moor"), Act.ACCEPT)
    client = cast.signed_in(esi)
    (one,) = on_the_desk(client) or []
    assert (one["name"], one["outlet"], one["outlet_kind"], one["region"]) == (
        "Imani Koda",
        "Канал Сьерра",
        "tv",
        "RU-KGD",
    )
    assert "Kanal" in one["latin"] and one["part"] == "journalist" and one["key"] is None
    page = client.get(DESK).content.decode()
    assert f'<option value="{one["id"]}">Imani Koda, Канал Сьерра</option>' in page


def test_their_first_words_are_theirs_by_name_outlet_and_region(call: Call, session: Edition, esi: Person) -> None:
    told(call, "Imani Koda", kind="tv")
    client = cast.signed_in(esi)
    (one,) = on_the_desk(client) or []
    sent = {"act": "say", "key": new(), "speaker": one["id"], "text": "What of the fourth school?"}
    index = perform(session, parse(sent), by=esi)
    assert perform(session, parse(sent), by=esi) == index
    assert index is not None
    session.log.refresh_from_db()
    spoken = readers.utterance(session.log, index)
    assert spoken
    voice = spoken.speaker
    assert voice and (voice.name, voice.outlet, voice.outlet_kind, voice.region) == (
        "Imani Koda",
        "Radio Tamra",
        "tv",
        "RU-KGD",
    )
    assert spoken.content and spoken.content.role == "question"
    assert on_the_desk(client) == [] and Speaker.objects.filter(edition=session, name="Imani Koda").count() == 1


def test_the_page_is_told_only_where_it_may_have_changed(call: Call, session: Edition, esi: Person) -> None:
    told(call, "Imani Koda")
    client = cast.signed_in(esi)
    session.log.refresh_from_db()
    size = session.log.size
    assert on_the_desk(client, after=size) is None
    perform(session, parse({"act": "say", "key": new(), "text": "What of the fourth school?"}), by=esi)
    assert on_the_desk(client, after=size) is None
    told(call, "Lena Moor")
    assert [one["name"] for one in on_the_desk(client, after=size) or []] == ["Imani Koda", "Lena Moor"]


def test_after_the_deletion_the_desk_has_only_who_spoke(call: Call, session: Edition, esi: Person) -> None:
    told(call, "Imani Koda")
    told(call, "Lena Moor")
    client = cast.signed_in(esi)
    imani = next(one for one in on_the_desk(client) or [] if one["name"] == "Imani Koda")
    perform(session, parse({"act": "say", "key": new(), "speaker": imani["id"], "text": "What of it?"}), by=esi)
    Call.objects.filter(pk=call.pk).update(deleted_on=timezone.now().date() - timedelta(days=2))
    purge_due()
    assert on_the_desk(client) == []
    assert "Lena Moor" not in client.get(DESK).content.decode()
    assert Speaker.objects.filter(edition=session, name="Imani Koda").exists()
