"""Where a log is read from: an address on the web, or a bundle (a zip, or the folder it unpacks to)."""

from __future__ import annotations

import re
import stat
import urllib.request
import zipfile
import zlib
from http.client import HTTPException, HTTPMessage
from pathlib import Path
from typing import IO
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit, urlunsplit

from onrecord.record.verifier import Gone, Missing, Unusable

LARGEST_FILE = 256 * (2 + 65_535)
"""Bytes of the largest entry bundle there can be; no other file of a log comes near it."""
LARGEST_BUNDLE = 4 * 2**30
MOST_FILES = 2_000_000
TIMEOUT = 30
"""Seconds without an answer."""
PAGE_OF_EDITION = re.compile(r"/(log|log/checkpoint|record|u/[0-9]+)$")
LITTER = {".DS_Store", "Thumbs.db", "desktop.ini"}
"""What file managers leave in folders."""
MARK = "checkpoint"
"""The file that tells the folder of a log."""


class HttpSource:
    """A log on the web: the address of an edition, of its `log/`, or of one of its pages."""

    parallel = 16

    def __init__(self, url: str) -> None:
        try:
            parts = urlsplit(url)
            parts.port  # noqa: B018 - reading it checks it
        except ValueError as error:
            raise Unusable(f"{url} is not an address: {error}") from None
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise Unusable(f"{url} is not an address; an address looks like https://press.example.org/series/edition/")
        edition = PAGE_OF_EDITION.sub("", parts.path.rstrip("/"))
        self.name = urlunsplit((parts.scheme, parts.netloc, f"{edition}/log/", "", ""))
        self._opener = urllib.request.build_opener(_SameHost)

    def fetch(self, path: str) -> bytes:
        """The bytes below `log/`; 404 is Missing, 410 Gone, anything else that is not 200 Unusable."""
        address = self.name + path
        request = urllib.request.Request(address, headers={"User-Agent": "onrecord-verify"})  # noqa: S310
        if path == MARK:
            request.add_header("Cache-Control", "no-cache")
        try:
            with self._opener.open(request, timeout=TIMEOUT) as response:
                status: int = response.status
                content: bytes = response.read(LARGEST_FILE + 1)
        except HTTPError as error:
            with error:
                if error.code in (404, 410):
                    raise (Missing if error.code == 404 else Gone)(path) from None
                raise Unusable(f"{address} answered {error.code} {error.reason}") from None
        except (URLError, HTTPException, OSError) as error:
            raise Unusable(f"{address} can't be read: {getattr(error, 'reason', None) or error}") from None
        if status != 200:
            raise Unusable(f"{address} answered {status}, not 200")
        if len(content) > LARGEST_FILE:
            raise Unusable(f"{address} is larger than any file in a log")
        return content


class _SameHost(urllib.request.HTTPRedirectHandler):
    """Follows no redirect that leads to another host: it would be somebody else's log."""

    max_redirections = 3

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> urllib.request.Request | None:
        asked, told = urlsplit(req.full_url), urlsplit(newurl)
        if told.hostname != asked.hostname or told.scheme not in ("http", "https"):
            raise Unusable(
                f"{req.full_url} redirects to another host, {told.hostname}; if you trust it, give that address"
            )
        return super().redirect_request(req, fp, code, msg, headers, newurl)


class BundleSource:
    """A bundle: a zip as `onrecord export` writes it, or the folder it unpacks to. Nothing is unpacked."""

    def __init__(self, path: Path) -> None:
        self.name = str(path)
        try:
            self._files: _Zip | _Folder = _Folder(path) if path.is_dir() else _Zip(path)
        except (zipfile.BadZipFile, NotImplementedError) as error:
            raise Unusable(f"{path} is not a bundle: {error}") from None
        except OSError as error:
            raise Unusable(f"{path} can't be read: {error.strerror or error}") from None
        folders = [name.removesuffix(MARK) for name in self._files.names if name.split("/")[-1] == MARK]
        if len(folders) != 1 or folders[0].count("/") > 1:
            raise Unusable(
                f"{path} is not a bundle: it must contain one file {MARK!r}, at the top or in its only folder"
            )
        self._folder = folders[0]

    def fetch(self, path: str) -> bytes:
        """The bytes below `log/`. A bundle knows only Missing: it holds no word of what was destroyed."""
        name = self._folder + path
        if name not in self._files.names:
            raise Missing(path)
        try:
            content = self._files.read(name)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as error:
            raise Unusable(f"{self.name} is damaged: {name}: {error}") from None
        except OSError as error:
            raise Unusable(f"{self.name}: {name} can't be read: {error.strerror or error}") from None
        if len(content) > LARGEST_FILE:
            raise Unusable(f"{self.name}: {name} is larger than any file in a log")
        return content

    def paths(self) -> list[str]:
        """All paths there are, as below `log/`; of files beside that folder, the names."""
        return [name.removeprefix(self._folder) for name in self._files.names]


class _Zip:
    def __init__(self, path: Path) -> None:
        self._archive = zipfile.ZipFile(path)
        members = [
            member
            for member in self._archive.infolist()
            if not member.is_dir() and not member.filename.startswith("__MACOSX/")
        ]
        if len(members) > MOST_FILES or sum(member.file_size for member in members) > LARGEST_BUNDLE:
            raise zipfile.BadZipFile(f"it unpacks to more than {MOST_FILES:,} files or {LARGEST_BUNDLE >> 30} GiB")
        self.names = {member.filename: member for member in members}
        for member in members:
            _refuse(member)
        if len(self.names) < len(members):
            raise zipfile.BadZipFile("it has two files with the same name")

    def read(self, name: str) -> bytes:
        with self._archive.open(self.names[name]) as file:
            return file.read(LARGEST_FILE + 1)


def _refuse(member: zipfile.ZipInfo) -> None:
    name = member.filename
    if name.startswith("/") or "\\" in name or ":" in name or {"", ".", ".."} & set(name.split("/")):
        raise zipfile.BadZipFile(f"it has a file outside its folder, {name!r}")
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) or member.flag_bits & 1:
        raise zipfile.BadZipFile(f"{name!r} is encrypted, or compressed in a way that bundles are not")


class _Folder:
    def __init__(self, path: Path) -> None:
        self.names: dict[str, Path] = {}
        for file in path.rglob("*"):  # does not follow links to folders
            mode = file.lstat().st_mode
            if stat.S_ISLNK(mode):
                raise OSError(f"{file} is a link, and bundles have no links")
            if stat.S_ISREG(mode) and file.name not in LITTER:
                self.names[file.relative_to(path).as_posix()] = file
            if len(self.names) > MOST_FILES:
                raise OSError(f"it has more than {MOST_FILES:,} files")

    def read(self, name: str) -> bytes:
        with self.names[name].open("rb") as file:
            return file.read(LARGEST_FILE + 1)
