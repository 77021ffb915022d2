"""Whoever is killed while a document is written, replaced or destroyed leaves whole documents, and nothing that opens."""

from __future__ import annotations

import os
import random
import select
import signal
import time
from collections.abc import Callable

import pytest

from onrecord.accreditation import acts
from onrecord.accreditation.models import Document, Page
from onrecord.keeping import files
from tests import cast
from tests.accreditation.building import drafted, open_call
from tests.meanwhile import acknowledged, in_child
from tests.rounds import rounds

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.slow
def test_kill_minus_9_leaves_whole_documents_or_none() -> None:
    application = drafted(open_call(cast.edition(), proof=["letter"]), cast.person("Ada Reyes"))
    dice = random.Random(13)

    def pages(number: int) -> list[bytes]:
        return [b"\xff\xd8\xff page %d of document %d " % (page, number) * 2000 for page in range(3)]

    def send_for_ever(acknowledge: Callable[[int], None]) -> None:
        for number in range(begun, 10_000):
            acts.send_document(application, kind="letter", pictures=pages(number))
            acknowledge(number)

    begun = newest = 0
    for number in range(rounds(24, long=120)):
        begun = newest + 1
        pid, reading = in_child(send_for_ever)
        if number % 2:  # half of them die at their first steps, half while they are busy
            select.select([reading], [], [], 20)
        time.sleep(dice.uniform(0, 0.05))
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        newest = max(acknowledged(reading), default=newest)
        found = [page.unseal() for page in Page.objects.all()]
        assert found == [] or found in (pages(n) for n in range(1, newest + 50)), "half a document"
        assert bool(found) == (Document.objects.count() == 1)
    assert newest > 6, "they were killed before they could do anything: the test shows nothing"
    files.sweep(older_than=-1)
    assert {file.name for file in files.folder().iterdir()} == set(Page.objects.values_list("file", flat=True))
