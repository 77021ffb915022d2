"""The day's page: what is happening now, and everything the office can do about it, one form an act."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from onrecord.events.models import Edition
from onrecord.keeping import timekeeping
from onrecord.keeping.acting import act as acting
from onrecord.pages.acting import carry_out
from onrecord.pages.addresses import number, number_in
from onrecord.pages.zones import in_utc, in_words, zone_of
from onrecord.people.access import SignedIn
from onrecord.people.models import Person
from onrecord.proceedings import acts, conducting, forms, ground_rules, office, reads
from onrecord.proceedings.contents import RuleSet, Voice
from onrecord.proceedings.disclosure import disclosed_by_each
from onrecord.proceedings.entries.ruling import USUAL_HOLD
from onrecord.proceedings.ground_rules import GroundRule
from onrecord.proceedings.office import Clarification, Held, Kept, Prepared
from onrecord.proceedings.pages import page
from onrecord.record.reads import moment as record_moment

Given = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Offer:
    """What posting one of the page's forms does, with what was filled in and `by` whom, and what is told then."""

    form: type[forms.Doing]
    do: Callable[..., object]
    told: str | Promise


OFFERS = {
    "start": Offer(forms.Start, conducting.start, gettext_lazy("The session has begun.")),
    "pause": Offer(forms.Pause, conducting.pause, gettext_lazy("The session is paused.")),
    "go-on": Offer(forms.GoOn, conducting.go_on, gettext_lazy("The session continues.")),
    "end": Offer(forms.End, conducting.end, gettext_lazy("The session has ended.")),
    "stop-short": Offer(
        forms.StopShort, acts.stop_short, gettext_lazy("The session has ended and its record is marked incomplete.")
    ),
    "hold": Offer(forms.Hold, conducting.set_hold, gettext_lazy("The publication delay is set.")),
    "publish": Offer(forms.Publish, conducting.publish, gettext_lazy("Published.")),
    "withhold": Offer(
        forms.Withhold,
        acts.withhold,
        gettext_lazy("Withheld. It stays unpublished until somebody chooses “Publish now”."),
    ),
    "confirm-time": Offer(
        forms.ConfirmTime, acts.confirm_time, gettext_lazy("The time is confirmed. Embargoes end by it.")
    ),
}


def show(
    request: SignedIn,
    edition: Edition,
    *,
    rule: forms.SetRule | None = None,
    unfinished: tuple[str, forms.Doing] | None = None,
    refused: forms.Doing | None = None,
    behind: tuple[int, Voice | None] | None = None,
) -> HttpResponse:
    """The page; with the form of a ground rule that is being set, one that is not right yet, one without fields that was
    `refused`, or who spoke `behind`."""
    now = reads.day(edition)
    since = _since(rule) if rule else None
    caught = [one for one in now.kept.words if since is not None and one.spoken.index >= since]
    if rule and caught and (under := caught[0].spoken.rule) and isinstance(under.content, RuleSet):
        rule.initial["attribution"] = under.content.attribution or ""
    chosen = office.chosen_hold(edition.log)
    hold = USUAL_HOLD if chosen is None else chosen
    disclosed = disclosed_by_each(edition.log, [one.index for one in now.kept.texts])
    context = {
        "day": now,
        "at": record_moment(timekeeping.now()),
        "held": [(one, catching) for one, catching in _catching(now.kept.words) if not one.embargoed],
        "embargoed": [(one, catching) for one, catching in _catching(now.kept.words) if one.embargoed],
        "texts": [(one, disclosed.get(one.index, [])) for one in now.kept.texts],
        "choices": ground_rules.CHOICES,
        "rule_form": rule,
        "preview": _preview(rule) if rule else None,
        "caught": caught,
        "unfinished": unfinished,
        "about": _about(now.kept, unfinished[1]) if unfinished else None,
        "refused": refused,
        "behind": behind,
        "start": forms.Start(initial={"seconds": hold}, auto_id="start_%s"),
        "pause": forms.Pause(auto_id="pause_%s"),
        "end": forms.End(auto_id="end_%s"),
        "stop_short": forms.StopShort(auto_id="stop_%s"),
        "hold": forms.Hold(initial={"seconds": hold}, auto_id="hold_%s"),
        "publish": forms.Publish(auto_id=False),
    }
    wrong = bool(unfinished or refused) or bool(rule and rule.errors and "preview" not in request.POST)
    return page(request, edition, "proceedings/day.html", context, status=400 if wrong else 200)


def _about(kept: Kept, form: forms.Doing) -> Held | Prepared | Clarification | None:
    """What is held back that the form is about; None where it is about none of it."""
    index = getattr(form, "cleaned_data", {}).get("index")
    everything: list[Held | Prepared | Clarification] = [*kept.words, *kept.texts, *kept.clarifications]
    return next((one for one in everything if one.index == index), None)


def _catching(words: list[Held]) -> list[tuple[Held, list[GroundRule]]]:
    """Each of the words that are held, and the rules it may be caught by with all after it: none that discloses more."""
    found, least = [], 0
    for one in reversed(words):
        under = one.spoken.rule.content if one.spoken.rule else None
        least = max(least, under.strictness if isinstance(under, RuleSet) else 0)
        found.append(
            (one, [choice for choice in ground_rules.CHOICES if choice.catches and choice.strictness >= least])
        )
    return found[::-1]


def rule_form(request: SignedIn, edition: Edition) -> forms.SetRule | None:
    """The form for the ground rule that the address asks for."""
    choice = ground_rules.BY_KEY.get(request.GET.get("rule", ""))
    if choice is None:
        return None
    initial = {
        "rule": choice.key,
        "sentence": ground_rules.usual(choice, edition.log),
        "since": number_in(request, "since"),
    }
    return forms.SetRule(choice, initial=initial, log=edition.log, zone=_zone(edition), auto_id="rule_%s")


def act(request: SignedIn, edition: Edition) -> HttpResponse:
    """Do what was posted, or show the page again with what is not right yet."""
    name = request.POST.get("act", "")
    if name == "look-behind":
        return _look_behind(request, edition)
    if name == "rule":
        return _set_rule(request, edition)
    if name not in OFFERS:
        raise BadRequest(_("The server does not know this action. Reload the page and try again."))
    offer = OFFERS[name]
    form = offer.form(request.POST)
    done = carry_out(
        request,
        form,
        lambda given: offer.do(edition, by=request.user, **given),
        told=offer.told,
        to=request.path,
    )
    if form.visible_fields():
        return done or show(request, edition, unfinished=(name, form))
    return done or show(request, edition, refused=form)


def _set_rule(request: SignedIn, edition: Edition) -> HttpResponse:
    choice = ground_rules.BY_KEY.get(request.POST.get("rule", ""))
    if choice is None:
        raise BadRequest(_("There is no such ground rule. Reload the page and choose one from the list."))
    form = forms.SetRule(choice, request.POST, log=edition.log, zone=_zone(edition), auto_id="rule_%s")
    if not form.is_valid() or "preview" in request.POST:
        return show(request, edition, rule=form)
    done = carry_out(
        request,
        form,
        lambda _given: _set(edition, form.result, seen=number(request.POST.get("seen", "")), by=request.user),
        told=lambda done: _told(*done),
        to=request.path,
    )
    return done or show(request, edition, rule=form)


def _set(edition: Edition, rule: RuleSet | None, *, seen: int | None, by: Person) -> tuple[RuleSet, int]:
    """The rule that was set, and how many passages it caught."""
    assert rule, "a form that is right has one"
    if rule.since is None:
        conducting.set_rule(edition, rule=rule, by=by, seen=seen)
        return rule, 0
    with acting(edition.log):  # nobody says anything between the counting and the catching
        caught = office.left(edition.log, rule.since)
        conducting.catch(edition, rule=rule, since=rule.since, by=by, seen=seen)
    return rule, caught


def _told(rule: RuleSet, caught: int) -> str:
    told = _("The ground rule is set: {sentence}").format(sentence=rule.sentence)
    if not caught:
        return told
    if rule.rule == "off the record":
        became = ngettext("{n} passage was destroyed.", "{n} passages were destroyed.", caught)
    elif rule.rule == "on the record":
        became = ngettext("{n} passage stays unpublished.", "{n} passages stay unpublished.", caught)
    else:
        became = ngettext(
            "{n} passage was recorded again without the name.",
            "{n} passages were recorded again without the names.",
            caught,
        )
    return f"{became.format(n=caught)} {told}"


def _look_behind(request: SignedIn, edition: Edition) -> HttpResponse:
    """Who spoke is shown at once, and by no address that could be opened again."""
    form = forms.LookBehind(request.POST)
    done = carry_out(
        request,
        form,
        lambda given: (given["index"], acts.look_behind(edition, by=request.user, **given)),
        told="",
        to=lambda behind: show(request, edition, behind=behind),
    )
    return done or show(request, edition, refused=form)


def _preview(form: forms.SetRule) -> Given:
    """What readers will see: the sentence, and who is named how."""
    given: Given = form.cleaned_data if form.is_bound and hasattr(form, "cleaned_data") else {}
    sentence = form["sentence"].value() or ""
    attribution = (form.data if form.is_bound else form.initial).get("attribution", "")
    until = given.get("until")
    return {
        "sentence": ground_rules.filled(str(sentence), form.log, attribution=attribution, until=until),
        "attribution": attribution or "…",
        "until": in_words(until) if until else "",
        "utc": in_utc(until) if until else "",
    }


def _since(form: forms.SetRule) -> int | None:
    value = form["since"].value()
    return number("" if value is None else str(value))


def _zone(edition: Edition) -> str:
    """The edition's zone by name and by its distance from UTC now."""
    return f"{edition.timezone} ({zone_of(timezone.localtime())})"
