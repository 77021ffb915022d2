"""Where logs are read from: what is refused, and what a server's answers mean."""

from __future__ import annotations

import threading
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.record import kinds, sources
from onrecord.record.sources import BundleSource, HttpSource
from onrecord.record.verifier import Gone, Missing, Unusable, verify_log
from tests.record.logs import KEY, conference, write_zip
from tests.rounds import rounds

FILES = conference().files()
EDITION = "/regional-media/13"


def test_a_file_that_is_no_zip_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("not a zip")
    with pytest.raises(Unusable, match="not a bundle"):
        BundleSource(tmp_path / "notes.txt")
    with pytest.raises(Unusable, match="No such file"):
        BundleSource(tmp_path / "nothing.zip")


@pytest.mark.parametrize("names", [[], ["README.txt"], ["a/checkpoint", "b/checkpoint"], ["a/b/checkpoint"]])
def test_a_bundle_has_one_checkpoint_at_its_top(tmp_path: Path, names: list[str]) -> None:
    with pytest.raises(Unusable, match="one file 'checkpoint'"):
        BundleSource(write_zip(tmp_path / "bundle.zip", dict.fromkeys(names, b""), folder=""))


@pytest.mark.parametrize("name", ["../checkpoint", "/checkpoint", "a/../../b", "a//b", "C:/b", "./b"])
def test_a_zip_that_reaches_outside_its_folder_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(Unusable, match="outside"):
        BundleSource(write_zip(tmp_path / "bundle.zip", {"a/checkpoint": b"", name: b""}, folder=""))


def test_two_files_of_one_name_are_refused(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "bundle.zip", FILES)
    with zipfile.ZipFile(path, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("regional-media-13/open/2", b"")
    with pytest.raises(Unusable, match="same name"):
        BundleSource(path)


def test_a_bomb_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "bundle.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a/checkpoint", bytes(sources.LARGEST_FILE + 1))
    with pytest.raises(Unusable, match="larger than any file in a log"):
        BundleSource(path).fetch("checkpoint")
    monkeypatch.setattr(sources, "LARGEST_BUNDLE", sources.LARGEST_FILE)
    with pytest.raises(Unusable, match="unpacks to more"):
        BundleSource(path)


@settings(max_examples=rounds(37, long=1500), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_damaged_zip_is_refused_or_holds_what_it_held(tmp_path: Path, data: st.DataObject) -> None:
    path = write_zip(tmp_path / "bundle.zip", FILES)
    damaged = bytearray(path.read_bytes())
    damaged[data.draw(st.integers(0, len(damaged) - 1))] ^= data.draw(st.integers(1, 255))
    path.write_bytes(damaged)
    try:
        source = BundleSource(path)
        report = verify_log(source, kinds.known, key=KEY)
    except Unusable:
        return
    if report.ok:
        assert all(source.fetch(name) == FILES[name] for name in source.paths())


def test_links_out_of_a_folder_are_refused(tmp_path: Path) -> None:
    (tmp_path / "bundle").mkdir()
    (tmp_path / "bundle" / "checkpoint").write_bytes(FILES["checkpoint"])
    (tmp_path / "bundle" / "verifier.key").symlink_to(tmp_path)
    with pytest.raises(Unusable, match="link"):
        BundleSource(tmp_path / "bundle")


class Server(BaseHTTPRequestHandler):
    """Serves FILES; some paths answer as a test needs it."""

    def do_GET(self) -> None:
        path = self.path.removeprefix(f"{EDITION}/log/")
        if path == "away":
            self.answer(302, b"", Location="http://elsewhere.invalid/checkpoint")
        elif path == "near":
            self.answer(301, b"", Location=f"{EDITION}/log/checkpoint")
        elif path in ("gone", "broken"):
            self.answer({"gone": 410, "broken": 503}[path], b"")
        elif path == "endless":
            self.answer(200, bytes(sources.LARGEST_FILE + 1))
        elif path in FILES:
            self.answer(200, FILES[path])
        else:
            self.answer(404, b"")

    def answer(self, status: int, content: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        try:
            self.wfile.write(content)
        except ConnectionError:
            self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        """Keep the tests' output clean."""


class Listening(ThreadingHTTPServer):
    request_queue_size = 64


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with Listening(("127.0.0.1", 0), Server) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}{EDITION}"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("page", ["", "/", "/log", "/log/", "/log/checkpoint", "/record/?from=3#u3", "/u/12/"])
def test_a_log_is_found_from_any_address_of_its_edition(address: str, page: str) -> None:
    report = verify_log(HttpSource(address + page), kinds.known, key=KEY)
    assert report.ok, report.failure
    assert (report.public, report.held) == (12, 1)


def test_answers_mean_what_http_says(address: str) -> None:
    source = HttpSource(address)
    assert source.fetch("near") == FILES["checkpoint"]
    with pytest.raises(Missing):
        source.fetch("open/999")
    with pytest.raises(Gone):
        source.fetch("gone")
    with pytest.raises(Unusable, match="503"):
        source.fetch("broken")
    with pytest.raises(Unusable, match="another host, elsewhere"):
        source.fetch("away")
    with pytest.raises(Unusable, match="larger"):
        source.fetch("endless")


@pytest.mark.parametrize("url", ["ftp://example.org/", "file:///etc/passwd", "http://", "http://[::1", "http://a:b/"])
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(Unusable, match="not an address"):
        HttpSource(url)


def test_a_server_that_is_not_there_is_no_verdict(address: str) -> None:
    with pytest.raises(Unusable, match="can't be read"):
        verify_log(HttpSource("http://127.0.0.1:1/regional-media/13/"), kinds.known, key=KEY)
    with pytest.raises(Unusable, match="no checkpoint"):
        verify_log(HttpSource(address.replace("/13", "/14")), kinds.known, key=KEY)
