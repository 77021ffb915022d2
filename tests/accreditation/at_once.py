"""Several people do something at the same moment."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from django.db import connection

from onrecord.keeping.errors import ActRefused


def at_once(*doing: Callable[[], object]) -> list[str]:
    """Do all of it at the same moment; what those were told that were refused."""
    ready = threading.Barrier(len(doing))

    def one(do: Callable[[], object]) -> str:
        try:
            ready.wait()
            do()
        except ActRefused as refused:
            return str(refused)
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(len(doing)) as pool:
        return [told for told in pool.map(one, doing) if told]
