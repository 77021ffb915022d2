"""A kind whose content stays with whoever made its commitment, until they hand it in."""

from __future__ import annotations

import os
from typing import ClassVar

from onrecord.record.contents import Content, Line, Text
from onrecord.record.entry import Opening, commitment
from onrecord.record.models import Log
from onrecord.record.writer import Committed, append


class Question(Content):
    """A question that nobody reads before it is asked."""

    kind: ClassVar[str] = "test.sealed"
    belongs: ClassVar[str] = "request"
    request: Line
    text: Text


def opening(request: str, text: str = "Who paid for the bus line?") -> Opening:
    return Opening(os.urandom(32), Question(request=request, text=text).canonical())


def commit(log: Log, made: Opening, *, ref: int = 0) -> int:
    """Append the commitment to what somebody else has, about entry `ref`."""
    return append(log, Committed(Question, commitment(made.nonce, Question.kind, made.content), ref=ref))[0]
