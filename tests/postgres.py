"""Runs a command against a PostgreSQL of its own: `python -m tests.postgres COMMAND…`.

The server lives in a temporary folder, listens on 127.0.0.1 only, and goes away with the command. As root
its programs run as the user postgres, since they refuse to run as root.
"""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path


def main(command: list[str]) -> int:
    binaries = programs()
    as_root = os.getuid() == 0
    user = "postgres" if as_root else pwd.getpwuid(os.getuid()).pw_name
    with tempfile.TemporaryDirectory(prefix="onrecord-postgres-") as folder:
        if as_root:
            shutil.chown(folder, user)
        data, port = Path(folder) / "data", free_port()

        def run(program: str, *arguments: str) -> None:
            found = subprocess.run(
                [binaries / program, *arguments],
                user=user if as_root else None,
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                check=False,
            )
            if found.returncode:
                sys.exit(f"{program} failed:\n{found.stdout}")

        run("initdb", "-D", str(data), "-U", "onrecord", "-A", "trust", "-E", "UTF8", "--no-sync")
        options = f"-c listen_addresses=127.0.0.1 -p {port} -c unix_socket_directories='' -c log_min_messages=fatal"
        options += " -c fsync=off -c full_page_writes=off"  # which matter where the machine fails, not a process
        run("pg_ctl", "-D", str(data), "-w", "-l", f"{folder}/log", "-o", options, "start")
        try:
            run("createdb", "-h", "127.0.0.1", "-p", str(port), "-U", "onrecord", "onrecord")
            environment = os.environ | {"DATABASE_URL": f"postgres://onrecord@127.0.0.1:{port}/onrecord"}
            return subprocess.run(command, env=environment, check=False).returncode
        finally:
            run("pg_ctl", "-D", str(data), "-w", "-m", "immediate", "stop")


def programs() -> Path:
    """The folder of the newest PostgreSQL's server programs."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    initdb = found[-1] if found else shutil.which("initdb")
    if not initdb:
        sys.exit("PostgreSQL's server programs are missing: apt-get install postgresql")
    return Path(initdb).parent


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
