"""Who may open the addresses that belong to no room."""

from __future__ import annotations

from tests.addresses import Open

ADDRESSES = {"logo.jpg": Open("/logo.jpg", otherwise=404)}
