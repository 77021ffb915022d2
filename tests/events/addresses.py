"""Who may open the addresses of editions and roles."""

from __future__ import annotations

from onrecord.events import acts
from onrecord.events.models import Edition
from tests import cast
from tests.addresses import EDITION, MAY_ADMINISTER, MAY_ADMINISTER_ALL, SIGNED_IN, Desk, E, Post


def _with_an_appointment(edition: Edition) -> str:
    fresh = cast.person("Yusuf Adeyemi")
    Edition.objects.get(pk=edition.pk).appointments.filter(person=fresh).delete()
    appointment = acts.appoint(edition, person=fresh, role="transcriber", by=None)
    return f"{E}desk/people/{appointment.pk}/dismiss/"


ADDRESSES = {
    "desk/": Desk("/desk/", SIGNED_IN),
    "desk/open/": Desk("/desk/open/", MAY_ADMINISTER_ALL),
    "desk/people/": Desk("/desk/people/", MAY_ADMINISTER_ALL),
    EDITION + "desk/edition/": Desk(E + "desk/edition/", MAY_ADMINISTER),
    EDITION + "desk/people/": Desk(E + "desk/people/", MAY_ADMINISTER),
    EDITION + "desk/people/<number:appointment>/dismiss/": Post(_with_an_appointment, MAY_ADMINISTER),
}
