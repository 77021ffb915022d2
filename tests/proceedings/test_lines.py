"""What is filled in on the office's pages, in one line."""

from __future__ import annotations

import pytest
from django import forms

from onrecord.events.forms import Appoint, Open
from onrecord.proceedings.forms.day import End, Pause, Publish, SetRule, StopShort, Withhold
from onrecord.proceedings.forms.requests import CorrectAndAnswer
from onrecord.proceedings.forms.utterances import Correct, Revise
from onrecord.transcription.forms import Prepare

LINES: list[tuple[type[forms.Form], str]] = [
    *((Open, name) for name in ("series_title", "title", "place", "host")),
    (Appoint, "name"),
    (Prepare, "title"),
    (Pause, "remark"),
    (End, "remark"),
    *((form, "reason") for form in (StopShort, Publish, Withhold, CorrectAndAnswer, Revise)),
    (SetRule, "attribution"),
    *((Correct, name) for name in ("reason", "name", "title", "outlet", "region")),
]


@pytest.mark.parametrize(("form", "name"), LINES)
def test_a_line_is_one_line_without_what_nobody_sees(form: type[forms.Form], name: str) -> None:
    field = form.base_fields[name]
    assert field.clean("\u200b Ada\x00 \u202eRey\x1bes\r\nof Radio\tTamra\ufeff ") == "Ada Reyes of Radio Tamra"
    if field.required:
        with pytest.raises(forms.ValidationError):
            field.clean("\u200b \u2066")
