"""What the journal says of calls and applications: numbers of applications, never a name or a reason. It keeps what the
office did for good, and what applicants did not at all: with whose number was whose, it would tell for ever who was refused."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onrecord.accreditation.models.identity import Purpose
from onrecord.accreditation.states import Act
from onrecord.people.journal import Phrase, named, register

APPLICATION = Phrase(lambda n: _("application {n}").format(n=n), 17)
COUNT = Phrase(lambda n: _("letters: {n}").format(n=n), 41)

CALL_OPENED = register("call-opened", gettext_lazy("applications invited"))
CALL_CHANGED = register("call-changed", gettext_lazy("terms of the call changed"))
TOLD = register("told", gettext_lazy("decisions sent"), count=COUNT)
FROZEN = register("waiting-list-final", gettext_lazy("order of the waiting list made final"))
OUTLET = Phrase(str, "Radio Tamra")
OUTLET_PLACES = register("outlet-places", gettext_lazy("places of an outlet set"), outlet=OUTLET)
OUTLET_ASKED = register("outlet-asked", gettext_lazy("outlet asked to name its people"), outlet=OUTLET)
OUTLET_ASSIGNED = register("outlet-assigned", gettext_lazy("outlet of an application set"))
TAKEN_OVER = register(
    "list-taken-over",
    gettext_lazy("list of people accredited elsewhere taken over"),
    count=Phrase(lambda n: _("people: {n}").format(n=n), 41),
)
COUNTED = register("counted", gettext_lazy("totals of accreditation published"))
ENTRANTS = Phrase(lambda n: _("tickets: {n}").format(n=n), 41)
SELECTION_CLOSED = register("selection-closed", gettext_lazy("list for the draw closed"), count=ENTRANTS)
SELECTION_REVEALED = register("selection-revealed", gettext_lazy("places drawn"))
DOCUMENT_CHECKED = register("document-checked", gettext_lazy("document checked"), application=APPLICATION)
PURPOSE = named(dict(Purpose.choices), example=Purpose.CHECK)
IDENTITY_SEEN = register("identity-seen", gettext_lazy("identity data seen"), application=APPLICATION, purpose=PURPOSE)
VETTED = Phrase(lambda n: _("people: {n}").format(n=n), 41)
VETTING_SENT = register("vetting-sent", gettext_lazy("list for the security check exported"), count=VETTED)
VETTING_BACK = register("vetting-back", gettext_lazy("results of the security check taken in"), count=VETTED)
ACTED = {
    Act.ASK: register("application-asked", gettext_lazy("applicant asked for something"), application=APPLICATION),
    Act.RECOMMEND: register("application-recommended", gettext_lazy("recommendation made"), application=APPLICATION),
    Act.ACCEPT: register("application-accepted", gettext_lazy("application accepted"), application=APPLICATION),
    Act.WAITLIST: register("application-waitlisted", gettext_lazy("put on the waiting list"), application=APPLICATION),
    Act.REFUSE: register("application-refused", gettext_lazy("application refused"), application=APPLICATION),
    Act.TAKE_BACK: register("application-taken-back", gettext_lazy("decision taken back"), application=APPLICATION),
    Act.PUT_BACK: register(
        "application-put-back", gettext_lazy("put back on the waiting list"), application=APPLICATION
    ),
    Act.UPHOLD: register("appeal-upheld", gettext_lazy("appeal decided: upheld"), application=APPLICATION),
    Act.OVERTURN: register("appeal-overturned", gettext_lazy("appeal decided: overturned"), application=APPLICATION),
    Act.NOTIFY: register("notice-given", gettext_lazy("notice given before a revocation"), application=APPLICATION),
    Act.KEEP: register("accreditation-kept", gettext_lazy("accreditation kept"), application=APPLICATION),
    Act.REVOKE: register("accreditation-revoked", gettext_lazy("accreditation revoked"), application=APPLICATION),
    Act.OFFER: register("place-offered", gettext_lazy("place offered"), application=APPLICATION),
    Act.LAPSE: register("place-lapsed", gettext_lazy("place not accepted in time"), application=APPLICATION),
}
