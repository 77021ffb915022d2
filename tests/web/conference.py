"""A conference with an entry of every kind, in every state that it can be in; each by the name that a test gives it."""

from __future__ import annotations

from dataclasses import dataclass, field

from onrecord.events.models import Edition
from onrecord.keeping.acting import act
from onrecord.people.models import Person
from onrecord.proceedings import entries as acts
from onrecord.proceedings.contents import CorrectionAnswered
from onrecord.transcription import acts as desk
from tests import cast
from tests.rules import BACKGROUND, ON, embargo
from tests.words import answer


@dataclass
class Conference:
    edition: Edition
    entries: dict[str, int] = field(default_factory=dict)
    """The index of each entry by what it is and what has become of it."""
    standing: dict[int, int] = field(default_factory=dict)
    """Of an utterance that was corrected the entry whose words stand."""

    def words(self, name: str, *, translated: bool = False) -> int:
        """Words recorded under whatever is in force, by the name of `name`."""
        index = self.entries[name] = acts.speak(self.edition.log, answer("The second bus line starts in March."))[0]
        if translated:
            acts.translate(self.edition.log, index, language="es", text="La segunda línea empieza en marzo.")
        return index

    def said_about(self, index: int, state: str) -> None:
        """A correction of the utterance at `index`, a confirmation and a translation of it, in the state that is named."""
        log = self.edition.log
        fixed = acts.correct(log, index, text="It starts in May.", kind="transcription", reason="Misheard")
        self.standing[index] = self.entries[f"correction, {state}"] = fixed
        self.entries[f"confirmation, {state}"] = acts.confirm(log, index, version=fixed)
        self.entries[f"translation, {state}"] = acts.translate(log, index, language="es", text="En mayo.")
        revised = acts.revise_translation(log, index, language="es", text="Empieza en mayo.", reason="Better")
        self.entries[f"translation revised, {state}"] = revised


def conference(slug: str, *, typist: Person) -> Conference:
    """What is public, and what governs it, comes first; all that is held back comes after it, so that it can be caught."""
    with act():  # one commit for all of it
        return _played(cast.edition(slug), typist)


def _played(edition: Edition, typist: Person) -> Conference:
    made, log = Conference(edition), edition.log
    name = made.entries
    name["the edition"] = 0
    name["text, never published"] = desk.prepare(edition, by=typist, title="A", paragraphs=["A."], speaker=None).index
    for state in ("published", "erased"):
        text = desk.prepare(edition, by=typist, title="A", paragraphs=["A."], speaker=None).index
        name[f"text, {state}"] = text
    name["the session's start"] = acts.start_session(log)
    acts.publish(log, name["text, published"], reason="Handed out.", disclosing=[name["text, published"]])
    acts.erase(log, name["text, erased"], legal_basis="Art. 17 GDPR")
    name["a pause"] = acts.pause_session(log)
    name["a pause's end"] = acts.resume_session(log)
    name["a ground rule"] = acts.set_rule(log, ON)

    made.words("words, public")
    made.said_about(made.words("words, public and corrected"), "public")
    answered = CorrectionAnswered(passage="", asked="It was May.", decision="declined", answer="It was March.")
    name["an answered request"] = acts.answer_request(log, name["words, public"], answered)
    made.words("words, public and with a clarification held")
    gone = made.words("words, erased")
    made.said_about(gone, "erased")
    name["an erasure"] = acts.erase(log, gone, legal_basis="Art. 17 GDPR")
    opened = acts.speak(log, answer("It can be told now."), held=True)[0]
    name["a publication"] = acts.publish(log, opened, reason="Agreed.")
    acts.set_rule(log, BACKGROUND)
    made.words("words, public on background")

    name["a delay"] = acts.set_hold(log, seconds=300)
    made.words("words, held by the delay on background")
    acts.set_rule(log, ON)
    made.words("words, held by the delay")
    made.said_about(made.words("words, held by the delay and corrected"), "held")
    withheld = made.words("words, withheld")
    name["why words are withheld"] = acts.withhold(log, withheld, reason="The number is being checked.")
    name["an embargo"] = acts.set_rule(log, embargo(seconds=7200))
    made.words("words, embargoed")
    name["words, delivered and embargoed"] = desk.deliver(
        edition, by=typist, prepared=name["text, never published"], paragraph=0, text="A."
    )
    clarified = {"text": "From the first of March.", "kind": "speaker's clarification", "reason": "Asked again"}
    about = name["words, public and with a clarification held"]
    name["clarification, held on its own"] = acts.correct(log, about, **clarified)
    name["beyond the tip"] = log.size + 1
    name["far beyond the tip"] = 10**14
    name["negative"] = -1
    return made
