"""The demonstration's script: who speaks, what they say and how long it takes, and what is done in between."""

from __future__ import annotations

import tomllib
from datetime import datetime
from importlib import resources
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from onrecord.proceedings.contents import UtteranceSpoken

CONTENT = resources.files("onrecord.cli") / "demo_content"
WORDS_A_MINUTE = 200
"""Brisk, so that a newcomer has seen everything within eight minutes."""

Passage = tuple[dict[str, Any], int]
"""A turn, and the number of a passage in it."""


class Script:
    """An edition as it is to be played: a turn is a speaker's passages, an act is done after one of them.

    It takes place today. A newcomer comes into the middle of the thirteenth; the briefing is over by then.
    """

    def __init__(self, name: str = "13.toml") -> None:
        parts: dict[str, Any] = tomllib.loads((CONTENT / name).read_text())
        self.edition: dict[str, Any] = parts["edition"]
        self.edition["date"] = datetime.now(ZoneInfo(self.edition["timezone"])).date()
        self.speakers: list[dict[str, Any]] = parts["speaker"]
        self.prepared: dict[str, Any] = parts["prepared"]
        self.turns: list[dict[str, Any]] = parts["turn"]
        self.acts: list[dict[str, Any]] = parts["act"]

    @property
    def length(self) -> int:
        """In passages."""
        return len(self.passages())

    def passages(self) -> list[Passage]:
        """All in order."""
        return [(turn, number) for turn in self.turns for number in range(len(turn["say"]))]

    @property
    def behind(self) -> int:
        """How many passages lie behind when the newcomer comes."""
        ids = [turn["id"] for turn, _ in self.passages()]
        live_from = self.edition.get("live_from")
        return ids.index(live_from) if live_from in ids else len(ids)

    @property
    def statement(self) -> dict[str, Any]:
        """The turn that was prepared beforehand."""
        return next(turn for turn in self.turns if turn["role"] == "statement")

    def acts_after(self, turn: str, number: int) -> list[dict[str, Any]]:
        """What is done after passage `number` of `turn`."""
        return [act for act in self.acts if (act["after_turn"], act["after_passage"]) == (turn, number)]

    def who(self, turn: dict[str, Any]) -> str:
        """Who speaks, and as what."""
        who = self._speaker(turn)
        return f"{who['name'] if who else 'Unknown'}: {turn['role']}"

    def utterance(self, turn: dict[str, Any], words: str) -> UtteranceSpoken:
        from onrecord.proceedings.contents import UtteranceSpoken, Voice

        who = self._speaker(turn)
        voice = None
        if who:
            voice = Voice(
                name=who["name"],
                title=who.get("title"),
                outlet=who.get("outlet"),
                outlet_kind=who.get("kind"),
                region=who.get("region"),
            )
        return UtteranceSpoken(
            role=turn["role"],
            text=words,
            standard="draft",
            speaker=voice,
            topic=turn.get("topic"),
            language=self.edition["language"],
        )

    def _speaker(self, turn: dict[str, Any]) -> dict[str, Any] | None:
        return next((one for one in self.speakers if one["key"] == turn["speaker"]), None)


def duration(turn: dict[str, Any], number: int) -> float:
    """Seconds that passage `number` of `turn` takes to say, the pause before it included."""
    pace = float(turn.get("words_per_minute", WORDS_A_MINUTE))
    return float(turn.get("pause", 0) if number == 0 else 0) + len(turn["say"][number].split()) / pace * 60
