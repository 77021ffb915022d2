"""A list of people who were accredited elsewhere comes in whole or not at all, and twice is once."""

from __future__ import annotations

import io
import json
from pathlib import Path

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from onrecord.accreditation import acts, reads
from onrecord.accreditation.contents import ApplicationReceived, Category
from onrecord.accreditation.models import Call
from onrecord.accreditation.states import Act
from onrecord.people import merging
from onrecord.people.acts import welcome
from onrecord.people.models import JournalEntry, Person
from onrecord.post.models import Letter
from onrecord.record.models import Entry
from tests import cast
from tests.accreditation.building import applied, open_call

pytestmark = pytest.mark.django_db(transaction=True)
LIST = "/regional-media/13/desk/accreditation/list/"
RUSSIAN = """\
Почта;Имя;Фамилия;СМИ;Регион;Тип СМИ
ada@radio.example;Ада;Рейес;Radio Tamra;Kaliningradskaya oblast';Radio
bohdan@press.example;Bohdan;Lis;Slow Roads;RU-SVE;blog
"""
WRONG = """\
email,first name,last name,media,region,kind
ada@radio.example,Ada,Reyes,Radio Tamra,Kaliningrad,radio
nobody,,Lis,Slow Roads,RU-SVE,newspaper
ada@radio.example,Imani,Koda,Lantern,RU-SVE,print
"""


@pytest.fixture
def call(settings: object) -> Call:
    settings.ONRECORD_MAIL = "page"  # type: ignore[attr-defined]
    return open_call(cast.edition(), country="RU")


@pytest.fixture
def office(call: Call) -> Client:
    return cast.signed_in(cast.press_officer(call.edition))


def upload(client: Client, content: str | bytes, name: str = "list.csv") -> str:
    raw = content.encode() if isinstance(content, str) else content
    return client.post(LIST, {"file": SimpleUploadedFile(name, raw)}).content.decode()


def posted(table: str, **more: str) -> dict[str, str]:
    header = table.splitlines()[0].split(";" if ";" in table else ",")
    fields = ("email", "given_names", "family_names", "outlet", "region", "kind")
    return {"table": table, **dict(zip(fields, header, strict=True)), **more}


def test_a_list_comes_in_with_its_columns_matched_and_twice_is_once(call: Call, office: Client) -> None:
    page = upload(office, RUSSIAN)
    assert "Take over 2 people" in page and 'value="Почта" selected' in page
    assert not call.applications.exists()
    done = office.post(LIST, posted(RUSSIAN, confirmed="yes"), follow=True).content.decode()
    assert "2 people came in" in done
    rows, _ = reads.queue(call, reads.Filter())
    assert [(row.answers.name, row.application.region, row.application.kind) for row in rows] == [
        ("Ада Рейес", "RU-KGD", "radio"),
        ("Bohdan Lis", "RU-SVE", "blog"),
    ]
    assert [(row.application.state, row.application.proposal) for row in rows] == [("recommended", Act.ACCEPT)] * 2
    assert Entry.objects.filter(kind=ApplicationReceived.kind).count() == 2
    assert not Letter.objects.exists()
    again = office.post(LIST, posted(RUSSIAN, confirmed="yes"), follow=True).content.decode()
    assert "2 had applied here already" in again and call.applications.count() == 2


def test_somebody_else_decides_on_them(call: Call, office: Client) -> None:
    office.post(LIST, posted(RUSSIAN, confirmed="yes"))
    found = call.applications.first()
    assert found
    acts.decide(found, outcome=Act.ACCEPT, by=cast.person("Dov Sand"))
    assert Letter.objects.get().state == "draft"


def test_every_fault_is_told_with_row_and_column_and_nothing_goes_in(call: Call, office: Client) -> None:
    page = upload(office, WRONG)
    for told in (
        "Row 2, column region: We don&#x27;t know a region “Kaliningrad”. Did you mean: Kaliningradskaya oblast",
        "Row 3, column email: “nobody” is no email address.",
        "Row 3, column first name: This is empty.",
        "Row 3, column kind: “newspaper” is none of these: Newspaper or magazine,",
        "Row 4, column email: This is the address of Ada Reyes in row 2, too.",
    ):
        assert told in page, told
    assert "confirmed" not in page
    office.post(LIST, posted(WRONG, confirmed="yes"))
    assert not call.applications.exists() and not Person.objects.filter(email="ada@radio.example").exists()


def test_whoever_applied_here_stays_as_they_are(call: Call, office: Client) -> None:
    ada = applied(call, cast.person("Ada Reyes"))
    table = RUSSIAN.replace("ada@radio.example", ada.person.email)
    done = office.post(LIST, posted(table, confirmed="yes"), follow=True).content.decode()
    assert "1 person came in" in done and f"application {ada.number}." in done
    assert call.applications.get(pk=ada.pk).state == "submitted"


def test_whoever_applied_here_under_another_address_comes_in_once(call: Call, office: Client) -> None:
    other = cast.person("Ada Reyes")
    ada = applied(call, other)
    kept = welcome(email="ada@radio.example", name="Ada Reyes", by=None)
    merging.merge(kept, other, by=cast.administrator_of_all())
    done = office.post(LIST, posted(RUSSIAN, confirmed="yes"), follow=True).content.decode()
    assert "1 person came in" in done and f"application {ada.number}." in done


def test_the_journal_names_people_in_another_order_than_their_numbers_have(call: Call, office: Client) -> None:
    head, ada, bohdan = RUSSIAN.splitlines()
    office.post(LIST, posted("\n".join((head, bohdan, ada)), confirmed="yes"))
    assert call.applications.get(number=1).person.email == "bohdan@press.example"
    added = [one.data["email"] for one in JournalEntry.objects.filter(code="welcome")]
    assert added[-2:] == ["ada@radio.example", "bohdan@press.example"]


def test_where_there_are_several_kinds_of_place_the_list_says_which(office: Client, call: Call) -> None:
    kinds = [Category(code="press", name="Press"), Category(code="photo", name="Photographers")]
    acts.change(call, call.terms.model_copy(update={"categories": kinds}), reason="More rooms.", by=None)
    assert "No column is chosen for: Kind of place." in upload(office, RUSSIAN)
    several = "\n".join(
        f"{line};{cell}"
        for line, cell in zip(RUSSIAN.splitlines(), ("Категория", "photographers", "radio"), strict=True)
    )
    told = upload(office, several)
    assert "Row 3, column Категория: “radio” is none of these: Press, Photographers." in told
    office.post(
        LIST,
        posted(RUSSIAN)
        | {
            "table": several.replace("radio\n", "").replace(";radio", ";press"),
            "category": "Категория",
            "confirmed": "yes",
        },
    )
    assert list(call.applications.order_by("number").values_list("category", flat=True)) == ["photo", "press"]


def test_a_workbook_and_what_is_none(call: Call, office: Client) -> None:
    book = openpyxl.Workbook()
    for line in RUSSIAN.splitlines():
        assert book.active
        book.active.append(line.split(";"))
    out = io.BytesIO()
    book.save(out)
    assert "Take over 2 people" in upload(office, out.getvalue(), "list.xlsx")
    for content, name in (
        (b"PK broken", "list.xlsx"),
        (b"\xff\xfe", "list.csv"),
        (b"%PDF", "list.pdf"),
        (b"", "list.csv"),
    ):
        assert 'role="alert"' in upload(office, content, name), name
    assert "No column is chosen for: Email" in upload(office, "a,b\n1,2\n")


def test_from_the_command_line(call: Call, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from typer.testing import CliRunner

    from onrecord.cli.main import app

    good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
    good.write_text(RUSSIAN.replace("Почта", "Куда писать"))
    bad.write_text(WRONG)

    def run(*given: object) -> tuple[int, str]:
        found = CliRunner().invoke(app, ["accreditation", "import", *map(str, given)])
        return found.exit_code, found.stdout

    code, told = run(bad, "regional-media/13", "--json")
    assert code == 1 and len(json.loads(told)["errors"]) == 5
    assert run(good, "regional-media/13")[0] == 1  # it can't be guessed which column holds the address
    named = (good, "regional-media/13", "--column", "email=Куда писать", "--json")
    assert run(*named, "--dry-run") == (0, run(*named, "--dry-run")[1]) and not call.applications.exists()
    assert json.loads(run(*named)[1])["added"] == 2
    assert json.loads(run(*named)[1]) | {"columns": {}} == {
        "rows": 2,
        "columns": {},
        "added": 0,
        "there": [1, 2],
        "errors": [],
    }
