"""Nobody of the office decides on themselves, also not under a record that was merged into theirs."""

from __future__ import annotations

import pytest

from onrecord.accreditation import acts
from onrecord.accreditation.models import Check
from onrecord.accreditation.models.identity import Purpose
from onrecord.accreditation.states import Act
from onrecord.keeping.errors import ActRefused
from onrecord.people import merging
from onrecord.people.acts import welcome
from tests import cast
from tests.accreditation.building import applied, drafted, open_call
from tests.accreditation.identifying import TERMS, identity_data
from tests.uploads.files import jpeg

pytestmark = pytest.mark.django_db(transaction=True)


def test_what_somebody_did_under_a_merged_record_is_their_own() -> None:
    call = open_call(cast.edition(), proof=["letter"], **(TERMS | {"identity": "application"}))
    chiara, dov = cast.person("Chiara Okoye"), cast.person("Dov Sand")
    before = welcome(email="chiara@example.net", name="Chiara Okoye", by=None)
    found = drafted(call, before, samples="https://example.org")
    document = acts.send_document(found, kind="letter", pictures=[jpeg()])
    acts.give_identity(found, identity_data())
    acts.submit(found)
    merging.merge(chiara, before, by=dov)
    for own in (
        lambda: acts.check_document(found, document=document.pk, found=Check.IN_ORDER, by=chiara),
        lambda: acts.look_at_identity(found, purpose=Purpose.CHECK, by=chiara),
        lambda: acts.send_for_vetting(call, by=chiara),
    ):
        with pytest.raises(ActRefused, match="own application"):
            own()


def test_nobody_decides_what_they_recommended_under_a_merged_record() -> None:
    call = open_call(cast.edition())
    chiara, before = cast.person("Chiara Okoye"), welcome(email="chiara@example.net", name="Chiara Okoye", by=None)
    found = applied(call, cast.person("Ada Reyes"))
    acts.recommend(found, outcome=Act.ACCEPT, by=before)
    merging.merge(chiara, before, by=cast.person("Dov Sand"))
    with pytest.raises(ActRefused, match="recommended this yourself"):
        acts.decide(found, outcome=Act.ACCEPT, by=chiara)
