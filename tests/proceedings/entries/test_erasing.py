"""An erasure takes along all that repeats what it is about, and leaves what doesn't."""

from __future__ import annotations

from typing import Any

import pytest

from onrecord.keeping.errors import ActRefused
from onrecord.proceedings import entries
from onrecord.record.models import Log, Opening
from tests.record.holds import assert_holds
from tests.words import ADA, FERRO, answer


def correct(log: Log, index: int, text: str) -> int:
    return entries.correct(log, index, text=text, kind="transcription", reason="Misheard")


def erased(log: Log, index: int) -> set[int]:
    """What an erasure of entry `index` destroys, as it said before."""
    before = set(Opening.objects.filter(state="destroyed").values_list("index", flat=True))
    told = set(entries.doomed(log, index).entries)
    entries.erase(log, index, legal_basis="Art. 17 GDPR")
    gone = set(Opening.objects.filter(state="destroyed").values_list("index", flat=True)) - before
    assert gone == told
    assert_holds(log)
    return gone


@pytest.mark.parametrize(
    ("first", "wrong", "repeats", "mended"),
    [
        ("He lives in Verhn.", "He lives at 5 Elm Street.", "He lives at 5, Elm Street!", "He lives in Verhna."),
        ("他住在那里。", "他住在榆树街五号。", "她住在榆树街五号。", "她住在那里。"),
    ],
)
def test_a_correction_takes_along_the_later_ones_that_repeat_it(
    log: Log, first: str, wrong: str, repeats: str, mended: str
) -> None:
    index = entries.speak(log, answer(first))[0]
    one, two = correct(log, index, wrong), correct(log, index, repeats)
    spanish = entries.translate(log, index, language="es", text="Vive en Elm.")
    three = correct(log, index, mended)
    revised = entries.revise_translation(log, index, language="es", text="¡Vive en Elm!", reason="Livelier")
    polish = entries.translate(log, index, language="pl", text="Mieszka w Verhn.")
    assert erased(log, one) == {one, two, spanish, revised}
    assert erased(log, three) == {three, polish}


def test_a_correction_takes_along_the_later_ones_that_name_the_same_speaker(log: Log) -> None:
    index = entries.speak(log, answer("Good morning."))[0]
    told: Any = {"text": "Good morning.", "kind": "attribution", "reason": "By the sound"}
    one = entries.correct(log, index, **told, speaker=ADA)
    entries.correct(log, index, **told, speaker=FERRO)
    again = entries.correct(log, index, **told, speaker=ADA)
    assert erased(log, one) == {one, again}


def test_a_translation_takes_along_the_revisions_that_repeat_it_and_no_other_language(log: Log) -> None:
    index = entries.speak(log, answer("Good morning."))[0]
    spanish = entries.translate(log, index, language="es", text="Buenos días a todos.")
    polish = entries.translate(log, index, language="pl", text="Dzień dobry.")
    repeats = entries.revise_translation(log, index, language="es", text="Buenos días.", reason="Nobody was named")
    another = entries.revise_translation(log, index, language="es", text="Muy buenas.", reason="Nearer")
    assert erased(log, spanish) == {spanish, repeats}
    assert erased(log, another) == {another}
    assert erased(log, polish) == {polish}


def test_the_edition_is_not_erased_since_what_it_is_stands_on_all_its_pages(log: Log) -> None:
    with pytest.raises(ActRefused, match="entry 0"):
        entries.erase(log, 0, legal_basis="Art. 17 GDPR")
