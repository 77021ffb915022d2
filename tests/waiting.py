"""Waiting for what must come, as long as it takes: a busy machine is slow, and that is no fault of the code."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import TypeVar

PATIENCE = 90.0
"""Seconds after which nobody believes any more that it comes. What comes in time costs none of them."""
OFTEN = 0.02

T = TypeVar("T")


def wait_for(told: Callable[[], T]) -> T:
    """Until `told` gives something true, which is returned."""
    given_up = time.monotonic() + PATIENCE
    while not (found := told()):
        assert time.monotonic() < given_up, f"it did not come within {PATIENCE:g} s"
        time.sleep(OFTEN)
    return found


async def until(told: Callable[[], T]) -> T:
    """The same where others go on meanwhile."""
    async with asyncio.timeout(PATIENCE):
        while not (found := told()):
            await asyncio.sleep(OFTEN)
        return found


def slowness() -> float:
    """How many times as long as alone a process takes just now: for a promise in seconds, which is one to a quiet machine."""
    began, worked = time.perf_counter(), time.process_time()
    while (used := time.process_time() - worked) < 0.1:
        pass
    return max(1.0, (time.perf_counter() - began) / used)
