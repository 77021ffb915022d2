"""What the log says in words of our own, it says in its own language, whoever's act or chore it is that says it."""

from __future__ import annotations

from contextlib import AbstractContextManager

from django.utils.functional import Promise
from django.utils.translation import override

from onrecord.pages.languages import nearest
from onrecord.record.models import Log


def speaking_as(log: Log) -> AbstractContextManager[None]:
    """Inside, sentences are made for `log`. What is said to the person who acts is said outside of it."""
    return override(nearest(log.language))


def said_by(log: Log, sentence: str | Promise, **filled: object) -> str:
    """A sentence as it stands on the record, with what is `filled` into it."""
    with speaking_as(log):
        said = str(sentence)
        return said.format(**filled) if filled else said
