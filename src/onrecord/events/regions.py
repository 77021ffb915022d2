"""Regions by their names: the record has the code that the host gave, such as RU-KGD (ISO 3166-2)."""

from __future__ import annotations

import gettext
import re
import tomllib
import unicodedata
from collections import defaultdict
from contextlib import suppress
from functools import lru_cache
from importlib import resources

import pycountry
from rapidfuzz import fuzz, process

MISSING: dict[str, dict[str, str]] = tomllib.loads(
    resources.files("onrecord.events").joinpath("regions.toml").read_text(encoding="utf-8")
)
"""Names by language and code that ISO's catalogues lack."""
CODE = re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}")


@lru_cache(maxsize=4096)
def named(region: str, language: str) -> str:
    """The name of a region given by its code, in `language` where ISO has it in that; anything else as it came."""
    code = region.strip().upper()
    found = pycountry.subdivisions.get(code=code) if CODE.fullmatch(code) else None
    if found is None:
        country = pycountry.countries.get(alpha_2=code) if len(code) == 2 else None
        return _countries(language).gettext(country.name) if country else region
    if ours := MISSING.get(language.partition("-")[0], {}).get(code):
        return ours
    name = _names(language).gettext(found.name)
    return " ".join(reversed(name.split(", ", 1)))  # ISO has “Saha, Respublika”, as an index would


def country_named(given: str) -> str | None:
    """The code of a country given by its code or a name of it; None where there is none such."""
    wanted = given.strip()
    found = pycountry.countries.get(alpha_2=wanted.upper())
    if found is None:
        with suppress(LookupError):
            found = pycountry.countries.lookup(wanted)
    return str(found.alpha_2) if found else None


def regions_of(country: str) -> list[str]:
    """The codes of the regions of a country; none where ISO has none of it."""
    return sorted(one.code for one in pycountry.subdivisions.get(country_code=country) or ())


def code_of(given: str, *, country: str, language: str) -> str | None:
    """The code of a region, or of a country, that `given` is the code or the name of; in `country` first. None where
    there is none such, or several of that name."""
    wanted = _folded(given)
    if CODE.fullmatch(given.strip().upper()):
        found = pycountry.subdivisions.get(code=given.strip().upper())
        return str(found.code) if found else None
    everywhere = _by_name(language).get(wanted, [])
    bare = _by_bare_name(language).get(_bare(given), [])
    for codes in (*_near_first(everywhere, country), *_near_first(bare, country)):
        if len(codes) == 1:
            return codes[0]
    return country_named(given)


def like(given: str, *, country: str, language: str) -> list[str]:
    """Names of regions that `given` may mean, of `country` where one is named, the most like it first; five at most."""
    codes = regions_of(country) if country else [one.code for one in pycountry.subdivisions]
    names = {named(code, language) for code in codes}
    found = process.extract(
        _folded(given), sorted(names), scorer=fuzz.partial_ratio, processor=_folded, score_cutoff=75, limit=5
    )
    return [name for name, _score, _key in found]


@lru_cache(maxsize=10)
def _by_name(language: str) -> dict[str, list[str]]:
    found = defaultdict[str, set[str]](set)
    for one in pycountry.subdivisions:
        for name in (one.name, named(one.code, language), named(one.code, "en")):
            found[_folded(name)].add(one.code)
    return {name: sorted(codes) for name, codes in found.items()}


@lru_cache(maxsize=10)
def _by_bare_name(language: str) -> dict[str, list[str]]:
    found = defaultdict[str, set[str]](set)
    for name, codes in _by_name(language).items():
        found[_bare(name)].update(codes)
    return {name: sorted(codes) for name, codes in found.items()}


def _near_first(codes: list[str], country: str) -> tuple[list[str], list[str]]:
    return [one for one in codes if one.startswith(f"{country}-")], codes


def _folded(name: str) -> str:
    return " ".join(name.replace(",", " ").casefold().split())


def _bare(name: str) -> str:
    """As people type a name whose letters their keyboard lacks: Riga, Sirak, Istanbul, Murmanskaya oblast."""
    letters = unicodedata.normalize("NFKD", _folded(name))
    return "".join(one for one in letters if not unicodedata.combining(one) and one not in "'’ʹ")


@lru_cache(maxsize=100)
def _names(language: str) -> gettext.NullTranslations:
    return _catalogue("iso3166-2", language)


@lru_cache(maxsize=100)
def _countries(language: str) -> gettext.NullTranslations:
    return _catalogue("iso3166-1", language)


def _catalogue(domain: str, language: str) -> gettext.NullTranslations:
    wanted = [language.replace("-", "_"), language.partition("-")[0]]
    return gettext.translation(domain, pycountry.LOCALES_DIR, languages=wanted, fallback=True)


@lru_cache(maxsize=100)
def countries(language: str) -> list[tuple[str, str]]:
    """The code of each country with its name, in the order of the names."""
    found = [(str(one.alpha_2), named(str(one.alpha_2), language)) for one in pycountry.countries]
    return sorted(found, key=lambda one: one[1])
