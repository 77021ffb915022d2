"""What of an application may get out on no way, each a word found nowhere else; and the ways out of accreditation's pages."""

from __future__ import annotations

from collections.abc import Callable

from onrecord.events.models import Edition
from tests.addresses import EDITION, E
from tests.leaks.place import Place, page

RESTRICTED = {
    "an applicant: name": "Kittiwake",
    "an applicant: mobile": "+47 55 01 99 20",
    "an applicant: a document": "wheatear",
    "an applicant: number of a document": "KSTRL770155",
    "an applicant: place of birth": "Bullfinch Harbour",
    "an applicant: outlet": "Wagtail Broadcasting",
    "an applicant: what they cover": "whinchat",
    "a reason: its fact": "dotterel",
    "what was asked of an applicant": "phalarope",
    "what an applicant answered": "turnstone",
    "a letter about a decision": "sanderling",
    "a named person: name": "Fieldfare",
    "a named person: address": "redshank@example.net",
    "an outlet's letter": "oystercatcher",
    "why somebody appeals": "dunlin",
    "what an appeal was answered": "greenshank",
}


def restrict(edition: Edition) -> None:
    from datetime import date, timedelta

    from django.utils import timezone

    from onrecord.accreditation import acts
    from onrecord.accreditation.models.identity import IdentityData, Purpose
    from onrecord.accreditation.states import Act
    from onrecord.post import acts as post
    from tests import cast
    from tests.accreditation.building import closed, drafted, focal_point, open_call, outlet, row

    officer, administrator = cast.person("Chiara Okoye"), cast.person("Dov Sand")
    call = open_call(edition, proof=["letter"], identity="application", identity_for="Interior Ministry")
    found = drafted(
        call,
        cast.person("Imani Koda"),
        given_names=RESTRICTED["an applicant: name"],
        mobile=RESTRICTED["an applicant: mobile"],
        outlet=RESTRICTED["an applicant: outlet"],
        covers=RESTRICTED["an applicant: what they cover"],
        samples="https://example.org",
    )
    acts.send_document(found, kind="letter", pictures=[RESTRICTED["an applicant: a document"].encode()])
    given = IdentityData(
        document_type="passport",
        document_number=RESTRICTED["an applicant: number of a document"],
        document_country="NO",
        document_expires=timezone.localdate() + timedelta(days=900),
        birth_date=date(1988, 3, 9),
        birth_place=RESTRICTED["an applicant: place of birth"],
        nationality="NO",
    )
    acts.give_identity(found, given)
    acts.submit(found)
    acts.look_at_identity(found, purpose=Purpose.DOOR, by=officer)
    acts.send_for_vetting(call, by=officer)
    asked = RESTRICTED["what was asked of an applicant"]
    acts.ask(found, reason="letter", fact=asked, due=timezone.now() + timedelta(days=3), by=officer)
    acts.answer(found, note=RESTRICTED["what an applicant answered"])
    fact = RESTRICTED["a reason: its fact"]
    acts.recommend(found, outcome=Act.REFUSE, reason="false", fact=fact, by=officer)
    acts.decide(found, outcome=Act.REFUSE, reason="false", fact=fact, by=administrator)
    found.refresh_from_db()
    if found.letter:
        post.redraft(found.letter, subject="Not accepted", text=RESTRICTED["a letter about a decision"])
    acts.tell(call, [found.number], by=administrator)
    radio = outlet()
    yusuf = focal_point(radio)
    fieldfare = row("Lena " + RESTRICTED["a named person: name"])
    person = fieldfare.person.model_copy(update={"email": RESTRICTED["a named person: address"]})
    acts.name_people(call, radio, [fieldfare.model_copy(update={"person": person})], by=yusuf)
    acts.invite(call, radio, letter=RESTRICTED["an outlet's letter"], by=yusuf)
    acts.appeal(found, why=RESTRICTED["why somebody appeals"])
    answer = RESTRICTED["what an appeal was answered"]
    acts.hear(found, outcome=Act.UPHOLD, answer=answer, by=cast.person("Lena Moor"))
    acts.publish_counts(closed(call), by=administrator)


WAYS: dict[str, Callable[[Place], bytes]] = {
    EDITION + "accreditation/": page(E + "accreditation/"),
    EDITION + "accreditation/draw/": page(E + "accreditation/draw/"),
    EDITION + "apply/": page(E + "apply/"),
    EDITION + "apply/step/<slug:step>/": page(E + "apply/step/you/"),
    EDITION + "apply/send/": page(E + "apply/send/"),
    EDITION + "apply/documents/": page(E + "apply/documents/"),
    EDITION + "apply/documents/<slug:kind>/<number:number>/": page(E + "apply/documents/letter/1/"),
    EDITION + "apply/identity/": page(E + "apply/identity/"),
    EDITION + "apply/mine/": page(E + "apply/mine/"),
    EDITION + "apply/withdraw/": page(E + "apply/withdraw/"),
    EDITION + "apply/amend/": page(E + "apply/amend/"),
    EDITION + "apply/appeal/": page(E + "apply/appeal/"),
    EDITION + "apply/offer/": page(E + "apply/offer/"),
    EDITION + "apply/outlets/": page(E + "apply/outlets/"),
    EDITION + "apply/outlets/<number:outlet>/": page(E + "apply/outlets/1/"),
    EDITION + "apply/receipt/<number:index>/": lambda place: place.all(E + "apply/receipt/{}/"),
}
