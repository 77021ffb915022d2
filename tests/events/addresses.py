"""Who may open the addresses of editions and roles."""

from __future__ import annotations

from onrecord.events import acts, faces
from onrecord.events.models import Edition
from tests import cast
from tests.addresses import EDITION, MAY_ADMINISTER, MAY_ADMINISTER_ALL, SIGNED_IN, Desk, E, Post, Public


def _with_an_appointment(edition: Edition) -> str:
    fresh = cast.person("Yusuf Adeyemi")
    Edition.objects.get(pk=edition.pk).appointments.filter(person=fresh).delete()
    appointment = acts.appoint(edition, person=fresh, role="transcriber", by=None)
    return f"{E}desk/people/{appointment.pk}/dismiss/"


def _with_a_logo(edition: Edition) -> str:
    faces.show(edition.series, host="", email="", phone="", logo=b"a picture", by=None)
    return "/regional-media/logo.jpg"


ADDRESSES = {
    "desk/series/": Desk("/desk/series/", MAY_ADMINISTER_ALL),
    "desk/series/<slug:series>/": Desk("/desk/series/regional-media/", MAY_ADMINISTER_ALL),
    "<slug:series>/logo.jpg": Public(_with_a_logo),
    "desk/": Desk("/desk/", SIGNED_IN),
    "desk/open/": Desk("/desk/open/", MAY_ADMINISTER_ALL),
    "desk/people/": Desk("/desk/people/", MAY_ADMINISTER_ALL),
    EDITION + "desk/edition/": Desk(E + "desk/edition/", MAY_ADMINISTER),
    EDITION + "desk/people/": Desk(E + "desk/people/", MAY_ADMINISTER),
    EDITION + "desk/people/<number:appointment>/dismiss/": Post(_with_an_appointment, MAY_ADMINISTER),
}
