"""Has a document decoded in a process of its own, and takes nothing from it but pictures."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import IO

from onrecord.uploads.faults import Fault, Unfit
from onrecord.uploads.limits import (
    AT_ONCE,
    MOST_BYTES,
    MOST_BYTES_OF_A_LOGO,
    MOST_BYTES_OF_A_PICTURE,
    MOST_BYTES_OF_ALL,
    MOST_PAGES,
    SECONDS,
    WAITING,
)
from onrecord.uploads.process import LOGO

COMMAND = [sys.executable, "-I", "-m", "onrecord.uploads.process"]
ENVIRONMENT = {"MALLOC_ARENA_MAX": "1"}
"""None of ours, which has keys in it. Each arena would take of the limit of memory what nobody needs."""
MOST_BYTES_OF_ANSWER = MOST_BYTES_OF_ALL + 2**12
"""The pictures, and the line before them."""
JPEG = b"\xff\xd8\xff"

_turns, _places = threading.Semaphore(AT_ONCE), threading.Semaphore(WAITING)


def pictures_of(content: bytes) -> list[bytes]:
    """The pages of a document as JPEG, made by us. Raises Unfit with the reason where it isn't one that we take."""
    if len(content) > MOST_BYTES:
        raise Unfit(Fault.LARGE)
    with _turn():
        return _taken(_answer(content))


def logo_of(content: bytes) -> bytes:
    """The first page as a JPEG small enough to stand on every page (`limits.LOGO`). Raises Unfit as `pictures_of` does."""
    if len(content) > MOST_BYTES:
        raise Unfit(Fault.LARGE)
    with _turn():
        (made,) = _taken(_answer(content, LOGO))
    if len(made) > MOST_BYTES_OF_A_LOGO:
        raise Unfit(Fault.BROKEN)
    return made


@contextmanager
def _turn() -> Iterator[None]:
    if not _places.acquire(blocking=False):
        raise Unfit(Fault.BUSY)
    try:
        if not _turns.acquire(timeout=SECONDS):
            raise Unfit(Fault.BUSY)
        try:
            yield
        finally:
            _turns.release()
    finally:
        _places.release()


def _answer(content: bytes, *wish: str) -> bytes:
    """What the process says. Raises Unfit where it ends without a word: it took more than it may."""
    with subprocess.Popen(
        [*COMMAND, *wish],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=ENVIRONMENT,
        cwd="/",
        start_new_session=True,
    ) as child:
        assert child.stdin and child.stdout
        alarm = threading.Timer(SECONDS, child.kill)
        giving = threading.Thread(target=_give, args=(child.stdin, content), daemon=True)
        alarm.start()
        giving.start()
        try:
            answer: bytes = child.stdout.read(MOST_BYTES_OF_ANSWER)
        finally:
            child.kill()
            alarm.cancel()
            giving.join()
    return answer


def _give(to: IO[bytes], content: bytes) -> None:
    with suppress(OSError), to:  # it may end before it has read all
        to.write(content)


def _taken(answer: bytes) -> list[bytes]:
    """The pictures in an answer; whoever broke a decoder may have written it, so that nothing of it is believed."""
    line, _, rest = answer.partition(b"\n")
    try:
        said = json.loads(line)
    except ValueError:
        raise Unfit(Fault.LONG) from None
    if not isinstance(said, dict):
        raise Unfit(Fault.BROKEN)
    if "fault" in said:
        fault = said["fault"] if said["fault"] in list(Fault) else Fault.BROKEN
        found = str(said.get("found", ""))
        raise Unfit(Fault(fault), found if found.isalnum() and len(found) < 10 else "")
    made = list(_cut(rest, said.get("lengths")))
    if not made or any(not one.startswith(JPEG) for one in made):
        raise Unfit(Fault.BROKEN)
    return made


def _cut(rest: bytes, lengths: object) -> Iterator[bytes]:
    if not isinstance(lengths, list) or len(lengths) > MOST_PAGES:
        return
    at = 0
    for length in lengths:
        if not isinstance(length, int) or not 0 < length <= MOST_BYTES_OF_A_PICTURE or at + length > len(rest):
            raise Unfit(Fault.BROKEN)
        yield rest[at : at + length]
        at += length
