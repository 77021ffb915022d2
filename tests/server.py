"""The real command in processes of their own, with a home folder of their own."""

from __future__ import annotations

import os
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

COMMAND = [sys.executable, "-c", "from onrecord.cli.main import app; app()"]


def environment(home: Path, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ONRECORD_")}
    kept.pop("DJANGO_SETTINGS_MODULE", None)
    kept.pop("DATABASE_URL", None)
    return kept | {"ONRECORD_HOME": str(home), "COLUMNS": "200"} | more


def onrecord(home: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the command to its end."""
    return subprocess.run(
        [*COMMAND, *map(str, arguments)],
        env=environment(home),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@contextmanager
def serving(home: Path, *arguments: str, **settings: str) -> Iterator[str]:
    """A server for as long as the block lasts, with `settings` from the environment; gives its address."""
    process = subprocess.Popen(
        [*COMMAND, *(arguments or ("serve", "--port", "0"))],
        env=environment(home, **settings),
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    assert process.stderr
    try:
        seen, deadline = "", time.monotonic() + 60
        while not (found := re.search(r"http://localhost:\d+", seen)):
            assert process.poll() is None, seen
            assert time.monotonic() < deadline, seen
            if select.select([process.stderr], [], [], 1)[0]:
                seen += os.read(process.stderr.fileno(), 65_536).decode()
        yield found[0]
    finally:
        os.killpg(process.pid, signal.SIGINT)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(10)
        process.stderr.close()
