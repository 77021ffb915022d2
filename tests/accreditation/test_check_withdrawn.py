"""The security check of whoever withdraws while the authority has the list."""

from __future__ import annotations

from datetime import date

import pytest

from onrecord.accreditation import acts
from onrecord.accreditation.models import Identity, Vetting
from onrecord.accreditation.models.identity import Result
from onrecord.accreditation.vetting_list import Said
from tests import cast
from tests.accreditation.building import drafted, open_call
from tests.accreditation.identifying import TERMS, identity_data

pytestmark = pytest.mark.django_db(transaction=True)


def test_whoever_withdraws_keeps_nobody_else_s_result_back() -> None:
    call, officer = open_call(cast.edition(), **(TERMS | {"identity": "application"})), cast.person("Chiara Okoye")
    both = [drafted(call, cast.person(name)) for name in ("Ada Reyes", "Bohdan Lis")]
    for one in both:
        acts.give_identity(one, identity_data())
        acts.submit(one)
    listed = acts.send_for_vetting(call, by=officer)
    acts.withdraw(both[0])
    said = [Said(row, one.vetting_ref, Result.CLEAR, "", date(2026, 5, 2)) for row, one in enumerate(listed, start=2)]
    acts.take_results(call, said, by=officer)
    assert Vetting.objects.get(application=both[1]).result == Result.CLEAR
    assert [one.application_id for one in Identity.objects.all()] == [both[1].pk]
