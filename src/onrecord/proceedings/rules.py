"""What the press office may do."""

from __future__ import annotations

from onrecord.events.rules import PRESS_OFFICER, allow

allow("events.direct", PRESS_OFFICER)
"""The office's day: all other ground rules, what is withheld and when it is published, what readers are answered."""
allow("events.transcribe", PRESS_OFFICER)
"""An office may have to type itself."""
