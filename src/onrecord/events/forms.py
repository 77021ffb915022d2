"""What the office fills in about an edition."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from onrecord.events import reads
from onrecord.events.languages import language_named, language_title
from onrecord.events.models import Edition, Series, slug
from onrecord.events.rules import roles
from onrecord.pages.addresses import reserved
from onrecord.pages.choosing import Zone
from onrecord.pages.forms import Form
from onrecord.pages.lines import Line, Words
from onrecord.pages.moments import there
from onrecord.people.models import Person
from onrecord.record.contents import EditionOpened
from onrecord.record.entry import rfc3339
from onrecord.record.reads import opening_entry

LONGEST_RULE = 4_000


class Open(Form):
    """A new edition, before anybody has spoken in it. The command `onrecord open` reads its options with it, too."""

    series = forms.CharField(
        label=_("Series"),
        max_length=100,
        validators=[slug],
        help_text=_("The first part of the address, for example regional-media. A new name starts a new series."),
    )
    series_title = Line(
        label=_("Title of the series"),
        max_length=300,
        required=False,
        help_text=_("Only for a new series. An existing series keeps its title."),
    )
    edition = forms.CharField(
        label=_("Edition"),
        max_length=100,
        validators=[slug],
        help_text=_("The second part of the address, for example 13 or 2026-05-14. It can't be changed later."),
    )
    title = Line(label=_("Title"), max_length=300)
    date = forms.DateField(
        label=_("Date"),
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": _("Write the date as 2026-05-14.")},
    )
    zone = Zone(label=_("Time zone"), help_text=_("Of the place: choose its city, or one with the same clocks."))
    language = forms.CharField(
        label=_("Language"),
        max_length=35,
        help_text=_(
            "The main language spoken, for example English or Ukrainian. The public pages of the edition and our standard "
            "sentences on its record are in this language, if they are available in it."
        ),
        widget=forms.TextInput({"list": "languages", "autocomplete": "off"}),
    )
    start = forms.TimeField(
        label=_("Start time"),
        required=False,
        input_formats=["%H:%M", "%H:%M:%S"],
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        help_text=_("When it is announced to begin, by the clocks of that time zone."),
        error_messages={"invalid": _("A time is written as 10:00.")},
    )
    place = Line(label=_("Place"), max_length=300, required=False, help_text=_("The city or town."))
    venue = Line(
        label=_("Venue"),
        max_length=300,
        required=False,
        help_text=_("The building, its address, and the entrance to use."),
    )
    host = Line(label=_("Host"), max_length=300, required=False)
    number = forms.IntegerField(
        label=_("Number"), min_value=1, max_value=100_000, required=False, help_text=_("13 for the 13th edition.")
    )
    accredited = forms.IntegerField(label=_("Accredited journalists"), min_value=0, max_value=1_000_000, required=False)
    rules = Words(
        label=_("Ground rules announced in advance"),
        rows=3,
        max_length=10_000,
        required=False,
        help_text=_("One rule a line. Rules of conduct, which applicants accept, belong to the call for applications."),
    )
    like = forms.CharField(max_length=201, required=False, widget=forms.HiddenInput)
    carried_over = forms.BooleanField(
        label=_("The same people get the same roles, and the desk and the programme begin with a copy"), required=False
    )

    def __init__(self, *args: Any, like: Edition | None = None, **kwargs: Any) -> None:
        """`like`: the edition that the new one is a copy of; in what is posted, `like` says it."""
        super().__init__(*args, **kwargs)
        self.before = like or self._posted_like()
        if self.before is None:
            del self.fields["carried_over"]

    def _posted_like(self) -> Edition | None:
        series, _slash, edition = self.data.get("like", "").partition("/")
        try:
            return reads.edition(series, edition) if edition else None
        except Edition.DoesNotExist:
            return None

    def clean_rules(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["rules"].splitlines() if line.strip()]
        if any(len(line) > LONGEST_RULE for line in lines):
            raise forms.ValidationError(_("A rule has at most %(most)d characters."), params={"most": LONGEST_RULE})
        return lines

    def clean_series(self) -> str:
        return self._unless_reserved("series")

    def clean_edition(self) -> str:
        return self._unless_reserved("edition")

    def _unless_reserved(self, field: str) -> str:
        given: str = self.cleaned_data[field]
        if given in reserved():
            raise forms.ValidationError(
                _("“%(slug)s” is reserved for the product's own pages. Choose another address."), params={"slug": given}
            )
        return given

    def clean_language(self) -> str:
        given: str = self.cleaned_data["language"]
        found = language_named(given)
        if found is None:
            raise forms.ValidationError(
                _(
                    "We don't know a language “%(language)s”. Enter its name, for example English, or its tag, "
                    "for example en or pt-BR."
                ),
                params={"language": given},
            )
        return found

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        series, edition = cleaned.get("series"), cleaned.get("edition")
        if series and not cleaned.get("series_title") and not Series.objects.filter(slug=series).exists():
            self.add_error("series_title", _("This series does not exist yet. Enter its title too."))
        if edition and Edition.objects.filter(series__slug=series, slug=edition).exists():
            self.add_error("edition", _("This series already has an edition with that address. Choose another."))
        cleaned["starts"] = self._starts()
        return cleaned

    def _starts(self) -> datetime | None:
        """The start time as a moment, once day and zone are right as well."""
        day, start, zone = (self.cleaned_data.get(name) for name in ("date", "start", "zone"))
        if not (day and start and zone):
            return None
        found = there(day, start, zone)
        if found is None:
            self.add_error(
                "start",
                _("On this day the clocks change in %(zone)s: this time is skipped, or comes twice. Take another.")
                % {"zone": zone},
            )
        return found

    def content(self) -> EditionOpened:
        """The first entry of its log."""
        given = self.cleaned_data
        starts = given["starts"]
        return EditionOpened(
            series=given["series_title"],
            title=given["title"],
            number=given["number"],
            date=given["date"],
            starts=rfc3339(int(starts.timestamp()) * 1000) if starts else None,
            place=given["place"] or None,
            venue=given["venue"] or None,
            host=given["host"] or None,
            languages=[given["language"]],
            rules=given["rules"],
            accredited=given["accredited"],
        )

    @staticmethod
    def initial_of(edition: Edition) -> dict[str, Any]:
        """What a copy of `edition` begins with. Whatever names this one alone (title, day, how many came) is left to be said."""
        said = opening_entry(edition.log)
        number = edition.number + 1 if edition.number else None
        return {
            "series": edition.series.slug,
            "edition": number if str(edition.number) == edition.slug else "",
            "zone": edition.timezone,
            "language": language_title(edition.language),
            "start": edition.starts and edition.starts.astimezone(ZoneInfo(edition.timezone)).time(),
            "place": edition.place,
            "venue": edition.venue,
            "host": said.host if said else "",
            "rules": "\n".join(said.rules) if said else "",
            "number": number,
            "like": edition.path,
            "carried_over": True,
        }


class Appoint(Form):
    """Somebody gets a role; who is not known here yet needs a name."""

    email = forms.EmailField(label=_("Email address"), max_length=254)
    name = Line(
        label=_("Name"),
        max_length=200,
        required=False,
        help_text=_("Only for a new person. Others keep the name we have."),
    )
    role = forms.ChoiceField(
        label=_("Role"),
        choices=lambda: [(role.name, role.label) for role in roles()],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a role.")},
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        email, name = cleaned.get("email"), cleaned.get("name")
        if email and not name and not Person.objects.filter(email=email).exists():
            self.add_error("name", _("We don't know this address yet. Enter the person's name too."))
        return cleaned
