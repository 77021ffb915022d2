"""What a DATABASE_URL asks for reaches every connection: Django's, and the one on which the nodes listen."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from tests import forking
from tests.server import environment

ASKED = """
import json
import django
django.setup()
from django.db import connection
from onrecord.web import nodes
given = connection.get_connection_params()
print(json.dumps([{name: given.get(name) for name in nodes.address()}, nodes.address()]))
"""
URL = (
    "postgres://onrecord:secret@db.example.org:6432/record"
    "?sslmode=verify-full&sslrootcert=/etc/ssl/db.pem&target_session_attrs=read-write&options=-c%20statement_timeout%3D9000"
)


def test_tls_and_all_else_that_the_address_says_is_kept(tmp_path: Path) -> None:
    settings = {"DATABASE_URL": URL, "ONRECORD_LOCK_TIMEOUT": "7", "DJANGO_SETTINGS_MODULE": "onrecord.web.settings"}
    command = [sys.executable, "-c", ASKED]
    found = forking.run(command, env=environment(tmp_path, **settings), capture_output=True, text=True, check=True)
    pages, nodes = json.loads(found.stdout)
    assert pages == nodes
    assert nodes == {
        "host": "db.example.org",
        "port": 6432,
        "user": "onrecord",
        "password": "secret",
        "dbname": "record",
        "client_encoding": "UTF8",
        "sslmode": "verify-full",
        "sslrootcert": "/etc/ssl/db.pem",
        "target_session_attrs": "read-write",
        "options": "-c statement_timeout=9000 -c lock_timeout=7000",
    }
