"""The forms of the day's page, one an act."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from pydantic import ValidationError

from onrecord.events.addresses import MOST
from onrecord.events.lines import Line, Words
from onrecord.events.moments import LocalTime
from onrecord.proceedings.ground_rules import BY_KEY, GroundRule, rule_set
from onrecord.record import timekeeping
from onrecord.record.acts.ruling import USUAL_HOLD
from onrecord.record.contents import RuleSet
from onrecord.record.reads import moment

LINE, REASON, SENTENCE = 1_000, 1_000, 4_000


class Doing(forms.Form):
    """A form of the day's page; `verb` stands on its button."""

    verb: Any = ""


class Start(Doing):
    verb = _("Start the session")
    seconds = forms.IntegerField(
        label=_("Seconds that words are held back"),
        min_value=0,
        max_value=300,
        initial=USUAL_HOLD,
        help_text=_("In them a mistake can be caught before anybody reads it. 0 to 300; 0: words are public at once."),
    )


class Pause(Doing):
    verb = _("Pause the session")
    remark = Line(
        label=_("Note, public"),
        max_length=LINE,
        required=False,
        help_text=_("For instance: a break until 11:15."),
    )


class GoOn(Doing):
    verb = _("Go on")


class End(Doing):
    verb = _("End the session")
    remark = Line(label=_("Note, public"), max_length=LINE, required=False)


class StopShort(Doing):
    verb = _("Stop the record as incomplete")
    reason = Line(
        label=_("Reason, public"),
        max_length=LINE,
        help_text=_("For instance: the sound failed at 11:40, and the conference went on without a record."),
        error_messages={"required": _("Say why the record stops: readers see it where the words end.")},
    )
    sure = forms.BooleanField(
        label=_("The conference went on, and its record ends here for good."),
        error_messages={"required": _("Tick this if the record is to be called incomplete for good.")},
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        return {name: value for name, value in cleaned.items() if name != "sure"}


class Hold(Doing):
    verb = _("Set the hold")
    seconds = forms.IntegerField(
        label=_("Seconds that words are held back"),
        min_value=0,
        max_value=300,
        help_text=_("0 to 300; 60 is usual, 0 ends it. It applies to what is said from now on."),
    )


class Publish(Doing):
    verb = _("Publish now, for good")
    index = forms.IntegerField(min_value=0, max_value=MOST, widget=forms.HiddenInput)
    reason = Line(
        label=_("Reason, public"),
        max_length=LINE,
        error_messages={"required": _("Say why you publish it: readers see the reason for good.")},
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
        label=_("Reason, public"),
        max_length=REASON,
        error_messages={"required": _("Say why: the reason stands in the place of the words.")},
    )


class SetRule(Doing):
    """A ground rule for what is said from now on, and with `since` for what is held back from that entry on."""

    verb = _("Set this ground rule")
    rule = forms.ChoiceField(choices=[(key, key) for key in BY_KEY], widget=forms.HiddenInput)
    since = forms.IntegerField(min_value=0, max_value=MOST, required=False, widget=forms.HiddenInput)
    attribution = Line(
        label=_("The phrase that stands in the speaker's place"),
        max_length=300,
        required=False,
        help_text=_("As agreed, for instance: an official of the regional administration."),
    )
    until = LocalTime(
        label=_("Embargo until"),
        required=False,
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
    )
    sentence = Words(
        label=_("The full sentence that everyone sees"),
        max_length=SENTENCE,
        rows=3,
        error_messages={
            "required": _("Write the full sentence: a label alone means different things to different people.")
        },
    )

    def __init__(self, choice: GroundRule, *args: Any, zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choice = choice
        self.result: RuleSet | None = None
        self.fields["until"].help_text = _("Date and time in the edition's zone, {zone}.").format(zone=zone)
        if not choice.named:
            del self.fields["attribution"]
        if not choice.timed:
            del self.fields["until"]
        elif not choice.dated:
            self.fields["until"].label = _("Embargo until (if there is one as well)")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        until = cleaned.get("until")
        if self.choice.named and not cleaned.get("attribution") and "attribution" not in self.errors:
            self.add_error("attribution", _("Background needs the phrase that was agreed on."))
        if self.choice.dated and not until and "until" not in self.errors:
            self.add_error("until", _("An embargo needs the time when it ends."))
        if until and until <= moment(timekeeping.now()):
            self.add_error("until", _("This time has passed; an embargo ends later than now."))
        for name in ("until", "attribution"):
            if f"{{{name}}}" in cleaned.get("sentence", "") and not cleaned.get(name) and not self.errors:
                self.add_error(
                    "sentence",
                    _("The sentence has {placeholder} in it, and nothing is given that it stands for.").format(
                        placeholder=f"{{{name}}}"
                    ),
                )
        if not self.errors:
            self.result = self._rule(cleaned)
        return cleaned

    def _rule(self, cleaned: dict[str, Any]) -> RuleSet | None:
        try:
            return rule_set(
                self.choice,
                sentence=cleaned["sentence"],
                attribution=cleaned.get("attribution", ""),
                until=cleaned.get("until"),
                since=cleaned.get("since"),
            )
        except ValidationError:
            self.add_error(
                "sentence",
                _(
                    "With the phrase and the time filled in it has more than {most} characters: write it shorter."
                ).format(most=f"{SENTENCE:,}"),
            )
            return None
