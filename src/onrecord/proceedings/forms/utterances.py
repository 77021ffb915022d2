"""The forms with which utterances are looked after."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from onrecord.events.languages import TAG
from onrecord.pages.addresses import MOST
from onrecord.pages.forms import Form
from onrecord.pages.lines import Line, Words
from onrecord.proceedings.contents import Voice
from onrecord.record.contents import MOST_CHARACTERS

LINE, REASON = 1_000, 1_000
KINDS = [
    ("transcription", _("Transcription: the words were misheard or mistyped")),
    ("attribution", _("Attribution: somebody else spoke")),
    ("speaker's clarification", _("Speaker's clarification: the speaker says what was meant")),
    ("disputed", _("Disputed: the words are contested and it can't be settled")),
]


class Correct(Form):
    """New words, or another speaker, beside the old ones."""

    version = forms.IntegerField(min_value=0, max_value=MOST, widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("Kind of correction"), choices=KINDS, widget=forms.RadioSelect)
    text = Words(label=_("Corrected wording"), max_length=MOST_CHARACTERS, rows=6)
    reason = Line(
        label=_("Reason (public)"),
        max_length=REASON,
        error_messages={"required": _("Give the reason. Readers see it next to both versions.")},
    )
    name = Line(
        label=_("Speaker, if different (optional)"),
        max_length=LINE,
        required=False,
        help_text=_("Leave empty to keep the speaker."),
    )
    title = Line(label=_("Title or office (optional)"), max_length=LINE, required=False)
    outlet = Line(label=_("Outlet (optional)"), max_length=LINE, required=False)
    region = Line(label=_("Region (optional)"), max_length=LINE, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        others = any(cleaned.get(name) for name in ("title", "outlet", "region"))
        if others and not cleaned.get("name"):
            self.add_error("name", _("Enter the name that this title, outlet or region belongs to."))
        if cleaned.get("kind") == "attribution" and not cleaned.get("name") and "name" not in self.errors:
            self.add_error("name", _("Enter who spoke."))
        words = {one: cleaned.get(one) for one in ("version", "kind", "text", "reason")}
        return words | {"speaker": self._speaker(cleaned)}

    @staticmethod
    def _speaker(given: dict[str, Any]) -> Voice | None:
        """Who spoke instead; None: as before."""
        if not given.get("name"):
            return None
        others = {one: given.get(one) or None for one in ("title", "outlet", "region")}
        return Voice(name=given["name"], **others)


class Confirm(Form):
    version = forms.IntegerField(min_value=0, max_value=MOST, widget=forms.HiddenInput)


class Translate(Form):
    """The words in another language, beside the original."""

    version = forms.IntegerField(min_value=0, max_value=MOST, widget=forms.HiddenInput)
    language = forms.RegexField(
        f"^{TAG.pattern}$",
        label=_("Language"),
        max_length=35,
        help_text=_("As a code, for example uk, ro, de or sr-Latn."),
        error_messages={
            "invalid": _("This is not a language code. Use two or three lower-case letters, for example uk, ro or de.")
        },
    )
    text = Words(label=_("Translation"), max_length=MOST_CHARACTERS, rows=6)
    interpreted = forms.ChoiceField(
        label=_("How it was translated"),
        choices=[("", _("Written translation")), ("yes", _("As interpreted live"))],
        widget=forms.RadioSelect,
        required=False,
    )

    def clean_interpreted(self) -> bool:
        return bool(self.cleaned_data["interpreted"])


class Revise(Form):
    """A translation anew, because its source was corrected or it was wrong."""

    version = forms.IntegerField(min_value=0, max_value=MOST, widget=forms.HiddenInput)
    language = forms.CharField(max_length=35, widget=forms.HiddenInput)
    text = Words(label=_("New wording"), max_length=MOST_CHARACTERS, rows=6)
    reason = Line(
        label=_("Reason (public)"),
        max_length=REASON,
        error_messages={
            "required": _("Give the reason: the original was corrected, or what was wrong with the translation.")
        },
    )


class Find(Form):
    """Which utterances the list shows."""

    q = forms.CharField(label=_("Words, name or outlet"), max_length=200, required=False)
    only = forms.ChoiceField(
        label=_("Status"),
        required=False,
        choices=[
            ("", _("All")),
            ("unconfirmed", _("Not confirmed by a second person")),
            ("outdated", _("With an outdated translation")),
        ],
    )
