"""A log with the cast in it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection

from onrecord.record import acts
from onrecord.record.contents import EditionOpened, UtteranceSpoken, Voice
from onrecord.record.models import Log
from onrecord.transcripts.model import Role

FERRO = Voice(name="Governor Ferro", title="Governor")
ADA = Voice(name="Ada Reyes", outlet="Radio Tamra", region="RU-KGD")
BOHDAN = Voice(name="Bohdan Lis", outlet="blog", region="RU-SA")


def said(text: str, role: Role, speaker: Voice | None = None) -> UtteranceSpoken:
    return UtteranceSpoken(role=role, text=text, standard="draft", speaker=speaker, language="en")


def question(text: str, speaker: Voice | None = ADA) -> UtteranceSpoken:
    return said(text, Role.QUESTION, speaker)


def answer(text: str, *, paragraph: int | None = None) -> UtteranceSpoken:
    return said(text, Role.ANSWER, FERRO).model_copy(update={"paragraph": paragraph})


@contextmanager
def another_writes() -> Iterator[None]:
    """Meanwhile somebody else holds SQLite's write lock, for longer than this connection waits."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 50")
    other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()


@pytest.fixture
def log(transactional_db: None) -> Log:
    """An edition just opened, its session running: entries 0 and 1."""
    opened = acts.open_edition(
        "press.example.org/regional-media/13/log", EditionOpened(series="Regional media", title="13th edition")
    )
    acts.start_session(opened)
    return opened
