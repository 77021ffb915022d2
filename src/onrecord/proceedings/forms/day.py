"""The forms of the day's page, one an act."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from pydantic import ValidationError

from onrecord.keeping import timekeeping
from onrecord.pages import moments
from onrecord.pages.addresses import MOST
from onrecord.pages.forms import Form
from onrecord.pages.lines import Line, Words
from onrecord.pages.moments import LocalTime
from onrecord.proceedings.contents import RuleSet
from onrecord.proceedings.entries.ruling import USUAL_HOLD
from onrecord.proceedings.ground_rules import BY_KEY, GroundRule, chosen
from onrecord.record.models import Log
from onrecord.record.reads import moment

LINE, REASON, SENTENCE = 1_000, 1_000, 4_000


class Doing(Form):
    """A form of the day's page; `verb` stands on its button."""

    verb: Any = ""


class Start(Doing):
    verb = _("Start the session")
    seconds = forms.IntegerField(
        label=_("Publication delay in seconds"),
        min_value=0,
        max_value=300,
        initial=USUAL_HOLD,
        help_text=_(
            "Time to take a mistake back before anyone reads it. 0 to 300; with 0, text is public immediately."
        ),
    )


class Pause(Doing):
    verb = _("Pause the session")
    remark = Line(
        label=_("Note (public)"),
        max_length=LINE,
        required=False,
        help_text=_("For example: break until 11:15."),
    )


class GoOn(Doing):
    verb = _("Resume the session")


class End(Doing):
    verb = _("End the session")
    remark = Line(label=_("Note (public)"), max_length=LINE, required=False)


class StopShort(Doing):
    verb = _("Stop recording and mark incomplete")
    reason = Line(
        label=_("Reason (public)"),
        max_length=LINE,
        help_text=_("For example: the audio failed at 11:40 and the conference continued unrecorded."),
        error_messages={"required": _("Give the reason. Readers see it where the record ends.")},
    )
    sure = forms.BooleanField(
        label=_("I understand that the record ends here and will be marked incomplete."),
        error_messages={"required": _("Tick the box to mark the record incomplete.")},
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        return {name: value for name, value in cleaned.items() if name != "sure"}


class Hold(Doing):
    verb = _("Set the delay")
    seconds = forms.IntegerField(
        label=_("Publication delay in seconds"),
        min_value=0,
        max_value=300,
        help_text=_("0 to 300; 60 is usual, 0 turns the delay off. It applies to what is said from now on."),
    )


class Publish(Doing):
    verb = _("Publish now")
    index = forms.IntegerField(min_value=0, max_value=MOST, widget=forms.HiddenInput)
    reason = Line(
        label=_("Reason (public)"),
        max_length=LINE,
        error_messages={"required": _("Give the reason for publishing. Readers see it permanently.")},
    )
    disclosing = forms.RegexField(
        r"^[0-9]{1,15}( [0-9]{1,15})*$", max_length=20_000, required=False, widget=forms.HiddenInput, empty_value=""
    )

    def clean_disclosing(self) -> list[int]:
        """The utterances of which a prepared text tells more than the record, as the page showed them."""
        return [int(index) for index in self.cleaned_data["disclosing"].split()]


class Withhold(Doing):
    verb = _("Withhold")
    index = forms.IntegerField(min_value=0, max_value=MOST, widget=forms.HiddenInput)
    reason = Line(
        label=_("Reason (public)"),
        max_length=REASON,
        error_messages={"required": _("Give the reason. Readers see it in place of the words.")},
    )


class LookBehind(Doing):
    index = forms.IntegerField(min_value=0, max_value=MOST, widget=forms.HiddenInput)


class ConfirmTime(Doing):
    says = forms.CharField(max_length=100, widget=forms.HiddenInput)

    def clean_says(self) -> datetime:
        """The time that the page showed."""
        says = moments.moment(self.cleaned_data["says"])
        if says is None:
            raise forms.ValidationError(_("The time must be the one that the page showed. Reload the page."))
        return says


class SetRule(Doing):
    """A ground rule for what is said from now on, and with `since` for what is held back from that entry on."""

    verb = _("Set this ground rule")
    rule = forms.ChoiceField(choices=[(key, key) for key in BY_KEY], widget=forms.HiddenInput)
    since = forms.IntegerField(min_value=0, max_value=MOST, required=False, widget=forms.HiddenInput)
    attribution = Line(
        label=_("Attribution shown instead of the name"),
        max_length=300,
        required=False,
        help_text=_("As agreed, for example: an official of the regional administration."),
    )
    until = LocalTime(
        label=_("Embargo until"),
        required=False,
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
    )
    sentence = Words(
        label=_("Full sentence shown to everyone"),
        max_length=SENTENCE,
        rows=3,
        error_messages={
            "required": _("Write the full sentence. A label alone means different things to different people.")
        },
    )

    def __init__(self, choice: GroundRule, *args: Any, log: Log, zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choice, self.log = choice, log
        self.result: RuleSet | None = None
        self.fields["until"].help_text = _("Date and time in the conference's time zone, {zone}.").format(zone=zone)
        if not choice.named:
            del self.fields["attribution"]
        if not choice.timed:
            del self.fields["until"]
        elif not choice.dated:
            self.fields["until"].label = _("Embargo until (optional)")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        until = cleaned.get("until")
        if self.choice.named and not cleaned.get("attribution") and "attribution" not in self.errors:
            self.add_error("attribution", _("Enter the attribution that was agreed."))
        if self.choice.dated and not until and "until" not in self.errors:
            self.add_error("until", _("Enter the time when the embargo ends."))
        if until and until <= moment(timekeeping.now()):
            self.add_error("until", _("This time has passed. Choose a later time."))
        for name in ("until", "attribution"):
            if f"{{{name}}}" in cleaned.get("sentence", "") and not cleaned.get(name) and not self.errors:
                self.add_error(
                    "sentence",
                    _("The sentence contains {placeholder}, but you have not entered a value for it.").format(
                        placeholder=f"{{{name}}}"
                    ),
                )
        if not self.errors:
            self.result = self._rule(cleaned)
        return cleaned

    def _rule(self, cleaned: dict[str, Any]) -> RuleSet | None:
        try:
            return chosen(
                self.choice,
                self.log,
                sentence=cleaned["sentence"],
                attribution=cleaned.get("attribution", ""),
                until=cleaned.get("until"),
                since=cleaned.get("since"),
            )
        except ValidationError:
            self.add_error(
                "sentence",
                _(
                    "With the attribution and the time filled in, the sentence has more than {most} characters. "
                    "Shorten it."
                ).format(most=f"{SENTENCE:,}"),
            )
            return None
