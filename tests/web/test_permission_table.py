"""The docs' table of permissions says what the tests try."""

from __future__ import annotations

from tests import permissions


def test_the_table_in_the_docs_is_what_the_rooms_say() -> None:
    assert permissions.DOCS.read_text() == permissions.table(), "write it anew: make permissions"
