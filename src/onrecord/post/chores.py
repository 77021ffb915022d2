"""Letters that are due are sent, in a thread of their own: a mail server that hangs lets nothing else wait."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from onrecord.keeping.chores import Chore, register
from onrecord.post.sending import post_due

OFTEN = 1.0
"""Seconds between looks for letters that are due, whichever process wrote them."""
PATIENCE = 5.0
"""Seconds between two tries where letters can't be read, at the most."""
ENDED = object()
_round: Iterator[object] = iter(())


def post() -> float:
    """One letter a turn, so that a server that ends waits for no other."""
    global _round
    if next(_round, ENDED) is not ENDED:
        return 0.0
    _round = post_due()
    return OFTEN


register(Chore(_("send letters"), post, every=OFTEN, patience=PATIENCE, thread="post"))
