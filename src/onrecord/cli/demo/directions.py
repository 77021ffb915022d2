"""The script's stage directions: what desk, office and a reader do between two passages.

A newcomer may be at the desk meanwhile: a step that they have made impossible or unnecessary is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from onrecord.cli.demo.stage import Stage
from onrecord.cli.installation import console

if TYPE_CHECKING:
    from onrecord.proceedings.models import CorrectionRequest
    from onrecord.proceedings.readers import Spoken

SHORTEST_EMBARGO = 1.5
"""Seconds, at any speed, that an embargo lasts at least: it must end later than it is set."""


@contextmanager
def skipping(step: str) -> Iterator[None]:
    """Leaves `step` out, and says so, where the record refuses what is done inside."""
    from onrecord.keeping.errors import ActRefused

    try:
        yield
    except ActRefused as refused:
        console.print(f"Skipped: {step}. {refused}", markup=False, soft_wrap=True)


class Directions:
    """Follows them on `stage`; `said` has the entry of each passage said so far, by turn and number."""

    def __init__(
        self, stage: Stage, *, said: dict[tuple[str, int], int], speed: float, pause: Callable[[float], None]
    ) -> None:
        self.edition, self.cast = stage.edition, stage.cast
        self.said, self.speed, self.pause = said, speed, pause
        self._asked: list[CorrectionRequest] = []

    def follow(self, step: dict[str, Any]) -> None:
        """Do what the script wants, as far as it still can be done."""
        does: dict[str, Callable[[dict[str, Any]], object]] = {
            "correct": self._correct,
            "translate": self._translate,
            "a reader asks": self._reader_asks,
            "answer the reader": self._answer_the_reader,
            "set a ground rule": self._set_rule,
            "wait": lambda step: self.pause(step["seconds"]),
        }
        with skipping(step["do"]):
            does[step["do"]](step)

    def _correct(self, step: dict[str, Any]) -> None:
        from onrecord.keeping.errors import ActRefused
        from onrecord.proceedings import entries as acts

        spoken, text = self._words(step)
        if step["was"] not in text:
            raise ActRefused(f"“{step['was']}” is no longer there.")
        words = text.replace(step["was"], step["now"])
        acts.correct(self.edition.log, spoken.index, text=words, kind=step["kind"], reason=step["reason"])

    def _translate(self, step: dict[str, Any]) -> None:
        from onrecord.keeping.errors import ActRefused
        from onrecord.proceedings import entries as acts

        spoken, _ = self._words(step)
        index, log, language, text = spoken.index, self.edition.log, step["language"], step["text"]
        if "reason" not in step:
            acts.translate(log, index, language=language, text=text)
        elif any(one.content.language == language and not one.outdated for one in spoken.translations):
            raise ActRefused("The translation is already up to date.")
        else:
            acts.revise_translation(log, index, language=language, text=text, reason=step["reason"])

    def _words(self, step: dict[str, Any]) -> tuple[Spoken, str]:
        """The passage that `step` is about, and its words as they stand."""
        from onrecord.keeping.errors import ActRefused
        from onrecord.proceedings import readers

        index = self.said.get((step["turn"], step["passage"]))
        spoken = readers.utterance(self.edition.log, index) if index is not None else None
        if spoken is None or spoken.current is None:
            raise ActRefused("Its words are not public.")
        return spoken, spoken.current.text

    def _reader_asks(self, step: dict[str, Any]) -> None:
        from onrecord.proceedings import acts

        spoken, _ = self._words(step)
        request = acts.ask(self.edition, index=spoken.index, passage=step["words"], reason=step["asks"], contact="")
        self._asked.append(request)

    def _answer_the_reader(self, step: dict[str, Any]) -> None:
        from onrecord.keeping.errors import ActRefused
        from onrecord.proceedings import acts

        if not self._asked:
            raise ActRefused("Nothing was asked.")
        acts.answer(self._asked.pop(0), decision=step["decision"], answer=step["answer"], by=self.cast["press-officer"])

    def _set_rule(self, step: dict[str, Any]) -> None:
        from django.utils import timezone

        from onrecord.proceedings import entries as acts
        from onrecord.proceedings.ground_rules import worded
        from onrecord.record.entry import rfc3339

        until = None
        if "embargo_seconds" in step:
            lasts = timedelta(seconds=max(step["embargo_seconds"] / self.speed, SHORTEST_EMBARGO))
            until = rfc3339(int((timezone.now() + lasts).timestamp() * 1000))
        rule = worded(step["rule"], step["sentence"], attribution=step.get("attribution"), until=until)
        acts.set_rule(self.edition.log, rule)
