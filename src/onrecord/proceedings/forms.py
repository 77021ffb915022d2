"""What the office fills in, and what readers do."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pydantic import ValidationError

from onrecord.proceedings.ground_rules import BY_KEY, GroundRule, rule_set
from onrecord.proceedings.models import CorrectionRequest
from onrecord.record.acts.ruling import USUAL_HOLD
from onrecord.record.contents import MOST_CHARACTERS, RuleSet, Voice

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
    remark = forms.CharField(
        label=_("Note, public"),
        max_length=LINE,
        required=False,
        help_text=_("For instance: a break until 11:15."),
    )


class GoOn(Doing):
    verb = _("Go on")


class End(Doing):
    verb = _("End the session")
    remark = forms.CharField(label=_("Note, public"), max_length=LINE, required=False)


class StopShort(Doing):
    verb = _("Stop the record as incomplete")
    reason = forms.CharField(
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
    index = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    reason = forms.CharField(label=_("Reason, public"), max_length=LINE, initial=_("Published by the office."))
    disclosing = forms.RegexField(
        r"^[0-9]+( [0-9]+)*$", max_length=20_000, required=False, widget=forms.HiddenInput, empty_value=""
    )

    def clean_disclosing(self) -> list[int]:
        """The utterances of which a prepared text tells more than the record, as the page showed them."""
        return [int(index) for index in self.cleaned_data["disclosing"].split()]


class Withhold(Doing):
    verb = _("Withhold")
    index = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Reason, public"),
        max_length=REASON,
        error_messages={"required": _("Say why: the reason stands in the place of the words.")},
    )


class SetRule(Doing):
    """A ground rule for what is said from now on, and with `since` for what is held back from that entry on."""

    verb = _("Set this ground rule")
    rule = forms.ChoiceField(choices=[(key, key) for key in BY_KEY], widget=forms.HiddenInput)
    since = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)
    attribution = forms.CharField(
        label=_("The phrase that stands in the speaker's place"),
        max_length=300,
        required=False,
        help_text=_("As agreed, for instance: an official of the regional administration."),
    )
    until = forms.DateTimeField(
        label=_("Embargo until"),
        required=False,
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
    )
    sentence = forms.CharField(
        label=_("The full sentence that everyone sees"),
        max_length=SENTENCE,
        widget=forms.Textarea({"rows": 3}),
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
            self.fields["until"].label = _("Embargo until (only where there is one, too)")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        until = cleaned.get("until")
        if self.choice.named and not cleaned.get("attribution") and "attribution" not in self.errors:
            self.add_error("attribution", _("Background needs the phrase that was agreed on."))
        if self.choice.dated and not until and "until" not in self.errors:
            self.add_error("until", _("An embargo needs the time when it ends."))
        if until and until <= timezone.now():
            self.add_error("until", _("This time has passed; an embargo ends later than now."))
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
        except ValidationError as error:
            self.add_error("sentence", "; ".join(one["msg"] for one in error.errors()))
            return None


KINDS = [
    ("transcription", _("Transcription: the words were misheard or mistyped")),
    ("attribution", _("Attribution: somebody else spoke")),
    ("speaker's clarification", _("Speaker's clarification: the speaker says what was meant")),
    ("disputed", _("Disputed: somebody doubts the words, and it can't be settled")),
]
ASKED = 2_000


class Correct(forms.Form):
    """New words, or another speaker, beside the old ones."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("What is corrected"), choices=KINDS, widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("The words as they should stand"),
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea({"rows": 6}),
    )
    reason = forms.CharField(
        label=_("Reason, public"),
        max_length=REASON,
        error_messages={"required": _("Say why: readers see it beside both versions.")},
    )
    name = forms.CharField(
        label=_("Speaker, if it was another"), max_length=LINE, required=False, help_text=_("Empty: as before.")
    )
    title = forms.CharField(label=_("Their title or office"), max_length=LINE, required=False)
    outlet = forms.CharField(label=_("Their outlet"), max_length=LINE, required=False)
    region = forms.CharField(label=_("Their region"), max_length=LINE, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        others = any(cleaned.get(name) for name in ("title", "outlet", "region"))
        if others and not cleaned.get("name"):
            self.add_error("name", _("Title, outlet and region belong to a name: give it, too."))
        if cleaned.get("kind") == "attribution" and not cleaned.get("name") and "name" not in self.errors:
            self.add_error("name", _("Say who spoke."))
        return cleaned

    @property
    def speaker(self) -> Voice | None:
        """Who spoke instead; None: as before."""
        given = self.cleaned_data
        if not given["name"]:
            return None
        others = {one: given[one] or None for one in ("title", "outlet", "region")}
        return Voice(name=given["name"], **others)


class Confirm(forms.Form):
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class Translate(forms.Form):
    """The words in another language, beside the original."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    language = forms.RegexField(
        r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$",
        label=_("Language"),
        max_length=35,
        help_text=_("As a code: uk, ro, de, sr-Latn."),
        error_messages={"invalid": _("Not a language code; two or three small letters, such as uk, ro or de.")},
    )
    text = forms.CharField(
        label=_("The words in that language"), max_length=MOST_CHARACTERS, widget=forms.Textarea({"rows": 6})
    )
    interpreted = forms.ChoiceField(
        label=_("How it came about"),
        choices=[("", _("Translated in writing")), ("yes", _("As the interpreter said it"))],
        widget=forms.RadioSelect,
        required=False,
    )


class Revise(forms.Form):
    """A translation anew, because its source was corrected or it was wrong."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    language = forms.CharField(max_length=35, widget=forms.HiddenInput)
    text = forms.CharField(label=_("The words anew"), max_length=MOST_CHARACTERS, widget=forms.Textarea({"rows": 6}))
    reason = forms.CharField(
        label=_("Reason, public"),
        max_length=REASON,
        error_messages={"required": _("Say why: because the source was corrected, or what was wrong.")},
    )


class Find(forms.Form):
    """Which utterances the list shows."""

    q = forms.CharField(label=_("Words, name or outlet"), max_length=200, required=False)
    only = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=[
            ("", _("All")),
            ("unconfirmed", _("Not confirmed by a second person")),
            ("outdated", _("With an outdated translation")),
        ],
    )


class Ask(forms.Form):
    """A reader asks for a correction."""

    passage = forms.CharField(
        label=_("The passage"),
        max_length=ASKED,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("The words you mean, as they stand. Empty: all of them."),
    )
    reason = forms.CharField(
        label=_("What is wrong, and how do you know"),
        max_length=ASKED,
        widget=forms.Textarea({"rows": 5}),
        help_text=_("At most 2,000 characters. It is published with our answer."),
        error_messages={"required": _("Say what is wrong: the words, the name, or something else.")},
    )
    contact = forms.EmailField(
        label=_("Your e-mail address (only if you want our answer by mail)"),
        max_length=254,
        required=False,
        help_text=_("Never published; deleted with the answer, and after 30 days in any case."),
        widget=forms.EmailInput({"autocomplete": "email"}),
    )
    website = forms.CharField(
        label=_("Leave this empty"), required=False, widget=forms.TextInput({"autocomplete": "off", "tabindex": "-1"})
    )
    token = forms.CharField(widget=forms.HiddenInput)


class Answer(forms.Form):
    """The office's answer to a request, and the correction where there is none yet."""

    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=[
            (CorrectionRequest.State.CORRECTED, _("Corrected")),
            (CorrectionRequest.State.DECLINED, _("Declined: the words stay as they are")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose: corrected or declined.")},
    )
    answer = forms.CharField(
        label=_("Answer, public"),
        max_length=ASKED,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("To whoever asked, and to every reader. It stands below the words with the request."),
        error_messages={"required": _("Write an answer: a request is never declined without a reason.")},
    )
    text = forms.CharField(
        label=_("The words, to be corrected here unless they are already"),
        max_length=MOST_CHARACTERS,
        required=False,
        widget=forms.Textarea({"rows": 5}),
    )
    kind = forms.ChoiceField(
        label=_("What is corrected"), choices=KINDS, widget=forms.RadioSelect, required=False, initial="transcription"
    )
    reason = forms.CharField(
        label=_("Reason of the correction, public"),
        max_length=REASON,
        required=False,
        initial=_("A reader asked for it."),
    )
