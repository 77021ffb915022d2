"""An edition in which something of every restricted kind was said, each with a word found nowhere else.

Run in a home folder of its own; what is typed and asked follows once it is served: see `desk`.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import django

RESTRICTED = {
    "embargoed": "quillon",
    "corrected under an embargo": "rowlock",
    "translated under an embargo": "sextante",
    "held for a moment": "harrow",
    "sealed": "tabard",
    "withheld": "wimple",
    "prepared": "parapet",
    "spoken off the record": "osprey",
    "caught off the record": "curlew",
    "caught on background: who": "Ulrike Dunlin",
    "on background: who": "Zelda Kestrel",
    "on background: who asked": "Xanthe Godwit",
    "on background: who, corrected": "Vasco Lapwing",
    "on deep background: who": "Ysolde Marten",
    "erased": "egret",
    "erased correction": "bittern",
    "erased translation": "garceta",
    "typed under an embargo": "firkin",
    "typed and refused": "gannet",
    "typed off the record": "merlin",
    "asked: the passage": "noctule",
    "asked: why": "pipistrelle",
    "asked: by whom": "quagga@example.org",
    "a letter: to whom": "redshank@example.org",
    "a letter: its text": "sandpiper",
}
GONE = (
    "caught off the record",
    "caught on background: who",
    "erased",
    "erased correction",
    "erased translation",
    "spoken off the record",
    "typed and refused",
    "typed off the record",
)
"""What was destroyed or never stored; of the rest a copy with its keys opens all."""
WAITING = ("asked: the passage", "asked: why", "asked: by whom")
"""What a reader asks lies in the database as it is until it is answered; it is on no record."""
OFFICER = "chiara.okoye@example.org"
PUBLIC = ("plover", "an official of the region", "Everything may be quoted by name.", "being checked")
"""What everybody may read: a test that finds none of it looks at nothing."""


def restricted() -> dict[str, str]:
    """These and what other rooms add: each RESTRICTED of a `tests/<room>/leaks.py`, put on the edition by its `restrict`."""
    return RESTRICTED | {kind: word for room in _adding() for kind, word in room.RESTRICTED.items()}


def _adding() -> Iterator[ModuleType]:
    from tests.rooms import beside

    return (room for room in beside("leaks") if hasattr(room, "RESTRICTED"))


def build() -> None:
    from onrecord.events import acts as events
    from onrecord.keeping import backups
    from onrecord.keeping.errors import ActRefused
    from onrecord.people.acts import welcome
    from onrecord.post import acts as letters
    from onrecord.post.acts import Face
    from onrecord.proceedings import entries as acts
    from onrecord.proceedings.contents import RuleSet, TextPrepared, UtteranceSpoken, Voice
    from onrecord.proceedings.letters import ANSWER
    from onrecord.record.contents import EditionOpened
    from onrecord.record.entry import rfc3339
    from onrecord.transcripts.model import Role

    series = events.start_series(slug="regional-media", title="Press conference for regional media")
    edition = events.open_edition(
        series, slug="13", content=EditionOpened(series=series.title, title="13th edition", number=13)
    )
    officer = welcome(email=OFFICER, name="Chiara Okoye", by=None)
    events.appoint(edition, person=officer, role="press-officer", by=None)
    log = edition.log

    def words(text: str, who: str = "Governor Ferro", role: Role = Role.ANSWER) -> UtteranceSpoken:
        return UtteranceSpoken(role=role, text=text, standard="draft", speaker=Voice(name=who), language="en")

    def rule(kind: str, **more: str) -> RuleSet:
        sentence = "Everything may be quoted by name." if kind == "on the record" else f"This is {kind}."
        return RuleSet.model_validate({"rule": kind, "sentence": sentence, **more})

    secret = RESTRICTED
    acts.prepare_text(log, TextPrepared(title=secret["prepared"], paragraphs=[f"A {secret['prepared']} of stone."]))
    acts.start_session(log)
    acts.speak(log, words("A plover, for all to read."))
    acts.speak(log, words(f"A {secret['sealed']}."), held=True)

    letters.write(
        ANSWER,
        to=secret["a letter: to whom"],
        subject=f"The {secret['a letter: its text']}",
        text=f"A {secret['a letter: its text']} it is.",
        language="en",
        face=Face(series.title),
        log=log,
    )
    until = rfc3339(int((time.time() + 7200) * 1000))
    acts.set_rule(log, rule("on the record", until=until))
    index = acts.speak(log, words(f"A {secret['embargoed']}."))[0]
    acts.correct(log, index, text=f"A {secret['corrected under an embargo']}.", kind="transcription", reason="Misheard")
    acts.translate(log, index, language="es", text=f"Un {secret['translated under an embargo']}.")

    acts.set_rule(log, rule("on the record"))
    acts.set_hold(log, seconds=300)
    index = acts.speak(log, words(f"A {secret['withheld']}."))[0]
    acts.withhold(log, index, reason="The number is being checked.")
    index = acts.speak(log, words(f"A {secret['caught off the record']}."))[0]
    acts.catch(log, rule("off the record"), since=index)
    try:
        acts.speak(log, words(f"An {secret['spoken off the record']}."))
    except ActRefused:
        pass
    acts.set_rule(log, rule("on the record"))
    index = acts.speak(log, words("Caught, without the name.", secret["caught on background: who"]))[0]
    acts.catch(log, rule("background", attribution="an official of the region"), since=index)
    acts.set_rule(log, rule("on the record"))
    acts.speak(log, words(f"A {secret['held for a moment']}."))

    acts.set_hold(log, seconds=0)
    acts.set_rule(log, rule("background", attribution="an official of the region"))
    acts.speak(log, words("Who says so?", secret["on background: who asked"], Role.QUESTION))
    index = acts.speak(log, words("We do.", secret["on background: who"]))[0]
    corrected = Voice(name=secret["on background: who, corrected"])
    acts.correct(log, index, text="We do.", kind="attribution", reason="Another official", speaker=corrected)
    acts.set_rule(log, rule("deep background"))
    acts.speak(log, words("Some do.", secret["on deep background: who"]))

    acts.set_rule(log, rule("on the record"))
    index = acts.speak(log, words(f"An {secret['erased']}."))[0]
    acts.correct(log, index, text=f"A {secret['erased correction']}.", kind="transcription", reason="Misheard")
    acts.translate(log, index, language="es", text=f"Una {secret['erased translation']}.")
    for room in _adding():
        room.restrict(edition)
    backups.write(Path(os.environ["ONRECORD_HOME"]) / "before.backup")
    acts.erase(log, index, legal_basis="Art. 17 GDPR")


if __name__ == "__main__":
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    build()
