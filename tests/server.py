"""The real command in processes of their own, with a home folder of their own."""

from __future__ import annotations

import atexit
import functools
import os
import re
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from onrecord.web.home import DATABASE, prepare
from tests import forking
from tests.rounds import LONG
from tests.waiting import PATIENCE

COMMAND = [sys.executable, "-c", "from onrecord.cli.main import app; app()"]


def environment(home: Path, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ONRECORD_")}
    kept.pop("DATABASE_URL", None)
    served = os.environ.get("TESTS_SERVED", "onrecord.web.settings")
    ours = {"DJANGO_SETTINGS_MODULE": served, "ONRECORD_HOME": str(home), "COLUMNS": "200"}
    return kept | ours | more


MAKING = "from onrecord.cli.installation import set_up; set_up()"
BEGIN_A_HOME = {"serve", "import", "open", "appoint"}
"""Commands that make the tables where there are none."""
ELSEWHERE = {"DATABASE_URL", "ONRECORD_DATABASE_URL_FILE", "ONRECORD_HOME"}


def furnish(home: Path, settings: Collection[str] = ()) -> None:
    """Put tables and catalogues into a new home, as an earlier command would have left them: making them takes most of a second."""
    if LONG or ELSEWHERE & set(settings) or any(home.glob(f"{DATABASE}*")):
        return
    prepare(home)
    with tempfile.TemporaryDirectory(dir=home.parent) as beside, suppress(FileExistsError):
        os.link(shutil.copy(made() / DATABASE, beside), home / DATABASE)
    shutil.copytree(made() / "locale", home / "locale", dirs_exist_ok=True)


@functools.cache
def made() -> Path:
    home = Path(tempfile.mkdtemp(prefix="onrecord-tests-made-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    forking.run([sys.executable, "-c", MAKING], env=environment(home), check=True)
    return home


def onrecord(home: Path, *arguments: str | Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run the command to its end, with `settings` from the environment."""
    if arguments and arguments[0] in BEGIN_A_HOME:
        furnish(home, settings)
    return forking.run(
        [*COMMAND, *map(str, arguments)], env=environment(home, **settings), capture_output=True, text=True
    )


@contextmanager
def serving(home: Path, *arguments: str, **settings: str) -> Iterator[str]:
    """A server for as long as the block lasts, with `settings` from the environment; gives its address."""
    server = Running(home, *arguments, **settings)
    try:
        yield server.address
    finally:
        server.stop()


class Running:
    """A server in a process of its own, answering at `address`."""

    def __init__(self, home: Path, *arguments: str, **settings: str) -> None:
        arguments = arguments or ("serve", "--port", "0")
        if arguments[0] in BEGIN_A_HOME:
            furnish(home, settings)
        self.process = forking.Process(
            [*COMMAND, *arguments],
            env=environment(home, **settings),
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        try:
            self.address = self._told_address()
        except BaseException:
            self.kill()
            raise

    @property
    def port(self) -> int:
        return port_of(self.address)

    def stop(self, within: float = PATIENCE) -> float:
        """As an init system stops it; returns the seconds it took to end."""
        asked = time.monotonic()
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
        try:
            self.process.wait(within)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(PATIENCE)
        assert self.process.stderr
        self.process.stderr.close()
        return time.monotonic() - asked

    def kill(self) -> None:
        """kill -9."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(PATIENCE)
        assert self.process.stderr
        self.process.stderr.close()

    def _told_address(self) -> str:
        assert self.process.stderr
        seen, deadline = "", time.monotonic() + PATIENCE
        while not (found := re.search(r"http://localhost:\d+", seen)):
            assert self.process.poll() is None, seen
            assert time.monotonic() < deadline, seen
            if select.select([self.process.stderr], [], [], 1)[0]:
                seen += os.read(self.process.stderr.fileno(), 65_536).decode()
        return found[0]


def port_of(address: str) -> int:
    return int(address.rpartition(":")[2])
