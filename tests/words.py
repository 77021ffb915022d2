"""Who speaks in the cast's conference, and words of theirs."""

from __future__ import annotations

from onrecord.proceedings.contents import UtteranceSpoken, Voice
from onrecord.transcripts.model import Role

FERRO = Voice(name="Governor Ferro", title="Governor")
ADA = Voice(name="Ada Reyes", outlet="Radio Tamra", region="RU-KGD")
BOHDAN = Voice(name="Bohdan Lis", outlet="blog", region="RU-SA")


def said(text: str, role: Role, speaker: Voice | None = None) -> UtteranceSpoken:
    return UtteranceSpoken(role=role, text=text, standard="draft", speaker=speaker, language="en")


def question(text: str, speaker: Voice | None = ADA) -> UtteranceSpoken:
    return said(text, Role.QUESTION, speaker)


def answer(text: str, *, paragraph: int | None = None) -> UtteranceSpoken:
    return said(text, Role.ANSWER, FERRO).model_copy(update={"paragraph": paragraph})
