"""Regions by their names in the language of an edition."""

from __future__ import annotations

import pycountry
import pytest

from onrecord.events.regions import MISSING, code_of, named


@pytest.mark.parametrize(
    ("code", "language", "name"),
    [
        ("RU-KGD", "ru", "Калининградская область"),
        ("RU-SA", "ru", "Республика Саха"),
        ("UA-46", "ru", "Львовская область"),
        ("KZ-19", "ru-KZ", "Алматинская область"),
        ("FI-19", "fi", "Varsinais-Suomi"),
        ("Верхний город", "ru", "Верхний город"),
    ],
)
def test_a_region_has_its_name_in_the_language(code: str, language: str, name: str) -> None:
    assert named(code, language) == name


def test_only_regions_that_there_are_have_a_name_of_ours() -> None:
    codes = {one.code for one in pycountry.subdivisions}
    assert {code for names in MISSING.values() for code in names} - codes == set()


def test_no_region_of_russia_is_named_in_latin_letters_in_russian() -> None:
    regions = pycountry.subdivisions.get(country_code="RU")
    assert [one.code for one in regions if named(one.code, "ru").isascii()] == []


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Riga", "LV-RIX"),
        ("Istanbul", "TR-34"),
        ("murmanskaya oblast", "RU-MUR"),
        ("Rīga", "LV-RIX"),
        ("Nowhere", None),
    ],
)
def test_a_region_is_known_without_the_marks_that_a_keyboard_lacks(typed: str, code: str | None) -> None:
    assert code_of(typed, country="", language="en") == code
