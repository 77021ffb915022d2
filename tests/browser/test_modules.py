"""What the pages' modules compute, each by itself: the tests in `modules/`, run in one page that imports the modules we ship."""

from __future__ import annotations

import mimetypes
import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from playwright.sync_api import Browser

HERE = Path(__file__).parent / "modules"
FILES = sorted(path.name for path in HERE.glob("*.js") if path.name != "harness.js")
TESTS = [
    (name, title) for name in FILES for title in re.findall(r'^test\("(.+)", ', (HERE / name).read_text(), re.MULTILINE)
]
PAGE = "<!doctype html><html lang=en><title>Modules</title><main></main>"
RUN = """async (files) => {
  for (const file of files) await import(`/modules/${file}`);
  return (await import("/modules/harness.js")).results();
}"""


class Files(BaseHTTPRequestHandler):
    """An empty page, the tests, and the static files as the product finds them."""

    def do_GET(self) -> None:
        found = self._found()
        self.send_response(200 if found is not None else 404)
        self.send_header("Content-Type", mimetypes.guess_type(self.path)[0] or "text/html")
        self.end_headers()
        self.wfile.write(found or b"")

    def _found(self) -> bytes | None:
        if self.path == "/":
            return PAGE.encode()
        kind, _, name = self.path[1:].partition("/")
        path = HERE / name if kind == "modules" else finders.find(name) if kind == "static" else None
        return Path(path).read_bytes() if path and Path(path).is_file() else None

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def results(chromium: Browser) -> Iterator[dict[str, str | None]]:
    """What came of each test; where a module can't be imported, none of them is there."""
    with ThreadingHTTPServer(("localhost", 0), Files) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        page = chromium.new_page()
        page.goto(f"http://localhost:{server.server_port}/")
        yield page.evaluate(RUN, FILES)
        page.close()
        server.shutdown()


@pytest.mark.parametrize(("file", "title"), TESTS, ids=[title for _, title in TESTS])
def test_module(results: dict[str, str | None], file: str, title: str) -> None:
    assert results[title] is None, f"{file}: {results[title]}"


def test_every_test_is_asked_for(results: dict[str, str | None]) -> None:
    assert sorted(results) == sorted(title for _, title in TESTS)
