"""How places are drawn, in the terms of a call; and the number from outside."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _gettext
from django.utils.translation import gettext_lazy as _

from onrecord.accreditation import drawing
from onrecord.accreditation.contents import Lot
from onrecord.accreditation.models import Call
from onrecord.accreditation.selection import BEFORE
from onrecord.pages.forms import Form
from onrecord.pages.lines import Line
from onrecord.pages.moments import LocalTime, moment


class LotFields(Form):
    """For whoever expects more applicants than places. Empty: no place is drawn."""

    drawn_at = LocalTime(
        label=_("If there are more people than places, draw them at"),
        required=False,
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_(
            "Leave this empty if you don't draw. You close the list at least 15 minutes before; then a number that nobody "
            "can know in advance decides. What you say here about the draw can't be changed later."
        ),
    )
    each_region = forms.IntegerField(
        label=_("In the draw: first, so many of each region"), required=False, min_value=0, max_value=1000
    )
    per_outlet = forms.IntegerField(
        label=_("In the draw: at most so many of one outlet"), required=False, min_value=1, max_value=1000
    )
    first_timers = forms.IntegerField(
        label=_("In the draw: at least so many percent for those who come for the first time"),
        required=False,
        min_value=0,
        max_value=100,
    )

    def check_lot(self, given: dict[str, Any]) -> None:
        drawn_at, last = given.get("drawn_at"), given.get("late_until") or given.get("closes")
        if not drawn_at:
            for name in ("each_region", "per_outlet", "first_timers"):
                if given.get(name) and name not in self.errors:
                    self.add_error("drawn_at", _gettext("Say when you draw, or leave the rest about the draw empty."))
                    break
        elif last and drawn_at <= last + BEFORE:
            self.add_error(
                "drawn_at",
                _gettext("Draw at least {minutes} minutes after the last application can come.").format(
                    minutes=drawing.EARLIEST_MINUTES
                ),
            )
        elif given.get("decides_by") and given["decides_by"] <= drawn_at:
            self.add_error("drawn_at", _gettext("Draw before the time by which you decide."))

    def lot(self, drawn_at: str | None) -> Lot | None:
        given = self.cleaned_data
        if drawn_at is None:
            return None
        return Lot(
            each_region=given["each_region"] or 0,
            per_outlet=given["per_outlet"],
            first_timers=given["first_timers"] or 0,
            drawn_at=drawn_at,
        )

    @staticmethod
    def lot_of(call: Call) -> dict[str, Any]:
        lot = call.terms.lot
        if lot is None:
            return dict.fromkeys(LotFields.base_fields, "")
        return lot.model_dump() | {"drawn_at": moment(lot.drawn_at)}


class Value(Form):
    """What the outside beacon came to."""

    value = Line(
        label=_("The number, 64 characters"),
        max_length=200,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_value(self) -> str:
        given: str = self.cleaned_data["value"]
        return given.strip().strip('"').lower()
