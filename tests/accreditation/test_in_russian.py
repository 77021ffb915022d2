"""Whoever applies to an edition in Russian reads Russian from the first page to the last letter; the office reads English."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from onrecord.accreditation import acts
from onrecord.accreditation.models import Application, Call
from onrecord.accreditation.states import Act
from onrecord.events import acts as events
from onrecord.events.models import Edition
from onrecord.post.models import Letter, Written
from onrecord.record.contents import EditionOpened
from tests import cast, pseudo
from tests.accreditation.building import closed, open_call

pytestmark = pytest.mark.django_db(transaction=True)

E = "/brifingi/4/"
JOIN = f"/sign-in/join/?next={E}apply/"
STEPS = {
    "you": {"given_names": "Ада", "family_names": "Рейес", "mobile": "+47 21 00 00 00"},
    "outlet": {"kind": "radio", "outlet": "Радио Тамра", "region": "RU-KGD", "editor": "Юсуф Адейеми, +47 21 00 00 01"},
    "work": {"function": "reporter", "attendance": "room", "covers": "Школы", "tour": "yes", "listed": "no"},
}


@pytest.fixture(autouse=True)
def post(settings: Any) -> None:
    settings.ONRECORD_MAIL = "smtp://mail.example.org"


@pytest.fixture
def edition() -> Edition:
    series = events.start_series(slug="brifingi", title="Брифинги")
    content = EditionOpened(
        series=series.title,
        title="Брифинг о воде",
        starts="2026-05-14T07:00:00.000Z",
        place="Верхна, зал 2",
        languages=["ru"],
    )
    return events.open_edition(series, slug="4", timezone="Etc/GMT-3", content=content)


@pytest.fixture
def call(edition: Edition) -> Call:
    return open_call(
        edition, criteria="Все, кто пишет о воде.", conduct=["Не перебивать."], appeal_to="Совет по прессе Бродны"
    )


def read(client: Client, path: str) -> str:
    page = client.get(E + path, follow=True)
    assert page.status_code == 200 and page["Content-Language"] == "ru"
    return plain(page.content.decode())


def plain(text: str) -> str:
    return text.replace("\N{NBSP}", " ")


def letter(kind: str) -> Written:
    found = Letter.objects.get(kind=f"accreditation.{kind}")
    written = Written.model_validate_json(plain(found.unseal().decode()))
    assert written.language == "ru"
    return written


def joined() -> Client:
    """Somebody who was never here, signed in with the code from their email."""
    client = Client()
    page = client.post(JOIN, {"name": "Ада Рейес", "email": "ada@example.org", "next": f"{E}apply/"}, follow=True)
    where, _status = page.redirect_chain[-1]
    code = re.search(r"[A-Z]{4}-[A-Z]{4}", mail.outbox[-1].body)
    assert code
    client.post(where, {"code": code[0], "next": f"{E}apply/"})
    return client


def sent(client: Client) -> Application:
    """An application that was filled in and sent."""
    client.post(E + "apply/")
    for step, given in STEPS.items():
        client.post(f"{E}apply/step/{step}/", given)
    rules = Application.objects.get().call.newest
    client.post(E + "apply/send/", {"conduct": "on", "read": rules})
    return Application.objects.get()


def decide(found: Application, outcome: Act, *, reason: str = "", fact: str = "") -> None:
    officer, administrator = cast.person("Chiara Okoye"), cast.person("Dov Sand")
    acts.recommend(found, outcome=outcome, reason=reason, fact=fact, by=officer)
    acts.decide(found, outcome=outcome, reason=reason, fact=fact, by=administrator)
    acts.tell(found.call, [found.number], by=administrator)


def test_signing_in_to_apply_speaks_the_language_of_the_call(call: Call) -> None:
    page = Client().get(JOIN)
    assert page["Content-Language"] == "ru" and "Представьтесь" in page.content.decode()
    assert "Заявка на аккредитацию: «Брифинг о воде»" in read(joined(), "apply/")
    assert "ваш код для входа" in plain(mail.outbox[-1].subject)
    assert "Код действует 10 минут." in plain(mail.outbox[-1].body)
    for next_page in ("", "/desk/", f"{E}desk/accreditation/", "//elsewhere.example.net/"):
        assert Client().get("/sign-in/", {"next": next_page})["Content-Language"] == "en"


def test_a_refusal_is_explained_in_russian_and_the_office_reads_english(call: Call, edition: Edition) -> None:
    ada = joined()
    found = sent(ada)
    assert letter("received").subject == "Заявка получена: Брифинг о воде"
    assert "Здравствуйте, Ада Рейес!" in letter("received").text
    assert "Пресс-служба рассматривает вашу заявку." in read(ada, "apply/mine/")
    due = timezone.now() + timedelta(days=3)
    acts.ask(found, reason="samples", fact="Вторая ссылка не открывается.", due=due, by=cast.person("Chiara Okoye"))
    assert "Пришлите две публикации с датами. Вторая ссылка не открывается." in " ".join(letter("needed").text.split())
    assert "Ждём вашего ответа" in read(ada, "apply/mine/")
    ada.post(E + "apply/mine/", {"note": "Исправлено."})
    decide(found, Act.REFUSE, reason="late", fact="14 мая, 18:00")
    told = letter("refused").text
    assert "Основание:\nЗаявка подана после окончания срока (14 мая, 18:00)." in told
    assert "обжаловать один раз в течение 7 дней" in told and "Совет по прессе Бродны" in told
    assert "В аккредитации отказано" in read(ada, "apply/mine/")
    office = cast.signed_in(cast.administrator(edition))
    page = office.get(f"{E}desk/accreditation/{found.number}/")
    assert page["Content-Language"] == "en" and "Reason, as the applicant reads it" in page.content.decode()
    assert "после окончания срока" in plain(page.content.decode())


def test_letters_are_grammatical_where_dates_end_in_a_full_stop(call: Call) -> None:
    ada = joined()
    decide(sent(ada), Act.ACCEPT)
    told = letter("accepted")
    assert told.subject == "Вы аккредитованы: Брифинг о воде"
    assert "Роль: Корреспондент\nНачало: 14 мая 2026 г., 10:00 (UTC+3)\nМесто: Верхна, зал 2" in told.text
    ada.post(E + "apply/withdraw/")
    for kind in ("received", "accepted", "withdrawn"):
        assert ".." not in letter(kind).text and ", !" not in letter(kind).text


@pytest.fixture
def speaking(settings: Any, tmp_path: Path) -> None:
    settings.LOCALE_PATHS = [pseudo.speak(tmp_path, "ru")]


def unspoken(html: str) -> list[str]:
    return list(pseudo.unspoken(re.sub(r"[\w.]+@example\.org|(?<=>)[A-Z]{4}-[A-Z]{4}", "", html)))


def told(client: Client, path: str) -> list[str]:
    return unspoken(client.get(path, follow=True).content.decode())


@pytest.mark.usefixtures("speaking")
def test_every_word_of_an_applicants_pages_comes_from_a_catalogue(call: Call) -> None:
    unknown = Client()
    assert told(unknown, E + "accreditation/") == []
    assert told(unknown, JOIN) == []
    assert unspoken(unknown.post(JOIN, {"name": "", "email": "нет"}).content.decode()) == []
    code = unknown.post(JOIN, {"name": "Ада Рейес", "email": "ada@example.org", "next": f"{E}apply/"}, follow=True)
    assert unspoken(code.content.decode()) == []
    wrong = unknown.post(code.redirect_chain[-1][0], {"code": "нет"})
    assert "mistyped" not in mail.outbox[-1].body and unspoken(wrong.content.decode()) == []
    ada = joined()
    assert told(ada, E + "apply/") == []
    ada.post(E + "apply/")
    assert told(ada, E + "apply/send/") == []
    for step, given in STEPS.items():
        assert told(ada, f"{E}apply/step/{step}/") == []
        assert unspoken(ada.post(f"{E}apply/step/{step}/", {}).content.decode()) == []
        ada.post(f"{E}apply/step/{step}/", given)
    assert told(ada, E + "apply/send/") == []
    assert unspoken(ada.post(E + "apply/send/", {}).content.decode()) == []


@pytest.mark.usefixtures("speaking")
@pytest.mark.parametrize(
    ("outcome", "reason", "fact"), [(Act.ACCEPT, "", ""), (Act.WAITLIST, "draw", "7"), (Act.REFUSE, "false", "письмо")]
)
def test_every_word_about_a_decision_comes_from_a_catalogue(call: Call, outcome: Act, reason: str, fact: str) -> None:
    ada = joined()
    found = sent(ada)
    assert told(ada, E + "apply/mine/") == []
    decide(found, outcome, reason=reason, fact=fact)
    assert told(ada, E + "apply/mine/") == []
    assert told(ada, E + "apply/withdraw/") == []
    ada.post(E + "apply/withdraw/")
    assert told(ada, E + "apply/mine/") == []
    acts.publish_counts(closed(call, reason="Мест больше нет."), by=cast.person("Dov Sand"))
    assert told(Client(), E + "accreditation/") == []
    for one in Letter.objects.all():
        written = Written.model_validate_json(one.unseal())
        assert unspoken(f"<p>{written.subject}</p><p>{written.text}</p>") == []
