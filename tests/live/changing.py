"""What another process does to words that were just said, while readers follow."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence

from tests.live.publisher import Publisher
from tests.live.reader import Reader, get


async def change(publisher: Publisher, ports: Sequence[int]) -> dict[int, bytes]:
    """Has words corrected, erased and opened by themselves between new ones. Every reader gets the same; what was erased comes no
    more, and what is held not before it is open. Returns each segment since the erasure."""
    readers = [Reader(port, after=publisher.segments - 1) for port in ports]

    async def do(act: str) -> bytes:
        segments = await asyncio.to_thread(publisher.do, act)
        await asyncio.gather(*(reader.until(segments - 1) for reader in readers))
        return readers[0].lines[-1]

    async def heard(words: bytes) -> None:
        for reader in readers:
            while words not in b"".join(reader.lines):
                await reader.until(reader.got[-1] + 1)

    said = await do("ask A name that must go, and why?")
    index = json.loads(said)["passages"][-1]["id"].removeprefix("u")
    await do("speak So it is.")
    assert b"must go" in await do(f"correct {index} A name that must go, and when?")
    await do("ask Something else?")
    await do(f"erase {index}")
    erased = len(readers[0].lines) - 1
    await do("speak Well.")
    await do("ask And why is that?")
    await do("embargo 5")
    assert b"Nobody reads" not in await do("speak Nobody reads this yet.")
    await do("rule on")
    await do("speak It is open soon.")
    await heard(b"Nobody reads this yet.")
    await do("ask Is it?")
    assert len({tuple(reader.lines) for reader in readers}) == 1
    assert b"must go" not in b"".join(readers[0].lines[erased:])
    return dict(zip(readers[0].got[erased:], readers[0].lines[erased:], strict=True))


async def again(port: int, segments: dict[int, bytes]) -> None:
    """A server that has kept nothing of them gives the same bytes."""
    for n, line in segments.items():
        assert (await get(port, str(n))).body == line, n
