"""What is filled in before the conference."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from onrecord.events.models import Edition
from onrecord.pages.forms import Form
from onrecord.pages.lines import Line, Words
from onrecord.record.contents import MOST_CHARACTERS
from onrecord.transcription.models import Speaker

MOST_PARAGRAPHS = 2_000


class Prepare(Form):
    """A text to be checked against delivery; an empty line parts its paragraphs."""

    title = Line(label=_("Title"), max_length=300)
    speaker = forms.ModelChoiceField(
        Speaker.objects.none(),
        label=_("Speaker"),
        required=False,
        empty_label=_("Not known yet"),
        help_text=_("From the desk's list of speakers."),
    )
    text = Words(
        label=_("Text"),
        rows=16,
        help_text=_("Paste the text as you received it. An empty line starts a new paragraph."),
    )

    def __init__(self, edition: Edition, data: Any = None) -> None:
        super().__init__(data)
        self.fields["speaker"].queryset = Speaker.objects.filter(edition=edition)  # type: ignore[attr-defined]
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"

    def clean_text(self) -> list[str]:
        """The paragraphs."""
        pasted = re.split(r"\n\s*\n", self.cleaned_data["text"])
        paragraphs = [" ".join(one.split()) for one in pasted if one.strip()]
        if len(paragraphs) > MOST_PARAGRAPHS:
            raise forms.ValidationError(_("Use no more than %(n)d paragraphs."), params={"n": MOST_PARAGRAPHS})
        if max(map(len, paragraphs)) > MOST_CHARACTERS:
            raise forms.ValidationError(
                _("Use no more than %(n)d characters in a paragraph."), params={"n": MOST_CHARACTERS}
            )
        return paragraphs


class Replace(Form):
    """A name that is wrong in many places; or `undo`: the corrections that put it right, to be undone."""

    find = Line(label=_("Find"), max_length=300, help_text=_("Whole words, with exactly this spelling."))
    by = Line(label=_("Replace with"), max_length=300)
    where = forms.ChoiceField(
        label=_("Where"), choices=[("last", _("in the last ten passages")), ("all", _("in the whole record"))]
    )


class Reason(Form):
    reason = Line(
        label=_("Reason (public)"),
        max_length=1_000,
        help_text=_("Readers see it next to each of these corrections."),
        error_messages={"required": _("Give the reason. Readers see it.")},
    )
