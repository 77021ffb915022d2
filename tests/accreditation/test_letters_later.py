"""A decision that was told while no letter could be sent gets its letter as soon as one can."""

from __future__ import annotations

from typing import Any

import pytest

from onrecord.accreditation import acts
from onrecord.accreditation.acts.telling import send_later
from onrecord.accreditation.states import Act
from onrecord.post.models import Letter
from tests import cast
from tests.accreditation.building import decided, open_call

pytestmark = pytest.mark.django_db(transaction=True)


def test_letters_leave_when_mail_is_set_up_and_not_before(settings: Any) -> None:
    settings.ONRECORD_MAIL = ""
    call = open_call(cast.edition())
    told = decided(call, cast.person("Ada Reyes"), Act.ACCEPT)
    decided(call, cast.person("Bohdan Lis"), Act.REFUSE, reason="late", fact="14 May")
    acts.tell(call, [told.number], by=cast.person("Dov Sand"))
    send_later()
    assert {one.state for one in Letter.objects.all()} == {"draft"}
    settings.ONRECORD_MAIL = "page"
    send_later()
    send_later()
    states = dict(Letter.objects.values_list("kind", "state"))
    assert states == {"accreditation.accepted": "ready", "accreditation.refused": "draft"}, "nobody chose the second"
