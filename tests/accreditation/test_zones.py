"""Readers and applicants live anywhere: a time that they are told has its zone."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from onrecord.accreditation import acts
from onrecord.post.models import Letter, opened
from tests import cast
from tests.accreditation.building import applied, focal_point, moment, named, open_call, outlet

pytestmark = pytest.mark.django_db(transaction=True)
BARE = re.compile(r"\d{4}(?: г\.)?, \d\d:\d\d(?! \(UTC)")
E = "/regional-media/13/"


def bare(text: str) -> list[str]:
    """Times without a zone, with the words before them; not those of what happened on the applicant's own page."""
    text = re.sub(r'<span class="when">.*?</span>', "", text, flags=re.DOTALL)
    return [text[max(0, found.start() - 60) : found.end() + 10] for found in BARE.finditer(text)]


def test_every_deadline_of_the_terms_has_its_zone() -> None:
    open_call(cast.edition(), opens=moment(days=2), late_until=moment(days=12), offers_until=moment(days=25))
    page = Client().get(f"{E}accreditation/").content.decode()
    assert [one for one in bare(page) if "From" not in one] == [], "“From … to …” has one zone for both"


def test_every_letter_and_the_applicants_pages_tell_the_zone_of_a_deadline(settings: Any) -> None:
    settings.ONRECORD_MAIL = "page"
    call = open_call(cast.edition(), places=1)
    ada, officer = cast.person("Ada Reyes"), cast.person("Chiara Okoye")
    found = applied(call, ada)
    due = datetime.now(UTC) + timedelta(days=2)
    acts.ask(found, reason="letter", fact="", due=due, by=officer)
    assert bare(cast.signed_in(ada).get(f"{E}apply/mine/").content.decode()) == []
    tamra = outlet()
    named(call, tamra, "Bohdan Lis", by=focal_point(tamra))
    letters, _closed = opened(lambda: Letter.objects.all())
    texts = {letter.kind: written.text for letter, written in letters}
    assert {"accreditation.needed", "accreditation.named"} <= texts.keys()
    assert {kind: bare(text) for kind, text in texts.items() if bare(text)} == {}
