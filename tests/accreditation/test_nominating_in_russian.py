"""Whoever names people for an edition in Russian, and whom they name, read Russian."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from onrecord.accreditation import acts
from onrecord.accreditation.models import Call, OnList
from onrecord.accreditation.staff_list import Named
from onrecord.people.models import Outlet
from onrecord.post.models import Letter, Written
from tests import cast, pseudo
from tests.accreditation.building import focal_point, open_call, outlet
from tests.accreditation.lists import csv

pytestmark = pytest.mark.django_db(transaction=True)
E = "/regional-media/13/"
ADA = OnList(ref="1", given_names="Ада", family_names="Рейес", email="ada@example.org", function="reporter")


@pytest.fixture(autouse=True)
def mail(settings: Any) -> None:
    settings.ONRECORD_MAIL = "page"


@pytest.fixture
def call() -> Call:
    return open_call(cast.edition(language="ru"), criteria="Все.", appeal_to="Совет")


@pytest.fixture
def tamra() -> Outlet:
    return outlet("Радио Тамра")


def written(kind: str) -> Written:
    return Written.model_validate_json(Letter.objects.get(kind=f"accreditation.{kind}").unseal())


def plain(text: str) -> str:
    return text.replace("\N{NBSP}", " ")


def test_the_letters_and_pages_are_russian(call: Call, tamra: Outlet) -> None:
    yusuf = focal_point(tamra)
    acts.ask_outlet(call, tamra, by=cast.person("Chiara Okoye"))
    assert written("focal-point").subject == "Назовите ваших сотрудников: 13th edition"
    assert "Мест: 2" in written("focal-point").text and ".." not in written("focal-point").text
    client, path = cast.signed_in(yusuf), f"{E}apply/outlets/{tamra.pk}/"
    file = SimpleUploadedFile("list.csv", csv("1,Ада,Рейес,ada@example.org,Корреспондент,room,", "1,,,,,,"))
    told = plain(client.post(path, {"act": "list", "file": file}).content.decode())
    assert "Строка 3, столбец email: Ячейка пуста. Заполните её." in told
    acts.name_people(call, tamra, [Named(row=0, person=ADA)], by=yusuf)
    acts.invite(call, tamra, letter="Она пишет о школах.", by=yusuf)
    named = plain(written("named").text)
    assert "Редакция: Радио Тамра" in named and "Это ещё не аккредитация" in named and ".." not in named
    assert "Письмо отправлено, заявка не начата" in plain(client.get(path).content.decode())


def test_every_word_comes_from_a_catalogue(call: Call, tamra: Outlet, settings: Any, tmp_path: Path) -> None:
    settings.LOCALE_PATHS = [pseudo.speak(tmp_path, "ru")]
    yusuf = focal_point(tamra)
    focal_point(outlet("Агентство Тамра"))
    client, path = cast.signed_in(yusuf), f"{E}apply/outlets/{tamra.pk}/"
    assert told(client, E + "apply/outlets/") == []
    assert told(client, path) == []
    for posted in ({"act": "person"}, {"act": "list"}, {"act": "send"}, {"act": "off", "named": "9"}):
        assert unspoken(client.post(path, posted).content.decode()) == [], posted
    acts.name_people(call, tamra, [Named(row=0, person=ADA)], by=yusuf)
    acts.invite(call, tamra, letter="Она пишет о школах.", by=yusuf)
    assert told(client, path) == []
    ada = cast.signed_in(cast.person("Ada"))
    ada.get(E + "apply/")
    assert told(ada, E + "apply/") == []


def told(client: Client, path: str) -> list[str]:
    return unspoken(client.get(path).content.decode())


KNOWN = ("ref", "given_names", "family_names", "email", "function", "attendance", "replaces_ref", "room", "remote")
FUNCTIONS = ("reporter", "photographer", "camera", "sound", "producer", "technician")


def unspoken(html: str) -> list[str]:
    """But the names of columns and what stands in them, which are the same in every language, and what people are called."""
    cells = {*KNOWN, *FUNCTIONS, "yusuf", "adeyemi", "ada", "example", "org", "th", "edition"}
    html = re.sub(r"[\w.]+@example\.org", "", html)
    found = [word for text in pseudo.unspoken(html) for word in re.findall(r"[a-zA-Z_]{2,}", text)]
    return [word for word in found if word.lower() not in cells]
