#!/usr/bin/env python3
"""Checks a bundle of onrecord with nothing but Python and the package `cryptography`.

    python3 onrecord_check.py BUNDLE.zip [--key VERIFIER_KEY]

Exit status 0: everything holds; 1: something doesn't, and the first such thing is named; 2: no bundle.
This file shares no code with onrecord: it was written from the specifications alone (C2SP tlog-tiles,
tlog-checkpoint, signed-note; RFC 6962 for the tree), so that two programs have to agree.
"""

import argparse
import base64
import hashlib
import hmac
import json
import re
import sys
import zipfile

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


class Wrong(Exception):
    """Something that doesn't hold."""


def sha256(data):
    return hashlib.sha256(data).digest()


def root_of(hashes):
    """The Merkle root over leaf hashes (RFC 6962 section 2.1)."""
    if not hashes:
        return sha256(b"")
    while len(hashes) > 1:
        pairs = [sha256(b"\x01" + hashes[i] + hashes[i + 1]) for i in range(0, len(hashes) - 1, 2)]
        hashes = pairs + hashes[len(hashes) & ~1 :]
    return hashes[0]


def number(n):
    parts = [f"{n % 1000:03d}"]
    while n >= 1000:
        n //= 1000
        parts.insert(0, f"x{n % 1000:03d}")
    return "/".join(parts)


def checkpoint_of(note, key):
    """Size and root from the signed note, whose signature by `key` must hold."""
    name, key_id, encoded = key.strip().split("+", 2)
    raw = base64.b64decode(encoded, validate=True)
    if raw[0] != 1 or hashlib.sha256(name.encode() + b"\n" + raw).hexdigest()[:8] != key_id:
        raise Wrong("the verifier key is malformed")
    text, _, signatures = note.partition("\n\n")
    text += "\n"
    for line in signatures.splitlines():
        dash, signer, signature = (line.split(" ") + ["", ""])[:3]
        value = base64.b64decode(signature, validate=True)
        if dash == "\u2014" and signer == name and value[:4].hex() == key_id:
            try:
                Ed25519PublicKey.from_public_bytes(raw[1:]).verify(value[4:], text.encode())
            except InvalidSignature:
                raise Wrong("the checkpoint's signature does not hold") from None
            origin, size, root = text.splitlines()[:3]
            if origin != name or not re.fullmatch("0|[1-9][0-9]*", size):
                raise Wrong("the checkpoint is not of the key's log")
            return origin, int(size), base64.b64decode(root, validate=True)
    raise Wrong("the checkpoint is not signed by this key")


def entries_of(read, size):
    """All entries, from the bundles of the log's size."""
    entries = []
    for n in range(0, (size + 255) // 256):
        width = min(256, size - n * 256)
        path = f"tile/entries/{number(n)}" + ("" if width == 256 else f".p/{width}")
        data, at, found = read(path), 0, 0
        while at < len(data):
            length = int.from_bytes(data[at : at + 2], "big")
            if at + 2 + length > len(data):
                raise Wrong(f"{path} is cut off")
            entries.append(data[at + 2 : at + 2 + length])
            at, found = at + 2 + length, found + 1
        if found != width:
            raise Wrong(f"{path} has {found} entries, not {width}")
    return entries


def check_tiles(read, entries):
    """Every tile of every level against the entries; returns the root."""
    leaves = hashes = [sha256(b"\x00" + entry) for entry in entries]
    level = 0
    while hashes:
        for n in range(0, (len(hashes) + 255) // 256):
            part = hashes[n * 256 : n * 256 + 256]
            path = f"tile/{level}/{number(n)}" + ("" if len(part) == 256 else f".p/{len(part)}")
            if read(path) != b"".join(part):
                raise Wrong(f"{path} does not fit the entries")
        hashes = [root_of(hashes[i : i + 256]) for i in range(0, len(hashes) // 256 * 256, 256)]
        level += 1
    return root_of(leaves)


def check_entries(entries):
    """Form, order of time, and that nothing refers forward."""
    members, before = [], ""
    for index, raw in enumerate(entries):
        entry = json.loads(raw)
        again = json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
        if again != raw or set(entry) - {"ref"} != {"at", "commit", "kind", "v"} or entry["v"] != 1:
            raise Wrong(f"entry {index} is malformed")
        if entry["at"] < before:
            raise Wrong(f"entry {index} is older than the one before it")
        if not 0 <= entry.get("ref", 0) < max(index, 1):
            raise Wrong(f"entry {index} refers to a later one")
        if (entry["kind"] == "edition.opened") != (index == 0):
            raise Wrong(f"entry {index}: edition.opened stands first, and only there")
        before = entry["at"]
        members.append(entry)
    return members


def check_openings(read, names, entries):
    """Each opening against its entry's commitment; returns how many there are."""
    opened = {entry.get("ref") for entry in entries if entry["kind"] == "opened"}
    erased = {entry.get("ref") for entry in entries if entry["kind"] == "erased"}
    count = 0
    for index, entry in enumerate(entries):
        if f"open/{index}" not in names:
            if index in opened - erased:
                raise Wrong(f"entry {index} was opened, but its text is missing")
            continue
        if index in erased:
            raise Wrong(f"entry {index} was erased, but its text is still there")
        opening = json.loads(read(f"open/{index}"))
        nonce = base64.b64decode(opening["nonce"], validate=True)
        message = b"onrecord/commit/v1\0" + entry["kind"].encode() + b"\0" + opening["content"].encode()
        commit = hmac.new(nonce, message, hashlib.sha256).digest()
        if len(nonce) != 32 or base64.b64encode(commit).decode() != entry["commit"]:
            raise Wrong(f"the words of entry {index} are not those it commits to")
        count += 1
    return count


def check(path, key=None):
    archive = zipfile.ZipFile(path)
    top = next(n for n in archive.namelist() if re.fullmatch("([^/]+/)?checkpoint", n))[: -len("checkpoint")]
    names = {name[len(top) :] for name in archive.namelist() if name.startswith(top)}

    def read(name):
        if name not in names:
            raise Wrong(f"{name} is missing")
        return archive.read(top + name)

    given = key or read("verifier.key").decode()
    origin, size, root = checkpoint_of(read("checkpoint").decode(), given)
    entries = entries_of(read, size)
    if check_tiles(read, entries) != root:
        raise Wrong("the entries do not give the signed root")
    openings = check_openings(read, names, check_entries(entries))
    print(f"{origin}\n{size} entries, {openings} texts: everything holds.")
    if not key:
        print("The key came with the bundle: compare it with one you trust, or name it with --key.\n" + given.strip())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bundle")
    parser.add_argument("--key")
    wanted = parser.parse_args()
    try:
        check(wanted.bundle, wanted.key)
    except (OSError, zipfile.BadZipFile, StopIteration):
        print(f"{wanted.bundle} is no bundle of onrecord")
        return 2
    except Wrong as fault:
        print(f"DOES NOT HOLD: {fault}")
        return 1
    except Exception as error:
        print(f"DOES NOT HOLD: a file is malformed ({type(error).__name__}: {error})")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
