from __future__ import annotations

import re
from pathlib import Path

import pytest

from onrecord.web.config import Config, ConfigError, load

DOCS = Path(__file__).resolve().parents[2] / "docs/developers/settings.md"


def test_every_setting_is_documented_and_nothing_else_is() -> None:
    documented = set(re.findall(r"^\| `ONRECORD_([A-Z_]+)`", DOCS.read_text(), re.MULTILINE))
    assert documented == {name.upper() for name in Config.model_fields}


@pytest.mark.parametrize(
    ("variable", "value", "says"),
    [
        ("ONRECORD_DEBUG", "true", "must be yes or no"),
        ("ONRECORD_URL", "press.example.org", "must be an address such as"),
        ("ONRECORD_URL", "https://press.example.org/a+b", "no plus sign"),
        ("ONRECORD_LOG_LEVEL", "loud", "'debug', 'info', 'warning' or 'error'"),
        ("ONRECORD_LOCK_TIMEOUT", "soon", "valid number"),
        ("ONRECORD_SECRET_KEY", "short", "at least 50 characters"),
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
