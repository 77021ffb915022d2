"""The script's stage directions: what desk, office and a reader do between two passages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from onrecord.cli.demo.stage import Stage

SHORTEST_EMBARGO = 1.5
"""Seconds, at any speed, that an embargo lasts at least: it must end later than it is set."""


class Directions:
    """Follows them on `stage`; `said` has the entry of each passage said so far, by turn and number."""

    def __init__(
        self, stage: Stage, *, said: dict[tuple[str, int], int], speed: float, pause: Callable[[float], None]
    ) -> None:
        self.edition, self.cast = stage.edition, stage.cast
        self.said, self.speed, self.pause = said, speed, pause

    def follow(self, step: dict[str, Any]) -> None:
        """Do what the script wants."""
        does: dict[str, Callable[[dict[str, Any]], object]] = {
            "correct": self._correct,
            "translate": self._translate,
            "a reader asks": self._reader_asks,
            "answer the reader": self._answer_the_reader,
            "set a ground rule": self._set_rule,
            "wait": lambda step: self.pause(step["seconds"]),
        }
        does[step["do"]](step)

    def _correct(self, step: dict[str, Any]) -> None:
        from onrecord.record import acts, reads

        index = self.said[step["turn"], step["passage"]]
        spoken = reads.utterance(self.edition.log, index)
        assert spoken is not None and spoken.current is not None
        words = spoken.current.text.replace(step["was"], step["now"])
        acts.correct(self.edition.log, index, text=words, kind=step["kind"], reason=step["reason"])

    def _translate(self, step: dict[str, Any]) -> None:
        from onrecord.record import acts

        index, log = self.said[step["turn"], step["passage"]], self.edition.log
        if "reason" in step:
            acts.revise_translation(log, index, language=step["language"], text=step["text"], reason=step["reason"])
        else:
            acts.translate(log, index, language=step["language"], text=step["text"])

    def _reader_asks(self, step: dict[str, Any]) -> None:
        from onrecord.proceedings import acts

        index = self.said[step["turn"], step["passage"]]
        acts.ask(self.edition, index=index, passage=step["words"], reason=step["asks"], contact="")

    def _answer_the_reader(self, step: dict[str, Any]) -> None:
        from onrecord.proceedings import acts, reads
        from onrecord.record.errors import ActRefused

        request = next(iter(reads.waiting(self.edition)), None)
        if request is None:
            return
        try:
            acts.answer(request, decision=step["decision"], answer=step["answer"], by=self.cast["press-officer"])
        except ActRefused:  # a newcomer at the office's desk was faster
            pass

    def _set_rule(self, step: dict[str, Any]) -> None:
        from django.utils import timezone

        from onrecord.record import acts
        from onrecord.record.contents import RuleSet
        from onrecord.record.entry import rfc3339

        until = None
        if "embargo_seconds" in step:
            lasts = timedelta(seconds=max(step["embargo_seconds"] / self.speed, SHORTEST_EMBARGO))
            until = rfc3339(int((timezone.now() + lasts).timestamp() * 1000))
        rule = RuleSet(rule=step["rule"], sentence=step["sentence"], attribution=step.get("attribution"), until=until)
        acts.set_rule(self.edition.log, rule)
