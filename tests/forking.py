"""Processes of ours that needn't load their libraries: forked from one that has loaded them and done nothing with them.

A process of Python's own spends most of a second on loading before it does anything, and hundreds of tests start one.
`Process` is a `Popen` that forks where that makes no difference: what it starts has its own environment, arguments,
folder, files, signals and exit code, and reads its settings itself. With `make test-long`, each begins from nothing.
"""

from __future__ import annotations

import functools
import gc
import importlib
import inspect
import json
import os
import pkgutil
import runpy
import select
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from types import ModuleType
from typing import Any

from tests.rounds import LONG
from tests.waiting import PATIENCE

SETTINGS = "onrecord.web.settings"
READ_WHEN_LOADED = (SETTINGS, "onrecord.web.asgi", "onrecord.cli")
"""What keeps something of its environment or its settings when it is loaded: each process loads these for itself."""
LATE = (
    "django.contrib.staticfiles.management.commands.collectstatic",
    "django.core.management.commands.migrate",
    "uvicorn.loops.uvloop",
    "uvicorn.protocols.http.httptools_impl",
)
"""What is loaded by name, when a command asks for it."""
NUMBER = struct.Struct("i")
MOST = 2**17
"""Bytes that are asked for at once."""


class Process(subprocess.Popen[Any]):
    """A `Popen`, forked where it starts this Python with the environment that it has here."""

    _ended: int | None = None
    """Where it is told how a forked one ended."""

    def _execute_child(self, *given: Any) -> None:
        asked = inspect.signature(subprocess.Popen._execute_child).bind(self, *given).arguments  # type: ignore[attr-defined]
        arguments = [os.fspath(one) for one in asked["args"]]
        environment = dict(os.environ if asked["env"] is None else asked["env"])
        if not forkable(arguments, environment):
            super()._execute_child(*given)  # type: ignore[misc]
            return
        standard = [asked["p2cread"], asked["c2pwrite"], asked["errwrite"]]
        self._ended, told = os.pipe()
        wish = {
            "arguments": arguments[1:],
            "environment": environment,
            "folder": str(Path(asked["cwd"] or ".").resolve()),
            "own_session": asked["start_new_session"],
        }
        files = [number if file == -1 else file for number, file in enumerate(standard)]
        socket.send_fds(loaded(), [json.dumps(wish).encode()], [*files, told])
        os.close(told)
        self.pid = self._told()
        self._child_created = True
        names = ("p2cread", "p2cwrite", "c2pread", "c2pwrite", "errread", "errwrite")
        self._close_pipe_fds(*(asked[name] for name in names))  # type: ignore[attr-defined]

    def _told(self) -> int:
        assert self._ended is not None
        number = os.read(self._ended, NUMBER.size)
        assert number, "the process that others are forked from has ended"
        return int(NUMBER.unpack(number)[0])

    def _try_wait(self, wait_flags: int) -> tuple[int, int]:
        if self._ended is None:
            return super()._try_wait(wait_flags)  # type: ignore[misc, no-any-return]
        if wait_flags & os.WNOHANG and not select.select([self._ended], [], [], 0)[0]:
            return 0, 0
        status = self._told()
        os.close(self._ended)
        return self.pid, status

    def _internal_poll(self, *given: Any, **more: Any) -> int | None:
        if self._ended is None:
            return super()._internal_poll(*given, **more)  # type: ignore[misc, no-any-return]
        if self.returncode is None and self._waitpid_lock.acquire(False):  # type: ignore[attr-defined]
            try:
                if self.returncode is None and (found := self._try_wait(os.WNOHANG))[0]:
                    self._handle_exitstatus(found[1])  # type: ignore[attr-defined]
            finally:
                self._waitpid_lock.release()  # type: ignore[attr-defined]
        return self.returncode


def run(
    arguments: Sequence[str | Path],
    *,
    capture_output: bool = False,
    check: bool = False,
    timeout: float = PATIENCE,
    **how: Any,
) -> subprocess.CompletedProcess[Any]:
    """As `subprocess.run`."""
    if capture_output:
        how |= {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with Process(arguments, **how) as process:
        try:
            output, errors = process.communicate(timeout=timeout)
        except BaseException:
            process.kill()
            raise
    done = subprocess.CompletedProcess(process.args, process.returncode, output, errors)
    if check:
        done.check_returncode()
    return done


def forkable(arguments: list[str], environment: dict[str, str]) -> bool:
    """Whether a process started from nothing would load the same."""
    ours = {None, os.environ.get("PYTHONPATH"), os.pathsep.join(sys.path)}
    same = environment.get("PYTHONPATH") in ours and environment.get("DJANGO_SETTINGS_MODULE", SETTINGS) == SETTINGS
    return not LONG and same and arguments[0] == sys.executable and arguments[1] in ("-c", "-m")


@functools.cache
def loaded() -> socket.socket:
    """Where to ask for a process. What forks them ends when nobody is left to ask, and so do they."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    home = tempfile.mkdtemp(prefix="onrecord-forking-")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ONRECORD_")}
    kept.pop("DATABASE_URL", None)
    subprocess.Popen(
        [sys.executable, "-m", "tests.forking", str(theirs.fileno()), home],
        env=kept
        | {"PYTHONPATH": os.pathsep.join(sys.path), "ONRECORD_HOME": home, "DJANGO_SETTINGS_MODULE": SETTINGS}
        | {"OPENBLAS_NUM_THREADS": "1"},  # threads would not survive a fork
        stdin=subprocess.DEVNULL,
        pass_fds=[theirs.fileno()],
        start_new_session=True,
    ).returncode = 0  # nobody waits for it
    theirs.close()
    return ours


def load() -> None:
    """All of ours but what reads the environment, the libraries of that, and what Django loads when it is asked."""
    import django
    import py3langid
    from django.db import connections
    from django.db.migrations.loader import MigrationLoader

    import onrecord

    importlib.import_module("onrecord.cli.main")
    django.setup()
    MigrationLoader(None)
    for name in LATE:
        importlib.import_module(name)
    py3langid.classify("")  # loads what it knows of languages
    for module in pkgutil.walk_packages(onrecord.__path__, "onrecord."):
        if not module.name.startswith(READ_WHEN_LOADED):
            importlib.import_module(module.name)
    assert all(connection.connection is None for connection in connections.all(initialized_only=True))


def begin(wish: dict[str, Any], files: list[int]) -> None:
    """The forked process becomes the one that was wished for, as far as a program can tell."""
    if wish["own_session"]:
        os.setsid()
    for number, file in enumerate(files[:3]):
        os.dup2(file, number)
    os.write(files[3], NUMBER.pack(os.getpid()))
    os.closerange(3, MOST)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.chdir(wish["folder"])
    os.environ.clear()
    os.environ.update(wish["environment"])
    time.tzset()
    tempfile.tempdir = None
    sys.stdin, sys.stdout = os.fdopen(0), os.fdopen(1, "w", buffering=1 if os.isatty(1) else -1)
    sys.stderr = os.fdopen(2, "w", buffering=1, errors="backslashreplace")
    sys.__stdin__, sys.__stdout__, sys.__stderr__ = sys.stdin, sys.stdout, sys.stderr
    forget_settings()
    gc.enable()


def forget_settings() -> None:
    import sesame.settings
    from django.conf import settings
    from django.db import connections
    from django.utils.functional import empty

    for name in connections:
        del connections[name]
    connections.__init__()  # type: ignore[misc]
    vars(connections).pop("settings", None)
    settings._wrapped = empty
    keys = ("SIGNING_KEY", "VERIFICATION_KEYS")  # which sesame makes when it is loaded

    def make_anew(name: str) -> object:
        if name not in keys:
            raise AttributeError(name)
        sesame.settings.load()
        return vars(sesame.settings)[name]

    for name in keys:
        delattr(sesame.settings, name)
    sesame.settings.__getattr__ = make_anew
    for name in [name for name in sys.modules if name.startswith(READ_WHEN_LOADED)]:
        del sys.modules[name]
        parent, _, child = name.rpartition(".")
        vars(sys.modules.get(parent, sys)).pop(child, None)


def follow(arguments: list[str]) -> None:
    """As `python` does with them; whatever this raises ends the process as it would there."""
    option, what, *rest = arguments
    if option == "-m":
        sys.argv = ["-m", *rest]
        runpy.run_module(what, run_name="__main__", alter_sys=True)
        return
    sys.argv, sys.path[0] = ["-c", *rest], ""
    main = sys.modules["__main__"] = ModuleType("__main__")
    exec(compile(what, "<string>", "exec"), vars(main))


def fork(asked: socket.socket) -> dict[str, Any] | None:
    """Fork whatever is wished for and tell how each ends. Returns in each forked process, and when nobody is left to ask."""
    told: dict[int, tuple[int, int]] = {}
    while True:
        for ready in select.select([asked, *told], [], [])[0]:
            if ready in told:
                pid, to = told.pop(ready)
                with suppress(BrokenPipeError):
                    os.write(to, NUMBER.pack(os.waitpid(pid, 0)[1]))
                os.close(to)
                os.close(ready)
                continue
            said, files, *_ = socket.recv_fds(asked, MOST, 4)
            if not said:
                for pid, _ in told.values():
                    os.kill(pid, signal.SIGKILL)
                return None
            wish = json.loads(said)
            if not (pid := os.fork()):
                asked.detach()
                begin(wish, files)
                return wish
            told[os.pidfd_open(pid)] = pid, files.pop()
            for file in files:
                os.close(file)


def main() -> None:
    load()
    gc.disable()
    gc.freeze()
    asked = socket.socket(fileno=int(sys.argv[1]))
    if wish := fork(asked):
        follow(wish["arguments"])
    else:
        shutil.rmtree(sys.argv[2], ignore_errors=True)


if __name__ == "__main__":
    main()
