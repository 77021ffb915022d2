"""On the announced day nothing of the applicants is left, and nothing tells which entries were about whom."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from onrecord.accreditation import acts
from onrecord.accreditation.acts.purging import purge_due
from onrecord.accreditation.models import Application, Call
from onrecord.accreditation.states import Act
from onrecord.keeping.errors import ActFailed, ActRefused
from onrecord.post.models import Letter
from onrecord.record import openings, serving
from onrecord.record.acts import doomed
from onrecord.record.contents import Erased
from onrecord.record.models import Entry, Log
from tests import cast
from tests.accreditation.building import applied, decided, open_call

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def call() -> Call:
    return open_call(cast.edition())


def due(call: Call) -> None:
    today = timezone.now().date()
    Call.objects.filter(pk=call.pk).update(deleted_on=today - timedelta(days=2))


def test_everything_is_destroyed_on_the_day_and_the_log_says_so_once(call: Call) -> None:
    told = decided(call, cast.person("Ada Reyes"), Act.ACCEPT)
    acts.tell(call, [told.number], by=cast.person("Dov Sand"))
    decided(call, cast.person("Bohdan Lis"), Act.REFUSE, reason="late", fact="14 May")
    purge_due()
    assert Application.objects.count() == 2, "the day has not come"
    due(call)
    purge_due()
    purge_due()
    log = call.edition.log
    log.refresh_from_db()
    assert not Application.objects.exists()
    kinds = list(Entry.objects.filter(log=log).order_by("index").values_list("kind", flat=True))
    assert kinds.count("data.purged") == 1 and Erased.kind not in kinds
    for index, kind in enumerate(kinds):
        if kind in ("application.received", "accreditation.acted"):
            assert not openings.kept(log, [index])
            with pytest.raises(serving.NotInLog):
                serving.opening(log, index)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM accreditation_step")
        assert cursor.fetchone()[0] == 0
    with pytest.raises(ActRefused, match="has been destroyed"):
        acts.begin(Call.objects.get(pk=call.pk), cast.person("Imani Koda"), language="en")


def test_an_entry_about_an_applicant_is_not_erased_one_by_one(call: Call) -> None:
    index = Application.objects.get(pk=applied(call, cast.person("Ada Reyes")).pk).received
    assert index is not None
    with pytest.raises(ActRefused, match="read by the office alone"):
        doomed(call.edition.log, index)


def test_the_journal_never_tells_whose_application_was_refused(call: Call) -> None:
    ada = cast.person("Ada Reyes")
    found = decided(call, ada, Act.REFUSE, reason="late", fact="14 May")
    acts.tell(call, [found.number], by=cast.person("Dov Sand"))
    acts.withdraw(applied(call, cast.person("Bohdan Lis")))
    office = cast.signed_in(cast.press_officer(call.edition))
    for journal in ("journal/", "journal.csv"):
        said = office.get(f"/regional-media/13/desk/{journal}").content.decode()
        assert "application refused" in said and "application 1" in said
        assert "Ada" not in said and "ada.reyes" not in said and "Bohdan" not in said


def test_no_letter_waits_for_a_mail_server_after_that_day(call: Call, settings: object) -> None:
    settings.ONRECORD_MAIL = "smtp://mail.example.org"  # type: ignore[attr-defined]
    told = decided(call, cast.person("Ada Reyes"), Act.ACCEPT)
    acts.tell(call, [told.number], by=cast.person("Dov Sand"))
    decided(call, cast.person("Bohdan Lis"), Act.REFUSE, reason="late", fact="14 May")
    assert Letter.objects.exclude(wrapped_key=b"").count() == 4
    due(call)
    purge_due()
    assert not Letter.objects.exclude(wrapped_key=b"").exists()


def test_a_call_that_can_not_be_purged_keeps_no_other_from_it(call: Call) -> None:
    other = open_call(cast.edition("14"))
    applied(call, cast.person("Ada Reyes"))
    applied(other, cast.person("Ada Reyes"))
    due(call)
    due(other)
    Log.objects.filter(pk=call.edition.log_id).update(checkpoint="broken")
    with pytest.raises(ActFailed):
        purge_due()
    assert [one.call_id for one in Application.objects.all()] == [call.pk]


def test_nobody_begins_an_application_on_a_page_that_was_read_before_the_deletion(call: Call) -> None:
    due(call)
    purge_due()
    assert call.purged is None, "as the page read it"
    with pytest.raises(ActRefused, match="has been destroyed"):
        acts.begin(call, cast.person("Imani Koda"), language="en")
    assert not Application.objects.exists()
