"""How the nodes of an installation on PostgreSQL wake each other: each commit tells the log's number and its count of segments."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Callable
from typing import Any

import psycopg
from django.db import connection

from onrecord.record.writer import CHANNEL

log = logging.getLogger(__name__)

TOLD = re.compile("([0-9]+) ([0-9]+)")
AGAIN = 2.0
"""Seconds before a lost connection is tried again; the feeds look for themselves meanwhile."""


async def listen(publish: Callable[[int, int], None]) -> None:
    """Pass on what any node, this one included, has appended."""
    while True:
        try:
            async with await psycopg.AsyncConnection.connect(**address(), autocommit=True) as listening:
                await listening.execute(f"LISTEN {CHANNEL}")
                async for notice in listening.notifies():
                    told = TOLD.fullmatch(notice.payload)
                    if told:
                        publish(int(told[1]), int(told[2]))
        except psycopg.Error as error:
            log.warning(
                "Other nodes can't notify this one (%s); until they can, it looks for new entries itself",
                str(error).strip(),
            )
        await asyncio.sleep(AGAIN)


def address() -> dict[str, Any]:
    """All that libpq is told of the database, its certificates among it; the rest is Django's own."""
    known = connection.get_connection_params()
    words = {option.keyword.decode() for option in psycopg.pq.Conninfo.get_defaults()}
    return {name: value for name, value in known.items() if name in words}
