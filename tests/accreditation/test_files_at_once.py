"""Two people do something with documents and lists at the same moment: it counts once, and nothing is left over."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from onrecord.accreditation import acts
from onrecord.accreditation.acts.purging import purge_call
from onrecord.accreditation.contents import DataPurged
from onrecord.accreditation.models import Call, Check, Document, Identity, Look, Page, Vetting
from onrecord.keeping import files
from onrecord.keeping.errors import ActRefused
from onrecord.record.models import Entry
from tests import cast
from tests.accreditation.building import drafted, open_call
from tests.accreditation.identifying import TERMS, identity_data
from tests.uploads.files import jpeg

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def call() -> Call:
    files.sweep(older_than=-1)  # what other tests left
    return open_call(cast.edition(), proof=["letter"], **TERMS | {"identity": "application"})


def at_once(*doing: Callable[[], object]) -> list[str]:
    """Do all of it at the same moment; what those were told that were refused."""
    ready = threading.Barrier(len(doing))

    def one(do: Callable[[], object]) -> str:
        try:
            ready.wait()
            do()
        except ActRefused as refused:
            return str(refused)
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(len(doing)) as pool:
        return [told for told in pool.map(one, doing) if told]


def on_disk() -> set[str]:
    return {file.name for file in files.folder().iterdir()}


def test_a_document_that_is_sent_twice_is_there_once(call: Call) -> None:
    found = drafted(call, cast.person("Ada Reyes"))
    assert at_once(*(lambda: acts.send_document(found, kind="letter", pictures=[jpeg()] * 3) for _ in range(3))) == []
    assert (Document.objects.count(), Page.objects.count()) == (1, 3)
    assert on_disk() == set(Page.objects.values_list("file", flat=True))


def test_a_check_never_counts_for_a_document_that_was_not_seen(call: Call) -> None:
    found = drafted(call, cast.person("Ada Reyes"))
    seen = acts.send_document(found, kind="letter", pictures=[jpeg()])
    officer = cast.person("Chiara Okoye")
    at_once(
        lambda: acts.send_document(found, kind="letter", pictures=[jpeg()]),
        lambda: acts.check_document(found, document=seen.pk, found=Check.IN_ORDER, by=officer),
    )
    assert [(one.pk == seen.pk, one.checked) for one in Document.objects.all()] == [(False, "unchecked")]


def applied(call: Call, name: str) -> None:
    found = drafted(call, cast.person(name), samples="https://example.org")
    acts.send_document(found, kind="letter", pictures=[jpeg()])
    acts.give_identity(found, identity_data())
    acts.submit(found)


def test_nobody_is_on_two_lists(call: Call) -> None:
    for name in ("Ada Reyes", "Bohdan Lis"):
        applied(call, name)
    lists: list[str] = []
    people = [cast.person(name) for name in ("Chiara Okoye", "Dov Sand", "Esi Moran")]
    told = at_once(
        *(lambda by=by: lists.extend(one.vetting_ref for one in acts.send_for_vetting(call, by=by)) for by in people)  # type: ignore[misc]
    )
    assert len(told) == 2 and "Nobody waits" in told[0]
    assert Counter(lists) == Counter(Vetting.objects.values_list("ref", flat=True))
    assert Look.objects.count() == 2


def test_nothing_of_documents_and_identity_is_left_on_the_day(call: Call) -> None:
    applied(call, "Ada Reyes")
    before = Page.objects.get()
    copy = (files.folder() / before.file).read_bytes()
    purge_call(call)
    assert on_disk() == set()
    assert not any(model.objects.exists() for model in (Document, Page, Identity, Vetting, Look))
    (files.folder() / before.file).write_bytes(copy)  # as a backup of the folder would have it
    with pytest.raises(Exception, match="none of the keys opens"):
        before.unseal()
    files.sweep(older_than=-1)


def test_data_that_arrive_on_that_day_are_refused_and_leave_no_file(call: Call) -> None:
    found = drafted(call, cast.person("Ada Reyes"))
    at_once(lambda: acts.send_document(found, kind="letter", pictures=[jpeg()]), lambda: purge_call(call))
    assert on_disk() == set() and not Document.objects.exists()


def test_two_servers_destroy_it_once(call: Call) -> None:
    applied(call, "Ada Reyes")
    assert at_once(lambda: purge_call(call), lambda: purge_call(call)) == []
    assert Entry.objects.filter(log=call.edition.log, kind=DataPurged.kind).count() == 1
