"""Documents are sent on a phone, replaced, removed and looked at; the office checks each by itself."""

from __future__ import annotations

import errno
import os
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from onrecord.accreditation import acts, reads
from onrecord.accreditation.models import Application, Call, Check, Document, Page
from onrecord.keeping import files
from onrecord.keeping.errors import ActRefused
from tests import cast
from tests.accreditation.building import drafted, focal_point, named, open_call, outlet
from tests.uploads.files import SAYS, jpeg, notes, pdf

pytestmark = pytest.mark.django_db(transaction=True)
E = "/regional-media/13/"
SAMPLES = "https://example.org/schools"
DOCUMENTS, SEND, MINE = (f"{E}apply/{page}/" for page in ("documents", "send", "mine"))


@pytest.fixture
def call(settings: object) -> Call:
    settings.ONRECORD_MAIL = "page"  # type: ignore[attr-defined]
    files.sweep(older_than=-1)  # what other tests left
    return open_call(cast.edition(), proof=["letter"])


@pytest.fixture
def ada(call: Call) -> Client:
    drafted(call, cast.person("Ada Reyes"), samples=SAMPLES)
    return cast.signed_in(cast.person("Ada Reyes"))


def send(client: Client, content: bytes, kind: str = "letter", *, name: str = "Letter of Ada.pdf") -> Any:
    return client.post(DOCUMENTS, {"kind": kind, f"{kind}-file": SimpleUploadedFile(name, content)})


def page(client: Client, path: str) -> str:
    answer = client.get(path, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def on_disk() -> set[str]:
    return {file.name for file in files.folder().iterdir()}


def kept() -> set[str]:
    return set(Page.objects.values_list("file", flat=True))


def test_an_application_waits_for_its_letter_and_the_office_sees_each_page_beside_it(call: Call, ada: Client) -> None:
    assert "Letter of assignment or press card" in page(ada, SEND) and ada.post(SEND, {}).status_code == 400
    assert send(ada, pdf(pages=2)).headers["Location"] == DOCUMENTS
    assert page(ada, DOCUMENTS).count("<img ") == 2
    shown = ada.get(f"{DOCUMENTS}letter/2/")
    assert (shown.status_code, shown["Content-Type"]) == (200, "image/jpeg")
    assert shown["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert shown["X-Content-Type-Options"] == "nosniff" and "no-store" in shown["Cache-Control"]
    assert shown["Content-Disposition"] == 'inline; filename="letter-2.jpg"'
    ada.post(SEND, {})
    assert "Page 2" in page(ada, MINE)

    office = cast.signed_in(cast.press_officer(call.edition))
    one = f"{E}desk/accreditation/1/"
    assert "Not checked yet" in page(office, one)
    assert office.get(f"{one}documents/letter/1/").content.startswith(b"\xff\xd8\xff")
    found = {"document": Document.objects.get().pk, "found": "expired"}
    office.post(f"{one}documents/", found)
    assert "Checked by Chiara Okoye" in page(office, one)
    assert "(Expired)" in page(office, f"{E}desk/accreditation/")
    assert "What we found: Expired" in page(ada, MINE)


def test_what_is_kept_is_pixels_and_lies_nowhere_in_clear(ada: Client) -> None:
    send(ada, jpeg(exif=notes()), name=f"{SAYS}.jpg")
    stored = Page.objects.get()
    raw = (files.folder() / stored.file).read_bytes()
    assert SAYS.encode() not in stored.unseal() and not raw.startswith(b"\xff\xd8") and b"JFIF" not in raw
    assert (files.folder() / stored.file).stat().st_mode & 0o077 == 0
    assert files.folder().stat().st_mode & 0o077 == 0


def test_a_document_is_replaced_and_removed_with_its_files(ada: Client) -> None:
    send(ada, pdf(pages=2))
    before = kept()
    send(ada, jpeg())
    assert on_disk() == kept() and len(kept()) == 1 and not before & kept()
    ada.post(DOCUMENTS, {"kind": "letter", "remove": "yes"})
    assert on_disk() == kept() == set()
    assert ada.get(f"{DOCUMENTS}letter/1/").status_code == 404


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"<script>alert(1)</script>", "This file is none of them"),
        (b"PK\x03\x04" + bytes(100), "another kind of file: ZIP"),
        (b"", "The file is empty"),
        (pdf(pages=21), "more than 20 pages"),
        (pdf()[:40], "damaged or incomplete"),
    ],
)
def test_a_file_that_we_do_not_take_is_told_beside_its_field_and_changes_nothing(
    content: bytes, told: str, ada: Client
) -> None:
    send(ada, jpeg())
    before = kept()
    answer = send(ada, content)
    assert answer.status_code == 400 and told in answer.content.decode()
    assert 'id="id_letter-file_error"' in answer.content.decode()
    assert on_disk() == kept() == before


def test_without_a_file_nothing_is_sent(ada: Client) -> None:
    answer = ada.post(DOCUMENTS, {"kind": "letter"})
    assert answer.status_code == 400 and "Choose a file first" in answer.content.decode()


def test_what_was_sent_with_the_application_is_changed_only_when_something_is_asked(call: Call, ada: Client) -> None:
    send(ada, jpeg())
    ada.post(SEND, {})
    before = kept()
    assert send(ada, pdf()).headers["Location"] == MINE
    application = Application.objects.get()
    with pytest.raises(ActRefused, match="has been sent"):
        acts.send_document(application, kind="letter", pictures=[jpeg()])
    assert on_disk() == kept() == before, "a file whose act was refused is taken away"


def test_somebody_elses_document_is_nobodys_to_see(call: Call, ada: Client) -> None:
    send(ada, jpeg())
    bohdan = cast.signed_in(cast.person("Bohdan Lis"))
    drafted(call, cast.person("Bohdan Lis"))
    assert bohdan.get(f"{DOCUMENTS}letter/1/").status_code == 404
    assert bohdan.get(f"{E}desk/accreditation/1/documents/letter/1/").status_code == 403
    office = cast.signed_in(cast.press_officer(call.edition))
    assert office.get(f"{E}desk/accreditation/1/documents/letter/1/").status_code == 404, "it was not sent yet"


def test_who_has_no_editor_needs_no_letter(call: Call) -> None:
    drafted(call, cast.person("Bohdan Lis"), kind="blog", samples=SAMPLES)
    bohdan = cast.signed_in(cast.person("Bohdan Lis"))
    assert "(optional)" in page(bohdan, DOCUMENTS)
    assert bohdan.post(SEND, {}).headers["Location"] == MINE


def test_whom_an_outlet_named_needs_no_letter_of_it(call: Call) -> None:
    tamra = outlet()
    named(call, tamra, "Imani Koda", by=focal_point(tamra))
    drafted(call, cast.person("Imani Koda"), samples=SAMPLES)
    imani = cast.signed_in(cast.person("Imani Koda"))
    assert imani.post(SEND, {}).headers["Location"] == MINE


def test_a_document_is_checked_by_somebody_else_and_only_as_it_was_seen(call: Call) -> None:
    officer = cast.press_officer(call.edition)
    drafted(call, officer)
    own = reads.of_person(call.edition, officer)
    assert own
    seen = acts.send_document(own, kind="letter", pictures=[jpeg()])
    with pytest.raises(ActRefused, match="your own"):
        acts.check_document(own, document=seen.pk, found=Check.IN_ORDER, by=officer)
    acts.send_document(own, kind="letter", pictures=[jpeg()])
    with pytest.raises(ActRefused, match="replaced or removed"):
        acts.check_document(own, document=seen.pk, found=Check.IN_ORDER, by=cast.administrator(call.edition))


def test_a_call_that_asks_for_no_proof_asks_for_no_file(settings: object) -> None:
    call = open_call(cast.edition("14"))
    drafted(call, cast.person("Ada Reyes"))
    ada = cast.signed_in(cast.person("Ada Reyes"))
    there = "/regional-media/14/apply/"
    assert "Documents" not in page(ada, f"{there}step/you/")
    assert ada.get(f"{there}documents/", follow=True).redirect_chain[-1][0] == f"{there}send/"


def test_a_full_disk_is_told_and_leaves_nothing(ada: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_file: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr(os, "fsync", full)
        answer = send(ada, jpeg())
    assert answer.status_code == 400 and "The disk that stores the record is full" in answer.content.decode()
    assert on_disk() == set() and not Document.objects.exists()
