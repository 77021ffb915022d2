"""Writes out every opening that the keys of this installation open."""

from __future__ import annotations

import contextlib
import sys

import django


def main() -> None:
    from onrecord.keeping.errors import KeysUnusable
    from onrecord.record import asides, openings
    from onrecord.record.models import Aside, Opening

    for stored in Opening.objects.exclude(state=Opening.State.DESTROYED).select_related("log"):
        try:
            opening = openings.unseal(stored.log, stored)
        except KeysUnusable:
            continue
        sys.stdout.buffer.write(opening.content + b"\n")
    for key in Aside.objects.values_list("key", flat=True):
        with contextlib.suppress(KeysUnusable):
            sys.stdout.buffer.write(asides.contents([key])[key] + b"\n")


if __name__ == "__main__":
    django.setup()
    main()
