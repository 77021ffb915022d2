"""The page for what nobody foresaw needs neither a person nor the record."""

from __future__ import annotations

from django.test import RequestFactory
from django.views.defaults import server_error


def test_a_failure_has_a_page_like_every_other() -> None:
    response = server_error(RequestFactory().get("/"))
    page = response.content.decode()
    assert response.status_code == 500
    assert "Something failed on our side" in page and "web/base" in page and 'href="/"' in page
