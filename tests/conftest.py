"""What all tests share: the cast's conference, and the folder of others' data beside the project."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.contrib.contenttypes.management import create_contenttypes
from django.db import connection
from django.db.models.signals import post_migrate
from django.dispatch import receiver
from hypothesis import HealthCheck, settings

from tests.rounds import rounds

settings.register_profile(
    "ours",
    deadline=None,  # how fast this machine is just now is no fault of the code
    suppress_health_check=[HealthCheck.too_slow],
    max_examples=rounds(20, long=2_000),
)
settings.load_profile("ours")

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Callable[[str], Path]:
    """The path of something in ../shared; skips where that isn't there, fails in CI."""

    def find(name: str) -> Path:
        path = SHARED / name
        if not path.exists():
            message = f"../shared/{name} is not beside the project: this test needs it"
            if os.environ.get("CI") == "true":
                pytest.fail(message)
            pytest.skip(message)
        return path

    return find


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    slow = {one.path for one in items if one.get_closest_marker("slow")}
    items.sort(key=lambda one: one.path not in slow)
    if connection.vendor == "postgresql":
        elsewhere = [one for one in items if not asks_the_database(one)]
        config.hook.pytest_deselected(items=elsewhere)
        items[:] = [one for one in items if asks_the_database(one)]


def asks_the_database(test: pytest.Item) -> bool:
    """What asks none does with PostgreSQL what it did with SQLite."""
    needs = {"db", "transactional_db"} & set(getattr(test, "fixturenames", ()))
    return bool(needs or test.get_closest_marker("django_db") or test.get_closest_marker("postgres"))


@receiver(post_migrate)
def forget_what_was_signed(**_: Any) -> None:
    """A database was made or emptied: its logs never were."""
    shutil.rmtree(django_settings.ONRECORD_KEYS / "heads", ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> None:
    """A database that is only emptied after a test: Django's rows about its own permissions, which nobody here reads,
    took longer to come back than most tests."""
    assert post_migrate.disconnect(dispatch_uid="django.contrib.auth.management.create_permissions")
    assert post_migrate.disconnect(create_contenttypes)
    if connection.vendor == "postgresql":
        connection.ops.sql_flush = rows_deleted


def rows_deleted(style: object, tables: Iterable[str], **_: bool) -> list[str]:
    """How the tables that have rows are emptied: PostgreSQL makes the files of every table anew for Django's TRUNCATE, which
    took longer than most tests."""
    names = [connection.ops.quote_name(table) for table in tables]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"(SELECT '{name}' FROM {name} LIMIT 1)" for name in names))
        return [f"DELETE FROM {name}" for (name,) in cursor.fetchall()]
