"""The forms with which utterances are looked after."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from onrecord.events.addresses import MOST
from onrecord.events.lines import Line, Words
from onrecord.record.contents import MOST_CHARACTERS, Voice

LINE, REASON = 1_000, 1_000
KINDS = [
    ("transcription", _("Transcription: the words were misheard or mistyped")),
    ("attribution", _("Attribution: somebody else spoke")),
    ("speaker's clarification", _("Speaker's clarification: the speaker says what was meant")),
    ("disputed", _("Disputed: somebody doubts the words, and it can't be settled")),
]


class Correct(forms.Form):
    """New words, or another speaker, beside the old ones."""

    version = forms.IntegerField(min_value=0, max_value=MOST, widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("What is corrected"), choices=KINDS, widget=forms.RadioSelect)
    text = Words(label=_("The words as they should stand"), max_length=MOST_CHARACTERS, rows=6)
    reason = Line(
        label=_("Reason, public"),
        max_length=REASON,
        error_messages={"required": _("Say why: readers see it beside both versions.")},
    )
    name = Line(
        label=_("Speaker, if it was another"), max_length=LINE, required=False, help_text=_("Empty: as before.")
    )
    title = Line(label=_("Their title or office"), max_length=LINE, required=False)
    outlet = Line(label=_("Their outlet"), max_length=LINE, required=False)
    region = Line(label=_("Their region"), max_length=LINE, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        others = any(cleaned.get(name) for name in ("title", "outlet", "region"))
        if others and not cleaned.get("name"):
            self.add_error("name", _("Title, outlet and region belong to a name: give it, too."))
        if cleaned.get("kind") == "attribution" and not cleaned.get("name") and "name" not in self.errors:
            self.add_error("name", _("Say who spoke."))
        words = {one: cleaned.get(one) for one in ("version", "kind", "text", "reason")}
        return words | {"speaker": self._speaker(cleaned)}

    @staticmethod
    def _speaker(given: dict[str, Any]) -> Voice | None:
        """Who spoke instead; None: as before."""
        if not given.get("name"):
            return None
        others = {one: given.get(one) or None for one in ("title", "outlet", "region")}
        return Voice(name=given["name"], **others)


class Confirm(forms.Form):
    version = forms.IntegerField(min_value=0, max_value=MOST, widget=forms.HiddenInput)


class Translate(forms.Form):
    """The words in another language, beside the original."""

    version = forms.IntegerField(min_value=0, max_value=MOST, widget=forms.HiddenInput)
    language = forms.RegexField(
        r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$",
        label=_("Language"),
        max_length=35,
        help_text=_("As a code: uk, ro, de, sr-Latn."),
        error_messages={"invalid": _("Not a language code; two or three small letters, such as uk, ro or de.")},
    )
    text = Words(label=_("The words in that language"), max_length=MOST_CHARACTERS, rows=6)
    interpreted = forms.ChoiceField(
        label=_("How it came about"),
        choices=[("", _("Translated in writing")), ("yes", _("As the interpreter said it"))],
        widget=forms.RadioSelect,
        required=False,
    )

    def clean_interpreted(self) -> bool:
        return bool(self.cleaned_data["interpreted"])


class Revise(forms.Form):
    """A translation anew, because its source was corrected or it was wrong."""

    version = forms.IntegerField(min_value=0, max_value=MOST, widget=forms.HiddenInput)
    language = forms.CharField(max_length=35, widget=forms.HiddenInput)
    text = Words(label=_("The words anew"), max_length=MOST_CHARACTERS, rows=6)
    reason = Line(
        label=_("Reason, public"),
        max_length=REASON,
        error_messages={"required": _("Say why: because the source was corrected, or what was wrong.")},
    )


class Find(forms.Form):
    """Which utterances the list shows."""

    q = forms.CharField(label=_("Words, name or outlet"), max_length=200, required=False)
    only = forms.ChoiceField(
        label=_("Which"),
        required=False,
        choices=[
            ("", _("All")),
            ("unconfirmed", _("Not confirmed by a second person")),
            ("outdated", _("With an outdated translation")),
        ],
    )
