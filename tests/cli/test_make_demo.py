"""`make demo`, as a newcomer starts and stops it."""

from __future__ import annotations

import os
import select
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from tests.waiting import PATIENCE

PROJECT = Path(__file__).parents[2]
MAKE = ["make", "--old-file=.venv/.run", f"BIN={Path(sys.executable).parent}", "demo"]


def making(tmp_path: Path, arguments: str) -> subprocess.Popen[bytes]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ONRECORD_", "MAKE", "DJANGO_"))}
    return subprocess.Popen(
        [*MAKE, f"ARGS={arguments}"],
        cwd=PROJECT,
        env=kept | {"TMPDIR": str(tmp_path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a shell's background ignores it
    )


def told(process: subprocess.Popen[bytes], until: str) -> str:
    assert process.stdout
    seen, deadline = "", time.monotonic() + PATIENCE
    while until not in seen:
        assert process.poll() is None and time.monotonic() < deadline, seen
        if select.select([process.stdout], [], [], 1)[0]:
            seen += os.read(process.stdout.fileno(), 65_536).decode()
    return seen


def test_ctrl_c_ends_it_with_a_sentence_and_nothing_is_left(tmp_path: Path) -> None:
    process = making(tmp_path, "--port 0")
    assert "/regional-media/13/record/" in told(process, until="Press Ctrl+C to stop")
    assert list(tmp_path.glob("onrecord-demo-*"))
    os.killpg(process.pid, signal.SIGINT)
    said = process.communicate(timeout=PATIENCE)[0].decode()
    assert "The demonstration has ended. Its data has been deleted." in said
    assert "***" not in said and "Traceback" not in said
    assert not list(tmp_path.iterdir())


def test_a_taken_port_says_what_to_type(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        process = making(tmp_path, f"--port {taken.getsockname()[1]}")
        said = process.communicate(timeout=PATIENCE)[0].decode()
    assert process.returncode == 2
    assert 'Pick a free one with: make demo ARGS="--port 0"' in said
