"""What of lost property may get out on no way, each a word found nowhere else."""

from __future__ import annotations

from onrecord.events.models import Edition

RESTRICTED = {
    "noted of an item": "tourmaline",
    "who claimed an item": "nightjar@example.org",
}


def restrict(edition: Edition) -> None:
    from tests.a_room import acts

    item = acts.find(edition, by=None, what="A green umbrella", place="Bus 2")
    acts.remark(edition, by=None, item=item, words=f"Set with a {RESTRICTED['noted of an item']}.")
    acts.claim(edition, item=item, email=RESTRICTED["who claimed an item"], passage=0, words="Mine.")
