"""Where the verifier gets a log's files: an address, a bundle, an unpacked folder."""

from __future__ import annotations

import re
import zipfile
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import urljoin, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from onrecord.record.verifier import Gone, Missing, Unusable

MOST_BYTES = 32 * 1024 * 1024
"""No file of a log is larger: a bundle has at most 256 entries of 64 KiB."""
MOST_UNPACKED = 4 * 1024 * 1024 * 1024
TIMEOUT = 30
AHEAD = 16


class BundleSource:
    """A zip that `onrecord export --format bundle` wrote, or the same unpacked into a folder."""

    def __init__(self, path: Path) -> None:
        self.name = str(path)
        self._folder = path if path.is_dir() else None
        if self._folder:
            if not (self._folder / "checkpoint").is_file():
                inside = [one for one in self._folder.iterdir() if (one / "checkpoint").is_file()]
                if len(inside) != 1:
                    raise Unusable(f"{path} has no checkpoint: it is no bundle of onrecord")
                self._folder = inside[0]
            return
        try:
            self._zip = zipfile.ZipFile(path)
        except (OSError, zipfile.BadZipFile) as error:
            raise Unusable(f"{path} is no zip: {error}") from None
        members = self._zip.infolist()
        if sum(member.file_size for member in members) > MOST_UNPACKED:
            raise Unusable(f"{path} unpacks to more than {MOST_UNPACKED:,} bytes")
        names = [member.filename for member in members]
        if len(names) != len(set(names)):
            raise Unusable(f"{path} has two files of one name")
        tops = [name.removesuffix("checkpoint") for name in names if re.fullmatch(r"([^/]+/)?checkpoint", name)]
        if len(tops) != 1:
            raise Unusable(f"{path} has no checkpoint: it is no bundle of onrecord")
        self._top = tops[0]
        self._names = frozenset(names)

    def fetch(self, path: str) -> bytes:
        """The bytes at `path`; what a bundle doesn't have is Missing, erased openings too."""
        try:
            if self._folder:
                file = self._folder / path
                if not file.is_file():
                    raise Missing(path)
                return _bounded(path, file.stat().st_size, file.read_bytes)
            if self._top + path not in self._names:
                raise Missing(path)
            member = self._zip.getinfo(self._top + path)
            return _bounded(path, member.file_size, lambda: self._zip.read(member))
        except (OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
            raise Unusable(f"{path} in {self.name} can't be read: {error}") from None
        except Exception as error:
            if type(error).__module__ == "zlib":
                raise Unusable(f"{path} in {self.name} can't be unpacked: {error}") from None
            raise


def _bounded(path: str, size: int, read) -> bytes:  # type: ignore[no-untyped-def]
    if size > MOST_BYTES:
        raise Unusable(f"{path} has {size:,} bytes; no file of a log has more than {MOST_BYTES:,}")
    content: bytes = read()
    return content


class _SameHost(HTTPRedirectHandler):
    def redirect_request(self, req, fp, code, msg, headers, newurl):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201, PLR0913
        if urlsplit(newurl).netloc != urlsplit(req.full_url).netloc:
            raise URLError(f"the server sends on to another host: {newurl}")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


class HttpSource:
    """The address of an edition (or of its log). Openings are fetched ahead, several at a time."""

    def __init__(self, url: str) -> None:
        if urlsplit(url).scheme not in ("http", "https"):
            raise Unusable(f"{url} is no http address")
        edition = re.sub(r"(log/?|record/?|u/\d+/?)$", "", url.split("#")[0].split("?")[0].rstrip("/") + "/")
        self.name = edition
        self._log = urljoin(edition, "log/")
        self._open = build_opener(_SameHost).open
        self._pool = ThreadPoolExecutor(max_workers=AHEAD)
        self._ahead: dict[int, Future[bytes]] = {}

    def fetch(self, path: str) -> bytes:
        """The bytes at `path` below the log's address."""
        found = re.fullmatch(r"open/(\d+)", path)
        if not found:
            return self._get(path)
        index = int(found[1])
        for near in range(index, index + AHEAD):
            if near not in self._ahead:
                self._ahead[near] = self._pool.submit(self._get, f"open/{near}")
        return self._ahead.pop(index).result()

    def _get(self, path: str) -> bytes:
        request = Request(self._log + path, headers={"User-Agent": "onrecord-verify", "Accept-Encoding": "identity"})  # noqa: S310
        try:
            with self._open(request, timeout=TIMEOUT) as answer:
                content: bytes = answer.read(MOST_BYTES + 1)
        except HTTPError as error:
            if error.code == 410:
                raise Gone(path) from None
            if error.code == 404:
                raise Missing(path) from None
            raise Unusable(f"{self._log}{path} answers {error.code}") from None
        except (URLError, OSError, ValueError) as error:
            raise Unusable(f"{self._log}{path} can't be reached: {getattr(error, 'reason', error)}") from None
        if len(content) > MOST_BYTES:
            raise Unusable(f"{path} is larger than any file of a log")
        return content
