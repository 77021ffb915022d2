#!/usr/bin/env python3
"""Checks a record with nothing but Python (3.9 or newer) and the package `cryptography`.

    python3 onrecord_check.py BUNDLE.zip [--key KEY]
    python3 onrecord_check.py PROOF.tlog-proof --key KEY [--opening FILE]

Exit status 0: the check passed; 1: it failed, and the first fault is named; 2: there was nothing to check.

It shares no code with onrecord and was written from the specifications (C2SP tlog-tiles, tlog-checkpoint,
signed-note and tlog-proof; RFC 9162 for the tree; docs/verifiers/format.md for entries), so that two programs
have to agree. The one thing it leaves to the other: whether a content has the shape of its kind.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import hmac
import json
import re
import sys
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

OUTSIDE = r"[:\\]|(^|/)\.{0,2}(/|$)"
LARGEST_FILE = 256 * 65_537  # a full bundle of the longest entries; nothing in a log is larger


class Wrong(Exception):
    """The check failed: status 1."""


class Unusable(Exception):
    """Nothing to check: status 2."""


def require(holds: object, words: str) -> None:
    if not holds:
        raise Wrong(words)


def sha256(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()


def unbase64(text: object) -> bytes:
    """The bytes behind the one right spelling of them; nothing for any other."""
    try:
        found = base64.b64decode(str(text), validate=True)
    except ValueError:
        return b""
    return found if base64.b64encode(found).decode() == text else b""


def no_number(text: str) -> Any:
    raise ValueError(text)


def canonical(value: Any) -> str:
    """The value as RFC 8785 writes it: members in the order of UTF-16, whole numbers only."""
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: str(name).encode("utf-16-be"))
        return "{" + ",".join(f"{canonical(name)}:{canonical(value[name])}" for name in names) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    if isinstance(value, int) and abs(value) >= 2**53:
        no_number(str(value))
    return json.dumps(value, ensure_ascii=False)


def members_of(raw: bytes, what: str) -> dict[str, Any]:
    """The object in canonical JSON."""
    try:
        members = json.loads(raw.decode(), parse_float=no_number, parse_constant=no_number)
        fits = isinstance(members, dict) and canonical(members).encode() == raw
    except (ValueError, RecursionError):
        raise Wrong(f"{what} is not canonical JSON") from None
    require(fits, f"{what} is not canonical JSON")
    return dict(members)


def key_of(text: str) -> tuple[str, bytes, bytes]:
    """Name, key id and public key from a verifier key."""
    name, _, rest = text.strip().partition("+")
    key_id, _, encoded = rest.partition("+")
    raw = unbase64(encoded)
    fits = len(raw) == 33 and raw[0] == 1 and sha256(name.encode() + b"\n" + raw)[:4].hex() == key_id
    require(fits and name and not re.search(r"\s", name), "the key is not a verifier key")
    return name, bytes.fromhex(key_id), raw[1:]


def checkpoint_of(note: str, key: str) -> tuple[str, int, bytes]:
    """Origin, size and root from a note that `key` has signed."""
    name, key_id, public = key_of(key)
    text, gap, tail = note.rpartition("\n\n")
    require(
        gap and tail.endswith("\n") and not re.search(r"[\x00-\x09\x0b-\x1f]", note), "this is not a signed checkpoint"
    )
    signed = False
    for line in tail[:-1].split("\n"):
        found = re.fullmatch("\u2014 ([^\\s+]+) (\\S+)", line)
        value = unbase64(found[2]) if found else b""
        require(len(value) > 4, "the checkpoint has a malformed signature")
        if found and found[1] == name and value[:4] == key_id:
            try:
                Ed25519PublicKey.from_public_bytes(public).verify(value[4:], (text + "\n").encode())
            except InvalidSignature:
                raise Wrong("the checkpoint's signature is not valid") from None
            signed = True
    origin, size, root = [*text.split("\n"), "", ""][:3]
    require(signed and origin == name, "the checkpoint is not signed by the key of its log")
    require(re.fullmatch("0|[1-9][0-9]{0,18}", size) and len(unbase64(root)) == 32, "the checkpoint is malformed")
    return origin, int(size), unbase64(root)


def root_of(hashes: list[bytes]) -> bytes:
    """The Merkle root over `hashes` (RFC 9162 section 2.1.1)."""
    while len(hashes) > 1:
        pairs = [sha256(b"\x01" + hashes[i] + hashes[i + 1]) for i in range(0, len(hashes) - 1, 2)]
        hashes = pairs + hashes[len(hashes) & ~1 :]
    return hashes[0] if hashes else sha256(b"")


def root_from(index: int, size: int, node: bytes, path: list[bytes]) -> bytes:
    """The root an inclusion proof leads to (RFC 9162 section 2.1.3.2); nothing when it leads nowhere."""
    last = size - 1
    for other in path:
        if last == 0:
            return b""
        if index & 1 or index == last:
            node = sha256(b"\x01" + other + node)
            while index and not index & 1:
                index, last = index >> 1, last >> 1
        else:
            node = sha256(b"\x01" + node + other)
        index, last = index >> 1, last >> 1
    return node if last == 0 else b""


def tile_path(level: object, n: int, width: int) -> str:
    number = f"{n % 1000:03d}"
    while n >= 1000:
        n //= 1000
        number = f"x{n % 1000:03d}/{number}"
    return f"tile/{level}/{number}" + (f".p/{width}" if width < 256 else "")


class Bundle:
    def __init__(self, path: Path) -> None:
        self.zip = zipfile.ZipFile(path)
        names = [name for name in self.zip.namelist() if not re.search("^__MACOSX/|/$", name)]
        tops = [name[:-10] for name in names if re.fullmatch("([^/]+/)?checkpoint", name)]
        if len(tops) != 1 or len(set(names)) < len(names) or re.search(OUTSIDE, "\n".join(names), re.MULTILINE):
            raise Unusable(
                "it must have one file “checkpoint”, no two files with the same name, and no file outside its folder"
            )
        self.top, self.not_read = tops[0], set(names)
        self.names = {name[len(self.top) :] for name in names if name.startswith(self.top)}

    def read(self, name: str) -> bytes:
        require(name in self.names, f"{name} is missing")
        self.not_read.discard(self.top + name)
        with self.zip.open(self.top + name) as file:
            content = file.read(LARGEST_FILE + 1)
        if len(content) > LARGEST_FILE:
            raise Unusable(f"{name} is too large")
        return content


def entries_of(bundle: Bundle, size: int, root: bytes) -> list[bytes]:
    """All entries, once every tile of every level and the root agree with them."""
    entries: list[bytes] = []
    for n in range((size + 255) // 256):
        width, before, at = min(256, size - n * 256), len(entries), 0
        raw = bundle.read(tile_path("entries", n, width))
        while at < len(raw):
            end = at + 2 + int.from_bytes(raw[at : at + 2], "big")
            require(end <= len(raw), f"{tile_path('entries', n, width)} is cut off")
            entries.append(raw[at + 2 : end])
            at = end
        require(len(entries) - before == width, f"{tile_path('entries', n, width)} has the wrong number of entries")
    leaves = hashes = [sha256(b"\x00" + entry) for entry in entries]
    level = 0
    while hashes:
        for n in range((len(hashes) + 255) // 256):
            part = hashes[n * 256 : n * 256 + 256]
            path = tile_path(level, n, len(part))
            tile = bundle.read(path)
            require(len(tile) == 32 * len(part), f"{path} has {len(tile)} bytes")
            for i, known in enumerate(part, n * 256):
                where = f"entry {i}: " if level == 0 else ""
                require(tile[i % 256 * 32 :][:32] == known, f"{where}{path} does not match the entries")
        hashes, level = [root_of(hashes[i : i + 256]) for i in range(0, len(hashes) - 255, 256)], level + 1
    require(root_of(leaves) == root, "the entries do not lead to the signed root")
    return entries


def entry_of(index: int, raw: bytes) -> dict[str, Any]:
    entry = members_of(raw, f"entry {index}: it")
    require(set(entry) - {"ref"} == {"at", "commit", "kind", "v"}, f"entry {index}: it does not have the right members")
    require(type(entry["v"]) is int and entry["v"] == 1, f"entry {index}: its version is not 1")
    require(isinstance(entry["kind"], str) and entry["kind"], f"entry {index}: its kind is not text")
    require(len(unbase64(entry["commit"])) == 32, f"entry {index}: its commitment is not valid")
    require(
        type(entry.get("ref", 0)) is int and entry.get("ref", 0) >= 0,
        f"entry {index}: its reference is not an entry number",
    )
    try:
        require(re.fullmatch(r"[1-9][0-9]{3}-[0-9-]{5}T[0-9:]{8}[.][0-9]{3}Z", entry["at"]), "")
        datetime.strptime(entry["at"], "%Y-%m-%dT%H:%M:%S.%fZ")  # noqa: DTZ007 - its zone is Z
    except (Wrong, ValueError, TypeError):
        raise Wrong(f"entry {index}: its time is not valid") from None
    return entry


def content_of(index: int, entry: dict[str, Any], raw: bytes) -> str:
    """The content in an opening that answers the entry's commitment."""
    opening = members_of(raw, f"entry {index}: its opening")
    content, nonce = opening.get("content"), unbase64(opening.get("nonce"))
    fits = set(opening) == {"content", "nonce"} and isinstance(content, str) and len(nonce) == 32
    require(fits, f"entry {index}: its opening is malformed")
    message = b"onrecord/commit/v1\0" + entry["kind"].encode() + b"\0" + str(content).encode()
    commit = hmac.new(nonce, message, hashlib.sha256).digest()
    require(unbase64(entry["commit"]) == commit, f"entry {index}: its words are not the ones that were recorded")
    members_of(str(content).encode(), f"entry {index}: its content")
    return str(content)


def break_at(index: int, content: str, root: bytes, key: str) -> str:
    """What entry `index` says of the log that it continues, whose checkpoints the same key signed under another name."""
    said = members_of(content.encode(), f"entry {index}: its content")
    origin, raw = str(said.get("origin")), b"\x01" + key_of(key)[2]
    key_id = sha256(origin.encode() + b"\n" + raw)[:4].hex()
    old = f"{origin}+{key_id}+{base64.b64encode(raw).decode()}"
    ended, published = (checkpoint_of(str(said.get(name)), old)[1:] for name in ("checkpoint", "published"))
    require(
        said.get("size") == index and ended == (index, root),
        f"entry {index}: the log that it continues did not end like this",
    )
    require(
        published[0] >= index and published != ended, f"entry {index}: the log breaks here, although nothing is missing"
    )
    return (
        f"BREAK: at entry {index} this log continues {origin}, which was published with {published[0]} entries, root "
        f"{published[1].hex()}. Its entries from {index} on are missing here."
    )


def check_bundle(path: Path, key: str | None) -> None:
    bundle = Bundle(path)
    if key is None and "verifier.key" not in bundle.names:
        raise Unusable("it has no verifier.key; give the key with --key")
    own = bundle.read("verifier.key").decode() if "verifier.key" in bundle.names else f"{str(key).strip()}\n"
    require(key_of(own) and own == f"{own.strip()}\n", "verifier.key must be one key on one line")
    require(key is None or key.strip() == own.strip(), f"verifier.key is not the key that you gave, but {own.strip()}")
    origin, size, root = checkpoint_of(bundle.read("checkpoint").decode(), own)
    entries: list[dict[str, Any]] = []
    raws = entries_of(bundle, size, root)
    leaves = [sha256(b"\x00" + raw) for raw in raws]
    for index, raw in enumerate(raws):
        entry = entry_of(index, raw)
        require(
            not entries or entry["at"] >= entries[-1]["at"],
            f"entry {index}: its time is earlier than that of the previous entry",
        )
        require(entry.get("ref", -1) < index, f"entry {index}: it refers to an entry that is not earlier")
        require(
            "ref" in entry or entry["kind"] not in ("opened", "erased"),
            f"entry {index}: it does not say which entry it is about",
        )
        entries.append(entry)
    present = {index for index in range(size) if f"open/{index}" in bundle.names}
    breaks = {index for index, entry in enumerate(entries) if entry["kind"] == "log.continued"}
    require(breaks <= present, f"entry {min(breaks - present, default=0)}: the log breaks, but its opening is missing")
    told = []
    for index in sorted(present):
        content = content_of(index, entries[index], bundle.read(f"open/{index}"))
        if index in breaks:
            told.append(break_at(index, content, root_of(leaves[:index]), own))
    strays = sorted(bundle.not_read - {f"{bundle.top}README.txt"})
    for stray in strays:
        raise Wrong(f"{stray} does not belong to this log")
    erased = {entry["ref"] for entry in entries if entry["kind"] == "erased"}
    for index in sorted({entry["ref"] for entry in entries if entry["kind"] == "opened"} - erased - present):
        raise Wrong(f"entry {index}: it was opened, but its opening is missing")
    for index in sorted(erased & present):
        raise Wrong(f"entry {index}: it was erased, but its opening is still there")
    for index, entry in enumerate(entries):
        require(
            (entry["kind"] == "edition.opened") == (index == 0),
            f"entry {index}: edition.opened must be the first entry and no other",
        )
    print("CHECKED: this record is signed and unchanged" + (", but published entries are missing." if told else "."))
    print(f"{origin}\n{size} entries, root {root.hex()}")
    print(
        f"openings: {len(present)} public, {size - len(present) - len(erased)} not public or not in this copy, {len(erased)} erased"
    )
    for words in told:
        print(words)
    if key is None:
        print(f"The key came with the bundle; compare it with one from another source:\n{own.strip()}")


def check_proof(text: str, key: str | None, opening: bytes | None) -> None:
    head, _, note = text.partition("\n\n")
    found = re.fullmatch("c2sp.org/tlog-proof@v1\nextra (\\S+)\nindex (0|[1-9][0-9]{0,18})((\n\\S+)*)", head)
    if not found or key is None:
        raise Unusable("give the key of the log with --key" if found else "it is not a proof that contains its entry")
    index, raw, path = int(found[2]), unbase64(found[1]), [unbase64(line) for line in found[3].split("\n")[1:]]
    origin, size, root = checkpoint_of(note, key)
    fits = raw and index < size and all(len(one) == 32 for one in path)
    leads = fits and root_from(index, size, sha256(b"\x00" + raw), path) == root
    require(leads, f"entry {index}: the proof does not lead to the signed root")
    entry = entry_of(index, raw)
    words = None if opening is None else content_of(index, entry, opening)
    print(f"CHECKED: this entry is in the signed record{', and its words are unchanged' if words is not None else ''}.")
    print(f"{origin}\nentry {index} of {size}: {entry['kind']}, recorded {entry['at']}")
    if words is not None:
        print(words)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("record", type=Path)
    parser.add_argument("--key")
    parser.add_argument("--opening", type=Path)
    wanted = parser.parse_args()
    try:
        try:
            require(wanted.key is None or key_of(wanted.key), "")
        except Wrong as fault:
            raise Unusable(str(fault)) from None
        with wanted.record.open("rb") as file:
            is_proof = file.read(8) == b"c2sp.org"
        if is_proof:
            opening = wanted.opening.read_bytes() if wanted.opening else None
            check_proof(wanted.record.read_bytes().decode(), wanted.key, opening)
        else:
            check_bundle(wanted.record, wanted.key)
    except Wrong as fault:
        print(f"CHECK FAILED: {fault}")
        return 1
    except UnicodeDecodeError:
        print("CHECK FAILED: a file that must be text is not text")
        return 1
    except Exception as error:  # whatever a damaged zip can raise
        print(f"Nothing to check: {wanted.record}: {error or type(error).__name__}")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
