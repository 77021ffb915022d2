"""A real nginx with the configuration we ship, in front of a server, as whoever runs the tests."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.postgres import free_port
from tests.waiting import PATIENCE, wait_for

SHIPPED = Path(__file__).resolve().parents[2] / "deploy" / "nginx.conf"
WORKERS = 2
AROUND = """
worker_processes {workers};
worker_rlimit_nofile 16384;
daemon off;
{user}
pid {folder}/pid;
error_log {folder}/error.log;
events {{ worker_connections 8192; }}
http {{
    log_format asked '$upstream_cache_status $uri';
    access_log {folder}/access.log asked;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/onrecord.conf;
}}
"""


TLS = {
    "listen 80;\n": "",
    "# listen 443 ssl http2 default_server;": "listen 127.0.0.1:{secure} ssl http2 default_server;",
    "# listen 443 ssl http2;": "listen 127.0.0.1:{secure} ssl http2;",
    "# ssl_certificate /etc/nginx/press.example.org.pem;": "ssl_certificate {folder}/certificate.pem;",
    "# ssl_certificate_key /etc/nginx/press.example.org.key;": "ssl_certificate_key {folder}/key.pem;",
    "# server { listen 80; ": "server { listen 80; ",
    "return 301 https://press.example.org": "return 301 https://localhost:{secure}",
}
"""What operating.md has one change for TLS, each with what it becomes here."""


class Edge:
    """Listens on `port`; `asked` counts what the origin was asked for."""

    def __init__(self, folder: Path, port: int) -> None:
        self.port, self._log = port, folder / "access.log"

    def asked(self) -> Counter[str]:
        """How often each path was passed on to the origin, as far as it has been answered."""
        lines = (line.split() for line in self._log.read_text().splitlines())
        return Counter(path for status, path in lines if status != "HIT")


@contextmanager
def edge(
    folder: Path, origin: int, *, secure: int = 0, read_timeout: str = "60s", around: str = AROUND
) -> Iterator[Edge]:
    """nginx in front of the port `origin`; with TLS on the port `secure` where that is given."""
    program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    assert program, "nginx is missing: apt-get install nginx"
    port = free_port()
    folder.mkdir()
    if secure:
        _sign_certificate(folder)
    shipped = SHIPPED.read_text()
    for ours, here in {
        **(TLS if secure else {}),
        "127.0.0.1:8000": f"127.0.0.1:{origin}",
        "listen 80 default_server;": f"listen 127.0.0.1:{port} default_server backlog=4096;",
        "listen 80;": f"listen 127.0.0.1:{port};",
        "press.example.org": "localhost",
        "/var/cache/nginx/onrecord": f"{folder}/cache",
        "proxy_read_timeout 60s": f"proxy_read_timeout {read_timeout}",
    }.items():
        assert ours in shipped
        shipped = shipped.replace(ours, here.replace("{secure}", str(secure)).replace("{folder}", str(folder)))
    (folder / "onrecord.conf").write_text(shipped)
    user = "user root;" if os.getuid() == 0 else ""
    (folder / "nginx.conf").write_text(around.format(folder=folder, user=user, workers=WORKERS))
    process = subprocess.Popen([program, "-p", str(folder), "-c", "nginx.conf"], stderr=subprocess.DEVNULL)
    try:
        wait_for(lambda: process.poll() is not None or ((folder / "pid").exists() and (folder / "pid").read_text()))
        assert process.poll() is None, (folder / "error.log").read_text()
        yield Edge(folder, port)
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _sign_certificate(folder: Path) -> None:
    """A certificate for localhost that nobody but itself vouches for."""
    files = ("-keyout", folder / "key.pem", "-out", folder / "certificate.pem")
    names = ("-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost")
    subprocess.run(["openssl", "req", "-x509", "-nodes", "-days", "1", *files, *names], capture_output=True, check=True)
