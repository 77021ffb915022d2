"""An edition to read, in a process of its own: `python -m tests.browser.edition`. Prints as JSON which entry is which."""

from __future__ import annotations

import json


def main() -> None:
    from onrecord.cli.installation import set_up

    set_up()
    from onrecord.events import acts as events
    from onrecord.proceedings import entries as acts
    from onrecord.proceedings.contents import UtteranceSpoken, Voice
    from onrecord.record.contents import EditionOpened
    from onrecord.transcripts.model import Role
    from tests.rules import BACKGROUND, ON
    from tests.words import BOHDAN, FERRO, answer, question, said

    series = events.start_series(slug="reading", title="Press conference for regional media")
    content = EditionOpened(series=series.title, title="13th edition", languages=["en"])
    edition = events.open_edition(series, slug="13", content=content, timezone="Etc/GMT-3")
    log = edition.log
    acts.start_session(log)
    made = {}
    made["morning"] = acts.speak(log, said("Good morning to all of you.", Role.STATEMENT, FERRO))[0]
    made["why"] = acts.speak(log, question("You promised four schools. Is there money for the bridge?"))[0]
    made["none"] = acts.speak(log, answer("No. There is no money.\n\nNot this year, and not the next."))[0]
    made["then"] = acts.speak(log, answer("So it is. So it is. So it is."))[0]
    acts.set_rule(log, BACKGROUND)
    made["quietly"] = acts.speak(log, answer("It was never paid for."))[0]
    acts.set_rule(log, ON)
    made["where"] = acts.speak(log, question("And where is the fourth?", BOHDAN))[0]
    made["fourth"] = acts.speak(log, answer("The fourth stands in Verhn now. It has no roof."))[0]
    acts.correct(
        log,
        made["fourth"],
        text="The fourth stands in Verkhna. It has no roof.",
        kind="transcription",
        reason="Misheard.",
    )
    acts.confirm(log, made["fourth"], version=log.size - 1)
    acts.translate(log, made["fourth"], language="fr", text="La quatrième est à Verkhna.")
    leila = Voice(name="ليلى حداد", outlet="راديو تمرة")
    made["leila"] = acts.speak(
        log,
        UtteranceSpoken(
            role=Role.QUESTION, text="لماذا ثلاث مدارس وليس أربع؟", standard="draft", speaker=leila, language="ar"
        ),
    )[0]
    acts.speak(log, answer("Because of the roof. " + "It is a long story. " * 200))
    acts.end_session(log)
    print(json.dumps(made))


if __name__ == "__main__":
    main()
