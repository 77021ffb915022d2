"""A conference of random acts, segment by segment."""

from __future__ import annotations

import random
from collections.abc import Callable

from onrecord.events.models import Edition
from onrecord.keeping.errors import ActRefused
from onrecord.proceedings import entries as acts
from onrecord.publication import segments
from onrecord.record import segments as numbered
from onrecord.transcripts.model import Role
from tests.rules import BACKGROUND, DEEP, ON
from tests.words import ADA, BOHDAN, FERRO, answer, question, said


def newest(edition: Edition) -> bytes:
    return segments.segment(edition, numbered.count(edition.log_id) - 1).json


def play(
    edition: Edition,
    dice: random.Random,
    *,
    count: int,
    erase: bool = False,
    hold: bool = True,
    newest: Callable[[Edition], bytes] = newest,
) -> list[bytes]:
    """Random acts; returns what `newest` gave of each segment when it was the newest."""
    log, seen = edition.log, [newest(edition)]
    utterances: list[int] = []
    held: list[int] = []

    def speak(*, hold: bool = False) -> None:
        spoken = [
            dice.choice(
                [
                    question("Why?", dice.choice([ADA, BOHDAN, None])),
                    answer("So."),
                    said("Well.", Role.REMARK, FERRO),
                    said("Good morning.", Role.STATEMENT, FERRO),
                ]
            )
            for _ in range(dice.choice([1, 1, 3]))
        ]
        indexes = acts.speak(log, *spoken, held=hold)
        (held if hold else utterances).extend(indexes)

    def correct() -> None:
        speaker = dice.choice([None, ADA, FERRO])
        acts.correct(
            log, dice.choice(utterances), text="So it is.", kind="transcription", reason="Misheard.", speaker=speaker
        )

    def open_one() -> None:
        opened = held.pop(dice.randrange(len(held)))
        acts.publish(log, opened, reason="The embargo has ended.")
        utterances.append(opened)

    def erase_one() -> None:
        acts.erase(log, utterances.pop(dice.randrange(len(utterances))), legal_basis="Art. 17 GDPR")

    def see() -> None:
        if numbered.count(log.pk) > len(seen):  # an act that was refused made none
            seen.append(newest(edition))

    def annotate() -> None:
        index = dice.choice(utterances)
        try:
            if dice.random() < 0.5:
                acts.confirm(log, index, version=index)
            else:
                acts.translate(log, index, language=dice.choice(["es", "fr"]), text="Así es.")
        except ActRefused:
            pass

    def direct() -> None:
        if dice.random() < 0.7:
            acts.set_rule(log, dice.choice([ON, BACKGROUND, DEEP]))
        else:
            acts.pause_session(log, note="Ten minutes.")
            see()
            acts.resume_session(log)

    acts.start_session(log)
    seen.append(newest(edition))
    for _ in range(count):
        what = dice.random()
        if what < 0.1:
            numbered.allot_tick(log, numbered.count(log.pk))
        elif what < 0.25 and utterances:
            correct()
        elif what < 0.35 and hold:
            speak(hold=True)
        elif what < 0.45 and held:
            open_one()
        elif what < 0.5 and utterances and erase:
            erase_one()
        elif what < 0.58 and utterances:
            annotate()
        elif what < 0.64:
            direct()
        else:
            speak()
        see()
    acts.end_session(log)
    return [*seen, newest(edition)]
