"""A word in every place where words can stand, for `test_erasure`: run in a process of its own."""

from __future__ import annotations

import os
from pathlib import Path

import django

WORD = "zugzwang"
"""It stands nowhere but where it is written here."""
OTHER = "A plover, for all to read."


def build() -> int:
    """Returns the index of the utterance that has the word."""
    from onrecord.events import acts as events
    from onrecord.keeping import backups
    from onrecord.people.acts import welcome
    from onrecord.proceedings import acts as proceedings
    from onrecord.proceedings import entries as acts
    from onrecord.proceedings.contents import CorrectionAnswered, TextPrepared, UtteranceSpoken, Voice
    from onrecord.record.contents import EditionOpened
    from onrecord.transcripts.model import Role

    series = events.start_series(slug="regional-media", title="Press conference for regional media")
    edition = events.open_edition(
        series, slug="13", content=EditionOpened(series=series.title, title="13th edition", number=13)
    )
    by, log = welcome(email="chiara.okoye@example.org", name="Chiara Okoye", by=None), edition.log

    def words(text: str) -> UtteranceSpoken:
        return UtteranceSpoken(
            role=Role.ANSWER, text=text, standard="draft", speaker=Voice(name="Ferro"), language="en"
        )

    text = acts.prepare_text(log, TextPrepared(title=f"The {WORD}", paragraphs=[f"A {WORD} it is."]))
    acts.start_session(log)
    acts.speak(log, words(OTHER))
    acts.set_hold(log, seconds=300)
    index = acts.deliver(log, text, words(f"A {WORD} it is.").model_copy(update={"paragraph": 0}))[0]
    acts.withhold(log, index, reason=f"Whether it is a {WORD} is being checked.")
    acts.publish(log, index, reason=f"It is a {WORD}.")
    acts.publish(log, text, reason=f"The {WORD} was delivered.", disclosing=[text])
    acts.correct(log, index, text=f"The {WORD} it is.", kind="transcription", reason=f"Not a {WORD}")
    acts.correct(log, index, text=f"My {WORD}.", kind="speaker's clarification", reason="Asked again")  # held for now
    acts.translate(log, index, language="es", text=f"Un {WORD}.")
    acts.revise_translation(log, index, language="es", text=f"El {WORD}.", reason=f"El, not un {WORD}")
    acts.answer_request(
        log,
        index,
        CorrectionAnswered(passage=WORD, asked=f"Was it a {WORD}?", decision="declined", answer=f"A {WORD} it was."),
    )
    proceedings.ask(edition, index=index, passage=WORD, reason=f"Hardly a {WORD}.", contact=f"{WORD}@example.org")
    answered = proceedings.ask(edition, index=index, passage=WORD, reason="Sure?", contact="")
    proceedings.answer(answered, decision="declined", answer=f"{WORD}, yes.", by=by)
    backups.write(Path(os.environ["ONRECORD_HOME"]) / "before.backup")
    return index


if __name__ == "__main__":
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    print(build())
