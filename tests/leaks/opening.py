"""Writes out every opening that the keys of this installation open."""

from __future__ import annotations

import sys

import django


def main() -> None:
    from onrecord.record import openings
    from onrecord.record.errors import KeysUnusable
    from onrecord.record.models import Opening

    for stored in Opening.objects.exclude(state=Opening.State.DESTROYED).select_related("log"):
        try:
            opening = openings.unseal(stored.log, stored)
        except KeysUnusable:
            continue
        sys.stdout.buffer.write(opening.content + b"\n")


if __name__ == "__main__":
    django.setup()
    main()
