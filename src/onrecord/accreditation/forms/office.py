"""What the office fills in: the terms of a call, a decision, what it asks for, a letter."""

from __future__ import annotations

from itertools import count
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _gettext
from django.utils.translation import gettext_lazy as _

from onrecord.accreditation import codes
from onrecord.accreditation.contents import Category, Terms
from onrecord.accreditation.forms.selection import LotFields
from onrecord.accreditation.models import Call
from onrecord.accreditation.states import OUTCOMES, Act
from onrecord.events import regions
from onrecord.pages.forms import Form
from onrecord.pages.lines import Line, Words
from onrecord.pages.moments import LocalTime
from onrecord.record.entry import rfc3339


def _place(line: str) -> tuple[str, int | None]:
    """The name of a kind of place, and how many there are where that is said."""
    name, comma, places = line.rpartition(",")
    number = places.strip()
    if not comma or not number.isdecimal():
        return line[:200], None
    return name.strip()[:200], int(number[:6])


def _moment(value: Any) -> str:
    return rfc3339(int(value.timestamp()) * 1000)


class CallForm(LotFields):
    """The terms of a call."""

    field_order = (
        *("criteria", "places", "kept_for_appeals", "categories", "opens", "closes", "late_until", "decides_by"),
        *("drawn_at", "each_region", "per_outlet", "first_timers"),
    )

    criteria = Words(
        label=_("Who is accredited?"),
        rows=6,
        max_length=20_000,
        help_text=_(
            "The criteria, in sentences. Applicants and everybody else read them, and a refusal must follow from them."
        ),
    )
    places = forms.IntegerField(label=_("Places"), min_value=1, max_value=100_000)
    kept_for_appeals = forms.IntegerField(
        label=_("Of these, kept for appeals"),
        min_value=0,
        max_value=100_000,
        help_text=_("So that an appeal can still succeed."),
    )
    categories = Words(
        label=_("Kinds of place"),
        rows=3,
        max_length=2000,
        required=False,
        help_text=_("One a line, with how many there are if that is limited, for example: Photographers, 12"),
    )
    opens = LocalTime(
        label=_("Applications open"), widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )
    closes = LocalTime(
        label=_("Applications close"), widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )
    late_until = LocalTime(
        label=_("Late applications until"),
        required=False,
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("If you still look at those that come later."),
    )
    decides_by = LocalTime(
        label=_("You decide by"),
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("Applicants are told this date."),
    )
    country = Line(
        label=_("Country whose regions are offered first"),
        max_length=100,
        required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    conduct = Words(
        label=_("Rules of conduct"),
        rows=4,
        max_length=10_000,
        required=False,
        help_text=_("One rule a line. Applicants accept them when they apply."),
    )
    proof = forms.MultipleChoiceField(
        label=_("Proof that you ask for"),
        choices=list(codes.PROOFS.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    identity = forms.ChoiceField(
        label=_("Identity data for a security check"),
        choices=[("", _("not asked for")), *codes.IDENTITY_ASKED.items()],
        widget=forms.RadioSelect,
        required=False,
        help_text=_("Document, birth and nationality. Ask for them only if somebody checks them."),
    )
    identity_for = Line(label=_("Who checks them?"), max_length=300, required=False)
    two_decide = forms.BooleanField(label=_("Two people decide: one recommends, another decides"), required=False)
    appeal_to = Line(
        label=_("Who hears appeals?"),
        max_length=300,
        help_text=_("A person or body that takes no part in the decisions."),
    )
    appeal_days = forms.IntegerField(label=_("Days to appeal"), min_value=1, max_value=90)
    appeal_answer_days = forms.IntegerField(label=_("Days until an appeal is decided"), min_value=1, max_value=90)
    offer_hours = forms.IntegerField(
        label=_("Hours to accept an offered place"),
        min_value=1,
        max_value=168,
        help_text=_("A place that frees is offered to the next person on the waiting list."),
    )
    offers_until = LocalTime(
        label=_("Places are offered until"),
        required=False,
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("For example, until the security check closes. Empty: until the conference begins."),
    )
    deleted_on = forms.DateField(
        label=_("Applicants' data are deleted on"),
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_("You can bring this day forward later, but never put it off."),
        error_messages={"invalid": _("Write the date as 2026-05-14.")},
    )

    def __init__(self, *args: Any, before: Call | None = None, **kwargs: Any) -> None:
        """`before`: the call whose terms are changed."""
        super().__init__(*args, **kwargs)
        self.before = before

    def clean_country(self) -> str:
        given: str = self.cleaned_data["country"]
        found = regions.country_named(given) if given else ""
        if found is None:
            raise forms.ValidationError(_("We don't know a country “%(country)s”."), params={"country": given})
        return found

    def clean_categories(self) -> list[Category]:
        lines = [line.strip() for line in self.cleaned_data["categories"].splitlines() if line.strip()]
        given = [_place(line) for line in lines]
        codes = self._codes([name for name, _places in given])
        return [
            Category(code=code, name=name, places=places) for code, (name, places) in zip(codes, given, strict=True)
        ]

    def _codes(self, names: list[str]) -> list[str]:
        """Applications know their kind of place by its code: one with the name of before keeps it, and so does one that has
        another name in the same line."""
        before = list(self.before.terms.categories) if self.before else []
        known = {one.name: one.code for one in before}
        found = [known.get(name, "") for name in names]
        if len(names) == len(before):
            found = [code or ("" if one.name in names else one.code) for code, one in zip(found, before, strict=True)]
        fresh = (code for n in count(1) if (code := f"place-{n}") not in known.values())
        return [code or next(fresh) for code in found]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        self._in_order(given, "opens", "closes", _gettext("Applications close after they open."))
        self._in_order(
            given, "closes", "late_until", _gettext("Late applications come after the others: give a later time.")
        )
        self._in_order(
            given, "closes", "decides_by", _gettext("You decide after applications close: give a later time.")
        )
        self._in_order(
            given, "closes", "offers_until", _gettext("Places are offered after applications close: give a later time.")
        )
        if given.get("deleted_on") and given["deleted_on"] <= timezone.localdate():
            self.add_error("deleted_on", _gettext("Give a day that is still to come: everything is destroyed on it."))
        if not self.before and given.get("closes") and given["closes"] <= timezone.now():
            self.add_error("closes", _gettext("Give a time that is still to come, so that people can apply."))
        if given.get("identity") and not given.get("identity_for"):
            self.add_error("identity_for", _gettext("Name who checks the identity data: applicants are told."))
        self.check_lot(given)
        places, kept = given.get("places"), given.get("kept_for_appeals")
        if places is not None and kept is not None and kept >= places:
            self.add_error("kept_for_appeals", _gettext("Fewer than all places."))
        if given.get("decides_by") and given.get("deleted_on") and given["deleted_on"] <= given["decides_by"].date():
            self.add_error("deleted_on", _gettext("Data are needed until you have decided: give a later day."))
        return given

    def _in_order(self, given: dict[str, Any], first: str, then: str, words: str) -> None:
        if given.get(first) and given.get(then) and given[then] <= given[first]:
            self.add_error(then, words)

    def terms(self) -> Terms:
        given = self.cleaned_data
        return Terms(
            criteria=given["criteria"],
            places=given["places"],
            kept_for_appeals=given["kept_for_appeals"],
            categories=given["categories"],
            opens=_moment(given["opens"]),
            closes=_moment(given["closes"]),
            late_until=_moment(given["late_until"]) if given["late_until"] else None,
            decides_by=_moment(given["decides_by"]),
            country=given["country"] or None,
            conduct=[line.strip() for line in given["conduct"].splitlines() if line.strip()],
            proof=given["proof"],
            identity=given["identity"] or None,
            identity_for=given["identity_for"] if given["identity"] else None,
            two_decide=given["two_decide"],
            appeal_to=given["appeal_to"],
            appeal_days=given["appeal_days"],
            appeal_answer_days=given["appeal_answer_days"],
            offer_hours=given["offer_hours"],
            offers_until=_moment(given["offers_until"]) if given["offers_until"] else None,
            deleted_on=given["deleted_on"],
            lot=self.lot(_moment(given["drawn_at"]) if given["drawn_at"] else None),
        )

    @staticmethod
    def initial_of(call: Call) -> dict[str, Any]:
        terms = call.terms
        lines = [one.name if one.places is None else f"{one.name}, {one.places}" for one in terms.categories]
        return (
            terms.model_dump()
            | LotFields.lot_of(call)
            | {
                "categories": "\n".join(lines),
                "conduct": "\n".join(terms.conduct),
                "opens": call.opens,
                "closes": call.closes,
                "late_until": call.last_moment if terms.late_until else None,
                "decides_by": call.decides_by,
                "offers_until": call.offers_until,
                "country": terms.country or "",
                "identity": terms.identity or "",
                "identity_for": terms.identity_for or "",
            }
        )


class ChangeCall(CallForm):
    reason = Line(label=_("Why do you change the terms?"), max_length=1000, help_text=_("Public, with the change."))


def _reasons(reasons: codes.Reasons) -> list[tuple[str, Any]]:
    return [("", "—"), *((code, why.label) for code, why in reasons.items())]


class Decide(Form):
    """An outcome, and for a no its reason."""

    outcome = forms.ChoiceField(
        label=_("What should become of it?"),
        choices=[(act, act.label) for act in OUTCOMES],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one.")},
    )
    refused = forms.ChoiceField(label=_("Reason, if refused"), choices=_reasons(codes.REFUSED), required=False)
    waiting = forms.ChoiceField(
        label=_("Reason, if on the waiting list"), choices=_reasons(codes.WAITING), required=False
    )
    fact = Line(
        label=_("What the sentence needs"),
        max_length=500,
        required=False,
        help_text=_(
            "It is put into the sentence that the applicant reads, shown below. On the waiting list, an empty field takes "
            "the next number."
        ),
    )

    @property
    def outcome_given(self) -> Act:
        return Act(self.cleaned_data["outcome"])

    @property
    def reason_given(self) -> str:
        by_outcome = {Act.REFUSE: "refused", Act.WAITLIST: "waiting"}
        field = by_outcome.get(self.outcome_given)
        return self.cleaned_data[field] if field else ""


def sentences() -> list[tuple[Any, codes.Reasons]]:
    """The sentences that applicants read, by the outcome that needs one."""
    return [(Act.REFUSE.label, codes.REFUSED), (Act.WAITLIST.label, codes.WAITING)]


class Ask(Form):
    reason = forms.ChoiceField(
        label=_("What is missing?"),
        choices=_reasons(codes.NEEDED)[1:],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one.")},
    )
    fact = Line(label=_("In your own words"), max_length=500, required=False)
    due = LocalTime(
        label=_("Answer until"), widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )


class Letter(Form):
    """A letter before it is sent."""

    subject = Line(label=_("Subject"), max_length=300)
    text = Words(label=_("Letter"), rows=16, max_length=20_000)
