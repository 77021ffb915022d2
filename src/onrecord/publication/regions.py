"""Regions by their names: the record has the code that the host gave, such as RU-KGD (ISO 3166-2)."""

from __future__ import annotations

import gettext
import re
import tomllib
from functools import lru_cache
from importlib import resources

import pycountry

MISSING: dict[str, dict[str, str]] = tomllib.loads(
    resources.files("onrecord.publication").joinpath("regions.toml").read_text(encoding="utf-8")
)
"""Names by language and code that ISO's catalogues lack."""
CODE = re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}")


@lru_cache(maxsize=4096)
def named(region: str, language: str) -> str:
    """The name of a region given by its code, in `language` where ISO has it in that; anything else as it came."""
    code = region.strip().upper()
    found = pycountry.subdivisions.get(code=code) if CODE.fullmatch(code) else None  # type: ignore[no-untyped-call]
    if found is None:
        return region
    if ours := MISSING.get(language.partition("-")[0], {}).get(code):
        return ours
    name = _names(language).gettext(found.name)
    return " ".join(reversed(name.split(", ", 1)))  # ISO has “Saha, Respublika”, as an index would


@lru_cache(maxsize=100)
def _names(language: str) -> gettext.NullTranslations:
    wanted = [language.replace("-", "_"), language.partition("-")[0]]
    return gettext.translation("iso3166-2", pycountry.LOCALES_DIR, languages=wanted, fallback=True)
