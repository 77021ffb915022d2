from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from onrecord.web.caching import outlast_the_server


@pytest.mark.parametrize(
    ("said", "stale"),
    [
        ("public, max-age=2", ["stale-if-error=291", "stale-while-revalidate=5"]),
        ("max-age=10, public", ["stale-if-error=275", "stale-while-revalidate=5"]),
        ("public, max-age=31536000, immutable", []),
        ("private, max-age=10", []),
        ("no-store", []),
    ],
)
def test_what_is_public_for_a_moment_outlasts_the_server_by_what_is_left_of_the_promise(
    settings: Any, said: str, stale: list[str]
) -> None:
    settings.ONRECORD_ERASED_WITHIN = 300
    answer = outlast_the_server(lambda request: HttpResponse(headers={"Cache-Control": said}))
    given = answer(RequestFactory().get("/"))["Cache-Control"].split(", ")
    assert sorted(part for part in given if part.startswith("stale")) == stale
    assert set(said.split(", ")) <= set(given)
