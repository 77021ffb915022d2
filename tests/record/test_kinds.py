"""The kinds of entry that rooms add."""

from __future__ import annotations

import re
from pathlib import Path

from onrecord.record.kinds import known

FORMAT = Path(__file__).parents[2] / "docs" / "verifiers" / "format.md"


def test_every_kind_is_documented() -> None:
    """Whoever writes a verifier reads there what an entry may say. `.paused` is short for the kind before with that ending."""
    told, kind = set[str](), ""
    for name in re.findall(r"`([a-z.]+)`", FORMAT.read_text()):
        kind = kind.rpartition(".")[0] + name if name.startswith(".") else name
        told.add(kind)
    ours = {name for name in known.that(lambda kind: True) if known[name].__module__.startswith("onrecord.")}
    assert ours <= told
