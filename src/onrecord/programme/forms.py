"""What the office fills in about an item of the programme."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from onrecord.events.models import Edition
from onrecord.pages.choosing import Zone
from onrecord.pages.forms import Form
from onrecord.pages.lines import Line, Words
from onrecord.pages.moments import there
from onrecord.programme import shown
from onrecord.programme.contents import Item
from onrecord.record.entry import rfc3339

DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
TIME = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
HOURS = ["%H:%M", "%H:%M:%S"]
WRITE_DAY, WRITE_TIME = _("Write the date as 2026-05-14."), _("A time is written as 10:00.")
FIRST, LAST = 1970, 2199


class Slot(Form):
    """A session or a stop of the tour."""

    what = forms.ChoiceField(
        label=_("What is it?"), choices=list(shown.KINDS.items()), widget=forms.RadioSelect, initial="session"
    )
    title = Line(label=_("Title"), max_length=300)
    day = forms.DateField(
        label=_("Date"), input_formats=["%Y-%m-%d"], widget=DAY, error_messages={"invalid": WRITE_DAY}
    )
    start = forms.TimeField(label=_("Begins"), input_formats=HOURS, widget=TIME, error_messages={"invalid": WRITE_TIME})
    end_day = forms.DateField(
        label=_("Date of the end"),
        required=False,
        input_formats=["%Y-%m-%d"],
        widget=DAY,
        error_messages={"invalid": WRITE_DAY},
        help_text=_("Only if it ends on another day."),
    )
    end = forms.TimeField(
        label=_("Ends"), required=False, input_formats=HOURS, widget=TIME, error_messages={"invalid": WRITE_TIME}
    )
    zone = Zone(label=_("Time zone"), help_text=_("Of the place. Both times are by the clocks there."))
    place = Line(
        label=_("Place"), max_length=300, required=False, help_text=_("Town, building, and the entrance or gate.")
    )
    access = forms.ChoiceField(
        label=_("Who of the press may be there?"),
        choices=list(shown.ACCESS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one.")},
    )
    pays = Line(
        label=_("Who pays for what?"),
        max_length=300,
        required=False,
        help_text=_("For example: the host pays for the bus, outlets for their rooms."),
    )
    note = Words(
        label=_("Note"),
        rows=3,
        max_length=2000,
        required=False,
        help_text=_("When and where to meet, what to bring. Everybody reads it, and what was published stays."),
    )

    def clean_day(self) -> Any:
        return _in_reach(self.cleaned_data["day"])

    def clean_end_day(self) -> Any:
        return _in_reach(self.cleaned_data["end_day"])

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("end_day") and not given.get("end") and "end" not in self.errors:
            self.add_error("end", _("Give the time of the end, too."))
        given["starts"] = self._moment("start", given.get("day"))
        given["ends"] = self._moment("end", given.get("end_day") or given.get("day"))
        if given["starts"] and given["ends"] and given["ends"] <= given["starts"]:
            self.add_error("end", _("It ends after it begins: give a later time, or the day of the end."))
        return given

    def _moment(self, field: str, day: Any) -> datetime | None:
        clock, zone = self.cleaned_data.get(field), self.cleaned_data.get("zone")
        if not (day and clock and zone):
            return None
        found = there(day, clock, zone)
        if found is None:
            self.add_error(
                field,
                _("On this day the clocks change in %(zone)s: this time is skipped, or comes twice. Take another.")
                % {"zone": zone},
            )
        return found

    def item(self, code: str) -> Item:
        """As filled in."""
        given = self.cleaned_data
        return Item(
            code=code,
            what=given["what"],
            title=given["title"],
            starts=_in_utc(given["starts"]),
            ends=_in_utc(given["ends"]) if given["ends"] else None,
            zone=given["zone"],
            place=given["place"] or None,
            access=given["access"],
            pays=given["pays"] or None,
            note=given["note"] or None,
        )

    @staticmethod
    def initial_of(item: Item) -> dict[str, Any]:
        starts = shown.local(item.starts, item.zone)
        ends = shown.local(item.ends, item.zone) if item.ends else None
        return item.model_dump(include={"what", "title", "zone", "place", "access", "pays", "note"}) | {
            "day": starts.date(),
            "start": starts.time(),
            "end": ends and ends.time(),
            "end_day": ends.date() if ends and ends.date() != starts.date() else None,
        }

    @staticmethod
    def initial_for(edition: Edition) -> dict[str, Any]:
        """A new item: the day and the zone of the conference."""
        return {"what": "session", "day": edition.date, "zone": edition.timezone}


class Publish(Form):
    """The draft is published: the first time."""

    drafted = forms.CharField(max_length=64, widget=forms.HiddenInput)


class PublishChange(Publish):
    """The programme is changed."""

    reason = Line(label=_("Why does the programme change?"), max_length=1000, help_text=_("Public, with the change."))


def _in_utc(found: datetime) -> str:
    return rfc3339(int(found.timestamp()) * 1000)


def _in_reach(day: Any) -> Any:
    if day and not FIRST <= day.year <= LAST:
        raise forms.ValidationError(_("Give a year from %(first)d to %(last)d."), params={"first": FIRST, "last": LAST})
    return day
