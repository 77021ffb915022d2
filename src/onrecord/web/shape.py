"""Whether the database has the shape that this version expects: neither newer, nor older, nor another."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from onrecord.web.home import alone

MIGRATING = 0x6F6E7265636F7264
"""PostgreSQL's lock on changing the shape; any number would do."""


class WrongShape(Exception):
    """The message says what is wrong with it and what to do."""


def check() -> None:
    """Raises WrongShape unless the database is as this version expects."""
    pending = _pending()
    if pending:
        raise WrongShape(
            f"the database was made by an older version (it lacks {pending[0]}). Take a backup, then run `onrecord serve` to "
            "update it"
        )
    _refuse_another()


def bring_up_to_date() -> None:
    """Make the tables, or change them to what this version expects. Commands that start at once wait for each other."""
    if not _pending():
        _refuse_another()
        return
    with _alone():
        if _pending():
            call_command("migrate", verbosity=0, interactive=False)
    _refuse_another()


def _pending() -> list[str]:
    """The migrations still to be applied. Raises WrongShape where some were applied that this version doesn't know."""
    loader = MigrationLoader(connection)
    own = {config.label for config in apps.get_app_configs()}
    known = {f"{app}.{name}" for app, name in loader.disk_migrations} | {
        f"{app}.{name}" for migration in loader.disk_migrations.values() for app, name in migration.replaces
    }
    applied = sorted(f"{app}.{name}" for app, name in loader.applied_migrations if app in own)
    unknown = [name for name in applied if name not in known]
    if any(name.endswith(".0001_initial") for name in unknown):
        raise WrongShape(
            "the database was made by an earlier development version, and its tables can't be updated. Start with a new "
            "ONRECORD_HOME; to move a record, export it with the version that made it"
        )
    if unknown:
        raise WrongShape(
            f"the database was made by a newer version (it has {unknown[0]}, which this version doesn't know). Use the newer "
            "version, or restore a backup from before the update into a new ONRECORD_HOME"
        )
    return sorted(f"{app}.{name}" for app, name in loader.graph.nodes if (app, name) not in loader.applied_migrations)


def _refuse_another() -> None:
    """A migration that was edited after it was applied leaves tables that no version describes."""
    there = _columns()
    for model in apps.get_models():
        if not model._meta.managed or model._meta.proxy:
            continue
        table = model._meta.db_table
        for field in model._meta.local_concrete_fields:
            if field.column and (table, field.column) not in there:
                raise WrongShape(
                    f"the database lacks {table}.{field.column}, though it is marked as up to date: it was made by a version "
                    "between two releases. Start with a new ONRECORD_HOME, or use the version that made it"
                )


def _columns() -> set[tuple[str, str]]:
    if connection.vendor == "postgresql":
        query = "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema()"
    else:
        query = "SELECT t.name, c.name FROM sqlite_master t, pragma_table_info(t.name) c WHERE t.type = 'table'"
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {(str(table), str(column)) for table, column in cursor.fetchall()}


@contextmanager
def _alone() -> Iterator[None]:
    """One process at a time changes the shape."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATING])
            try:
                yield
            finally:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATING])
        return
    with alone(Path(connection.settings_dict["NAME"]).parent):
        yield
