"""Which round of drand comes out when: the outside beacon that a draw can name in advance.

drand's network “quicknet” publishes a random value every three seconds that nobody can foresee or choose
(https://docs.drand.love). Nothing is fetched here, and drand's own signature isn't checked: whoever checks a draw looks the
value up themselves, at `address`, best at two of drand's mirrors.
"""

from __future__ import annotations

from datetime import UTC, datetime

CHAIN = "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971"
SOURCE = f"drand quicknet {CHAIN}"
GENESIS, PERIOD = 1_692_803_367, 3
"""When round 1 came out, in seconds since 1970; and the seconds from one round to the next."""


def round_after(moment: datetime) -> int:
    """The first round that comes out strictly after a moment (with its time zone)."""
    return max(1, (int(moment.timestamp()) - GENESIS) // PERIOD + 2)


def comes_out(round: int) -> datetime:
    """When a round comes out, UTC."""
    return datetime.fromtimestamp(GENESIS + PERIOD * (round - 1), UTC)


def address(round: int) -> str:
    """Where anybody reads the round; its member `randomness` is the value, 64 hex digits."""
    return f"https://api.drand.sh/{CHAIN}/public/{round}"
