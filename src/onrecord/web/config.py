"""The installation's settings, read from the environment once, strictly.

Every `ONRECORD_…` variable must be one of `Config`'s fields; a wrong one stops the start with one line. A
secret may be given as `NAME_FILE`, the path of a file that holds it. docs/developers/settings.md lists them.
"""

from __future__ import annotations

import difflib
import ipaddress
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

import platformdirs
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, field_validator

from onrecord.web.home import served_at

PREFIX = "ONRECORD_"
LANGUAGES = ("en", "ru")
"""Those that have a catalogue."""
SECRET = frozenset({"database_url", "mail", "secret_key"})
"""Settings whose value is never shown, not even a wrong one."""

ADDRESS = re.compile(r"[^@\s<>]+@[^@\s<>]+|[^@<>\r\n]+ <[^@\s<>]+@[^@\s<>]+>")


CONTACT = re.compile(r"[^@\s<>]+@[^@\s<>]+")


class ConfigError(Exception):
    """A setting that can't be used; the message names it and says what would be right."""


def _default_home() -> Path:
    return Path(platformdirs.user_data_dir("onrecord"))


class Config(BaseModel):
    """One field a setting: `url` is `ONRECORD_URL`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    home: Annotated[Path, Field(default_factory=_default_home)]
    """The folder for database, keys and static files; made when it's missing."""

    url: str = "http://localhost:8000"
    """The public address without a path's end, such as https://press.example.org. Logs are permanently named after it, so no
    edition opens without it. For everything else, the address that `onrecord serve` listens on where none is given."""

    language: str = LANGUAGES[0]
    """The language of pages that are about no single edition, or about one in whose language the pages are not available: en
    or ru."""

    database_url: str = ""
    """postgres://user:password@host/name, or empty for SQLite in the home folder. `DATABASE_URL` is read too."""

    allowed_hosts: list[str] = []
    """Further host names, separated by commas, under which the server may be asked."""

    trusted_proxies: list[ipaddress.IPv4Network | ipaddress.IPv6Network] = []
    """Addresses and networks, separated by commas, of the proxies in front of the server, whose X-Forwarded-For is believed.
    This machine's own always is."""

    secret_key: Annotated[str, StringConstraints(min_length=50)] | None = None
    """What signs cookies and tokens. Made on first start in the home folder when it's not given."""

    mail: str = ""
    """smtp://user:password@host:587 or smtps://…; page shows mails at /mail/ instead; empty sends none."""

    mail_from: str = ""
    """The address that mails come from, with or without a name; onrecord@ the public host when it's empty."""

    host: str = ""
    """Whose press conferences these are, as readers see it at the top of every page: Office of the Governor of Brodna. A series
    can have another one."""

    contact: str = ""
    """The email address at the foot of every page and letter, to which answers to letters go."""

    logo: Path | None = None
    """The path of a picture (PNG, JPEG, HEIC or PDF) for the top of every page; it is made small when it is first shown."""

    administrator: str = ""
    """The email address of the first administrator, with or without a name, while there is none."""

    debug: bool = False
    """Show errors in the browser: for developers, never on a public server."""

    log_level: Literal["debug", "info", "warning", "error"] = "info"
    """What the server tells on its standard error."""

    lock_timeout: Annotated[float, Field(gt=0, le=300)] = 20.0
    """Seconds to wait for another process that is writing to the record."""

    live_beat: Annotated[float, Field(ge=0.2, le=50)] = 15.0
    """Seconds after which a silent stream says that it is still there, and a wait for the next segment ends. Must be
    shorter than the time-outs of whatever stands between server and readers. A reader who takes nothing for twice as
    long is dropped."""

    erased_within: Annotated[int, Field(ge=20, le=3600)] = 300
    """Seconds after an erasure at whose end no cache that obeys, of proxies or of browsers, gives out what was erased."""

    most_readers: Annotated[int, Field(ge=1, le=1_000_000)] = 10_000
    """Streams held open at the same time, and as many waits for a segment; beyond it readers fall back to waits, and
    then to asking now and then. Each needs an open file: see the system's limit (ulimit -n)."""

    @field_validator("url")
    @classmethod
    def _url(cls, value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
            raise ValueError("must be an address like https://press.example.org")
        if "+" in value or any(sign.isspace() for sign in value):
            raise ValueError("must have no space and no plus sign, because logs are named after it")
        return value.rstrip("/")

    @field_validator("language")
    @classmethod
    def _language(cls, value: str) -> str:
        if value not in LANGUAGES:
            raise ValueError(f"must be one of the languages that the pages are available in: {', '.join(LANGUAGES)}")
        return value

    @field_validator("mail")
    @classmethod
    def _mail(cls, value: str) -> str:
        if value in ("", "page"):
            return value
        wanted = "must be empty, page, smtp://user:password@host:587 or smtps://user:password@host"
        try:
            parts = urlsplit(value)
            port = parts.port
        except ValueError:
            raise ValueError(wanted) from None
        if parts.scheme not in ("smtp", "smtps") or not parts.hostname or parts.path.strip("/") or port == 0:
            raise ValueError(wanted)
        if parts.query or parts.fragment:
            raise ValueError(f"{wanted}; write ?, # and / in a password as %3F, %23 and %2F")
        return value

    @field_validator("mail_from", "administrator")
    @classmethod
    def _address(cls, value: str) -> str:
        if value and not ADDRESS.fullmatch(value):
            raise ValueError("must be an email address like press@example.org or Press office <press@example.org>")
        return value

    @field_validator("contact")
    @classmethod
    def _contact(cls, value: str) -> str:
        if value and not CONTACT.fullmatch(value):
            raise ValueError("must be an email address like press@example.org")
        return value

    @field_validator("logo")
    @classmethod
    def _logo(cls, value: Path | None) -> Path | None:
        if value is not None and not value.is_file():
            raise ValueError("must be the path of a picture, and there is no file")
        return value

    @field_validator("debug", mode="before")
    @classmethod
    def _debug(cls, value: object) -> object:
        if value not in (True, False, "yes", "no"):
            raise ValueError("must be yes or no")
        return value in (True, "yes")

    @field_validator("allowed_hosts", mode="before")
    @classmethod
    def _hosts(cls, value: object) -> object:
        return [host.strip() for host in value.split(",") if host.strip()] if isinstance(value, str) else value

    @field_validator("trusted_proxies", mode="before")
    @classmethod
    def _proxies(cls, value: object) -> object:
        given = [one.strip() for one in value.split(",") if one.strip()] if isinstance(value, str) else value
        try:
            return [ipaddress.ip_network(one) for one in given]  # type: ignore[attr-defined]
        except ValueError:
            raise ValueError(
                "must be addresses or networks like 192.0.2.10 or 10.0.0.0/24, separated by commas"
            ) from None

    @property
    def proxies(self) -> list[str]:
        """All proxies that are believed. On a socket for both, IPv4's addresses come as IPv6's."""
        trusted = [ipaddress.ip_network(this) for this in ("127.0.0.1", "::1")] + self.trusted_proxies
        mapped = [f"::ffff:{one.network_address}/{one.prefixlen + 96}" for one in trusted if one.version == 4]
        return [str(one) for one in trusted] + mapped

    @property
    def keys(self) -> Path:
        """The folder of the keys."""
        return self.home / "keys"


def load(environ: Mapping[str, str]) -> Config:
    """The settings in `environ`. Raises ConfigError, one line, at the first that can't be used."""
    given: dict[str, str] = {}
    if environ.get("DATABASE_URL"):
        given["database_url"] = environ["DATABASE_URL"]
    for variable, value in environ.items():
        if not variable.startswith(PREFIX):
            continue
        name = variable.removeprefix(PREFIX).lower()
        if name.removesuffix("_file") in Config.model_fields and name.endswith("_file"):
            name, value = name.removesuffix("_file"), _read(variable, value)
        if name not in Config.model_fields:
            raise ConfigError(f"{variable} is not a setting{_nearest(name)}")
        given[name] = value
    try:
        found = Config.model_validate(given)
    except ValidationError as error:
        first = error.errors()[0]
        message, name = first["msg"].removeprefix("Value error, "), str(first["loc"][0])
        shown = "" if name in SECRET else f"={first['input']!r}"
        raise ConfigError(f"{PREFIX}{name.upper()}{shown}: {message}") from None
    served = None if names_url(environ) else served_at(found.home)
    return found.model_copy(update={"url": served}) if served else found


def names_url(environ: Mapping[str, str]) -> bool:
    """Whether somebody chose the public address, rather than taking what comes."""
    return any(environ.get(name) for name in ("ONRECORD_URL", "ONRECORD_URL_FILE"))


def _read(variable: str, path: str) -> str:
    try:
        return Path(path).read_text().strip()
    except OSError as error:
        raise ConfigError(f"{variable}={path}: {error.strerror}") from None


def _nearest(name: str) -> str:
    near = difflib.get_close_matches(name, Config.model_fields, n=1)
    return f"; did you mean {PREFIX}{near[0].upper()}?" if near else ""
