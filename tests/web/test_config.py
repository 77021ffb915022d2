from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from onrecord.web.config import Config, ConfigError, load
from tests import forking
from tests.server import environment

DOCS = Path(__file__).resolve().parents[2] / "docs/developers/settings.md"


def test_every_setting_is_documented_and_nothing_else_is() -> None:
    documented = set(re.findall(r"^\| `ONRECORD_([A-Z_]+)`", DOCS.read_text(), re.MULTILINE))
    assert documented == {name.upper() for name in Config.model_fields}


@pytest.mark.parametrize(
    ("variable", "value", "says"),
    [
        ("ONRECORD_DEBUG", "true", "must be yes or no"),
        ("ONRECORD_URL", "press.example.org", "must be an address like"),
        ("ONRECORD_URL", "https://press.example.org/a+b", "no plus sign"),
        ("ONRECORD_LANGUAGE", "de", "must be one of the languages that the pages are available in: en, ru"),
        ("ONRECORD_LOG_LEVEL", "loud", "'debug', 'info', 'warning' or 'error'"),
        ("ONRECORD_LOCK_TIMEOUT", "soon", "valid number"),
        ("ONRECORD_SECRET_KEY", "short", "at least 50 characters"),
        ("ONRECORD_MAIL", "mail.example.org", "must be empty, page, smtp://"),
        ("ONRECORD_MAIL", "smtp://u:p@mail.example.org:x", "must be empty, page, smtp://"),
        ("ONRECORD_MAIL", "smtp://u:p#@mail.example.org", "must be empty, page, smtp://"),
        ("ONRECORD_MAIL_FROM", "the press office", "must be an email address"),
        ("ONRECORD_MAIL_FROM", "a@example.org, b@example.org", "must be an email address"),
        ("ONRECORD_MAIL_FROM", "Press\r\nBcc: b@example.org <a@example.org>", "must be an email address"),
        ("ONRECORD_ADMINISTRATOR", "a@b@c", "must be an email address"),
        ("ONRECORD_CONTACT", "Press office <press@example.org>", "must be an email address like press@example.org"),
        ("ONRECORD_LOGO", "/nowhere/at/all", "must be the path of a picture"),
        ("ONRECORD_TRUSTED_PROXIES", "*", "must be addresses or networks"),
        ("ONRECORD_TRUSTED_PROXIES", "10.0.0.1/8", "must be addresses or networks"),
        ("ONRECORD_TRUSTED_PROXIES", "edge.example.org", "must be addresses or networks"),
        ("ONRECORD_HOMME", "/srv", "did you mean ONRECORD_HOME?"),
        ("ONRECORD_SECRET_KEY_FILE", "/nowhere/at/all", "No such file"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named_in_one_line(variable: str, value: str, says: str) -> None:
    with pytest.raises(ConfigError) as refused:
        load({variable: value})
    assert variable.removesuffix("_FILE") in str(refused.value)
    assert says in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("variable", ["ONRECORD_MAIL", "ONRECORD_SECRET_KEY"])
def test_a_refused_secret_is_not_shown(variable: str) -> None:
    with pytest.raises(ConfigError) as refused:
        load({variable: "bitter-orange"})
    assert "bitter-orange" not in str(refused.value)


def test_where_the_public_address_is_https_cookies_are_bound_to_it(tmp_path: Path) -> None:
    asked = "from onrecord.web import settings as s; print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.CSRF_TRUSTED_ORIGINS, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE)"
    found = forking.run(
        [sys.executable, "-c", asked],
        env=environment(tmp_path, ONRECORD_URL="https://press.example.org/x"),
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.stdout == "__Host-onrecord __Host-onrecord-form ['https://press.example.org'] True True\n"


def test_a_home_that_takes_no_catalogues_is_named_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "locale").write_text("This is no folder.")
    start = [sys.executable, "-c", "import onrecord.web.settings"]
    said = forking.run(start, env=environment(tmp_path), capture_output=True, text=True)
    assert said.returncode == 1
    assert said.stderr.startswith(f"onrecord: ONRECORD_HOME={tmp_path} can't be used: ")
    assert said.stderr.count("\n") == 1


def test_a_secret_can_come_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("s" * 60 + "\n")
    assert load({"ONRECORD_SECRET_KEY_FILE": str(tmp_path / "secret")}).secret_key == "s" * 60


def test_other_variables_are_nobodys_business() -> None:
    assert load({"PATH": "/bin", "ONRECORDED": "x"}).url == "http://localhost:8000"


def test_hosts_are_separated_by_commas() -> None:
    assert load({"ONRECORD_ALLOWED_HOSTS": "a.example.org, b.example.org"}).allowed_hosts == [
        "a.example.org",
        "b.example.org",
    ]
