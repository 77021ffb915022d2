"""A new room works with all that every room does, and no other room's file knows it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from onrecord.events import acts as events
from onrecord.events.models import Edition
from onrecord.keeping import chores, sealing
from onrecord.keeping.chores import Clock
from onrecord.keeping.errors import ActRefused
from onrecord.post.models import Letter
from onrecord.proceedings import entries as record
from onrecord.record import projection, serving
from onrecord.record.entry import Leaf
from onrecord.record.kinds import Kinds, known
from onrecord.record.models import Opening
from onrecord.record.sources import BundleSource
from onrecord.record.verifier import verify_log
from tests import cast
from tests.a_room import acts
from tests.a_room.acts import forget
from tests.a_room.models import Claim, Clue, Item
from tests.waiting import wait_for
from tests.words import answer

UMBRELLA = "The green umbrella is mine."


@pytest.fixture
def edition(transactional_db: None) -> Edition:
    """A session is running, in which the governor has told of his umbrella, which was found before."""
    edition = cast.edition()
    record.start_session(edition.log)
    return edition


@pytest.fixture
def umbrella(edition: Edition) -> int:
    return acts.find(edition, by=None, what="A green umbrella", place="Bus 2")


@pytest.fixture
def claimed(edition: Edition, umbrella: int) -> int:
    """The passage by which it was recognised."""
    passage = record.speak(edition.log, answer(UMBRELLA))[0]
    acts.claim(edition, item=umbrella, email="governor@example.org", passage=passage, words=UMBRELLA)
    return passage


def test_its_act_is_on_its_page_in_the_log_and_in_the_journal(edition: Edition) -> None:
    keeper = cast.person("Ada Reyes")
    events.appoint(edition, person=keeper, role="keeper", by=None)
    page, desk = cast.signed_in(keeper), "/regional-media/13/desk/lost-property/"
    assert f'<a href="{desk}">Lost property</a>' in page.get("/desk/").content.decode()
    assert "“What is it?” is empty" in page.post(desk, {"place": "Bus 2"}).content.decode()
    shown = page.post(desk, {"what": "A green umbrella", "place": "Bus 2"}, follow=True).content.decode()
    assert "It is on the record." in shown and "A green umbrella" in shown
    assert f'<a href="{desk}" aria-current="page">Lost property</a>' in shown
    last = edition.log.entries.latest("index")
    assert Leaf.decode(bytes(last.leaf)).kind == "item.found"
    journal = cast.signed_in(cast.press_officer(edition)).get("/regional-media/13/desk/journal/").content.decode()
    assert "something was found" in journal and "Ada Reyes" in journal
    assert cast.signed_in(cast.transcriber(edition)).get(desk).status_code == 403


def test_its_entries_come_to_rows_that_the_log_gives_again(edition: Edition, umbrella: int) -> None:
    other = acts.find(edition, by=None, what="One glove", place="The harbour")
    returned = acts.give_back(edition, by=None, item=umbrella)
    stored = Item.objects.filter(log=edition.log).order_by("index").values_list("index", "returned")
    assert list(stored) == [(umbrella, returned), (other, None)]
    assert projection.first_difference(edition.log) is None
    Item.objects.filter(index=umbrella).update(returned=None)
    assert f"item {umbrella}: returned is None" in str(projection.first_difference(edition.log))
    projection.rebuild(edition.log)
    assert projection.first_difference(edition.log) is None


def test_whoever_verifies_knows_its_entries(edition: Edition, umbrella: int, tmp_path: Path) -> None:
    acts.remark(edition, by=None, item=umbrella, words="Belongs to the minister.")
    acts.give_back(edition, by=None, item=umbrella)
    for file in serving.files(edition.log):
        path = tmp_path / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.content)
    for kinds in known, Kinds():  # with the room's kinds, and as somebody who never heard of them
        report = verify_log(BundleSource(tmp_path), kinds, key=edition.log.verifier_key)
        assert report.ok, report


def test_what_only_the_office_may_read_is_published_by_no_act(edition: Edition, umbrella: int) -> None:
    noted = acts.remark(edition, by=None, item=umbrella, words="Belongs to the minister.")
    passage = record.speak(edition.log, answer(UMBRELLA))[0]
    everything: list[Callable[[], object]] = [
        lambda: record.publish(edition.log, noted, reason="The office wants it."),
        lambda: record.withhold(edition.log, noted, reason="The office doesn't."),
        lambda: record.publish(edition.log, umbrella, reason="Again."),
        lambda: record.confirm(edition.log, noted, version=noted),
        lambda: acts.give_back(edition, by=None, item=umbrella),
        lambda: record.erase(edition.log, passage, legal_basis="Asked for."),
        lambda: record.erase(edition.log, umbrella, legal_basis="Asked for."),
        lambda: record.end_session(edition.log),
        lambda: record.open_due(now=2**62),
    ]
    for do in everything:
        with suppress(ActRefused):
            do()
        assert Opening.objects.get(log=edition.log, index=noted).state != Opening.State.PUBLIC
    assert not edition.log.entries.filter(kind="opened", ref=noted).exists()


def test_erasing_words_finds_what_the_room_keeps_of_them(edition: Edition, umbrella: int, claimed: int) -> None:
    assert "Descriptions of lost property that quote them: 1." in record.doomed(edition.log, claimed).elsewhere
    record.erase(edition.log, claimed, legal_basis="Asked for.")
    assert not Clue.objects.exists()
    assert not sealing.kept(Letter).exists()


def test_an_address_is_destroyed_when_its_time_is_over(edition: Edition, claimed: int) -> None:
    (claim,) = Claim.objects.all()
    assert claim.unseal() == b"governor@example.org"
    acts.forget()
    assert Claim.objects.exists()
    Claim.objects.update(until=timezone.now() - timedelta(seconds=1))
    acts.forget()
    assert not Claim.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_its_chore_fails_and_stops_nobody() -> None:
    """Its table is gone, as after an upgrade that went wrong. Words that are held open all the same."""
    log = cast.edition().log
    record.start_session(log)
    record.set_hold(log, seconds=1)
    clock = Clock()
    with connection.schema_editor() as editor:
        editor.delete_model(Claim)
    try:
        clock.start()
        wait_for(lambda: forget in [one.chore.run for one in chores.failing()])
        held = record.speak(log, answer(UMBRELLA))[0]
        wait_for(lambda: Opening.objects.get(log=log, index=held).state == Opening.State.PUBLIC)
        assert chores.failing()
    finally:
        with connection.schema_editor() as editor:
            editor.create_model(Claim)
        clock.stop()
