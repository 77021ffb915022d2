"""Writes out every sealed value, but for who spoke on background, that the keys of this installation open."""

from __future__ import annotations

import contextlib
import sys

import django


def main() -> None:
    from onrecord.keeping import keys, sealing
    from onrecord.keeping.errors import KeysUnusable
    from onrecord.proceedings.models import SpeakerOpening

    for key_file in (keys.OPENINGS, keys.PERSONAL):
        for table in sealing.tables(key_file):
            for row in sealing.kept(table) if table is not SpeakerOpening else ():
                with contextlib.suppress(KeysUnusable):
                    sys.stdout.buffer.write(row.unseal() + b"\n")


if __name__ == "__main__":
    django.setup()
    main()
