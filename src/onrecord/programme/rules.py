"""Who makes the programme."""

from __future__ import annotations

from onrecord.events.rules import PRESS_OFFICER, allow

allow("programme.publish", PRESS_OFFICER)
"""Draft, publish and change the programme."""
