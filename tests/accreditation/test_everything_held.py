"""Somebody takes everything with them that is held about them, and nothing about others or that they were not told."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest
from django.test import Client

from onrecord.accreditation import acts
from onrecord.accreditation.models import Call
from onrecord.accreditation.models.identity import Purpose
from onrecord.accreditation.states import Act
from onrecord.people import merging
from tests import cast
from tests.accreditation.building import drafted, open_call
from tests.accreditation.identifying import GIVEN, TERMS, identity_data
from tests.uploads.files import jpeg

pytestmark = pytest.mark.django_db(transaction=True)
EVERYTHING = "/desk/account/everything/"


@pytest.fixture
def call(settings: object) -> Call:
    settings.ONRECORD_MAIL = "page"  # type: ignore[attr-defined]
    return open_call(cast.edition(), proof=["letter"], **TERMS | {"identity": "application"})


def taken(client: Client) -> tuple[dict[str, Any], dict[str, bytes]]:
    answer = client.post(EVERYTHING)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/zip")
    assert "attachment" in answer["Content-Disposition"] and "no-store" in answer["Cache-Control"]
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    return json.loads(files.pop("everything.json")), files


def test_answers_documents_identity_looks_and_proofs_are_in_it(call: Call) -> None:
    officer, administrator = cast.press_officer(call.edition), cast.administrator(call.edition)
    for name, covers in (("Ada Reyes", "kestrel"), ("Bohdan Lis", "whinchat")):
        found = drafted(call, cast.person(name), covers=covers, samples="https://example.org")
        acts.send_document(found, kind="letter", pictures=[jpeg()])
        acts.give_identity(found, identity_data())
        acts.submit(found)
        acts.look_at_identity(found, purpose=Purpose.MISMATCH, by=officer)
    ada = cast.signed_in(cast.person("Ada Reyes"))
    told, files = taken(ada)
    (one,) = told["applications"]
    assert (one["edition"], one["answers"]["covers"], one["state"]) == ("regional-media/13", "kestrel", "submitted")
    assert one["identity"]["document_number"] == GIVEN["document_number"]
    assert [(look["by"], look["purpose"]) for look in one["identity_seen"]] == [
        ("Chiara Okoye", "Name or number does not match")
    ]
    assert files["regional-media-13/letter-1.jpg"] == jpeg()
    (proof,) = (json.loads(content) for name, content in files.items() if "receipt" in name)
    assert "proof" in proof and "opening" in proof
    assert "whinchat" not in json.dumps(told) and told["account"]["email"] == "ada.reyes@example.org"

    application = type(found).objects.get(person__name="Ada Reyes")
    fact = "dotterel"
    acts.recommend(application, outcome=Act.REFUSE, reason="false", fact=fact, by=officer)
    acts.decide(application, outcome=Act.REFUSE, reason="false", fact=fact, by=administrator)
    told, _files = taken(ada)
    assert told["applications"][0]["state"] == "recommended" and "dotterel" not in json.dumps(told)
    acts.tell(call, [application.number], by=administrator)
    told, _files = taken(ada)
    assert told["applications"][0]["state"] == "refused" and "dotterel" in told["applications"][0]["reason"]

    acts.appeal(application, why="nightjar")
    told, _files = taken(ada)
    assert [one["why"] for one in told["applications"][0]["appeals"]] == ["nightjar"]


def test_staff_show_their_second_factor_first() -> None:
    edition = cast.edition()
    officer = cast.press_officer(edition)
    told, _files = taken(cast.confirmed(officer))
    assert told["roles"] == [{"edition": "regional-media/13", "role": "press-officer"}]
    assert cast.signed_in(officer).post(EVERYTHING)["Location"].startswith("/desk/account/confirm/")


def test_what_another_record_of_theirs_has_is_in_it() -> None:
    officer, ada = cast.press_officer(cast.edition()), cast.person("Ada Reyes")
    merging.merge(ada, officer, by=cast.administrator_of_all())
    told, _files = taken(cast.signed_in(ada))
    assert told["roles"] == [{"edition": "regional-media/13", "role": "press-officer"}]


def test_a_merger_hands_nobody_the_identity_data_and_documents_of_another_record(call: Call) -> None:
    ada, bohdan = cast.person("Ada Reyes"), cast.person("Bohdan Lis")
    found = drafted(call, bohdan, covers="whinchat", samples="https://example.org")
    acts.send_document(found, kind="letter", pictures=[jpeg()])
    acts.give_identity(found, identity_data())
    acts.submit(found)
    merging.merge(ada, bohdan, by=cast.administrator_of_all())
    told, files = taken(cast.signed_in(ada))
    (one,) = told["applications"]
    assert one["answers"]["covers"] == "whinchat" and "Ask the press office" in one["identity"]
    assert GIVEN["document_number"] not in json.dumps(told) and not [name for name in files if name.endswith(".jpg")]
