"""How pages show letters, and what the office does with those that are not sent. Each act is in the journal."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from onrecord.keeping.acting import act
from onrecord.keeping.errors import ActRefused
from onrecord.pages.acting import carry_out
from onrecord.pages.addresses import number_in
from onrecord.pages.zones import zone_of
from onrecord.people import journal
from onrecord.people.access import SignedIn
from onrecord.people.journal import note
from onrecord.people.models import Person
from onrecord.post import acts, reads
from onrecord.post.models import Letter, State
from onrecord.record.models import Log

PAGE = 50
AGAIN, WITHDRAW = "again", "withdraw"


class Do(forms.Form):
    """What to do with which letter; without one, with all that have failed and are not held."""

    act = forms.ChoiceField(choices=[(AGAIN, AGAIN), (WITHDRAW, WITHDRAW)])
    letter = forms.IntegerField(min_value=1, max_value=10**15, required=False)


def do(request: SignedIn, log: Log | None) -> tuple[Do, HttpResponse | None]:
    """What was posted is done with letters of `log`, or any; the form then says what is wrong, or the answer leads back."""
    form = Do(request.POST)
    done = carry_out(
        request,
        form,
        lambda given: _do(log, given["act"], given["letter"], by=request.user),
        told=str,
        to=request.get_full_path(),
    )
    return form, done


def context(request: HttpRequest, log: Log | None, form: Do | None = None) -> dict[str, Any]:
    """What `people/letter_table.html` needs: a page of the letters of `log`, or of all, as it was asked for."""
    everything, state = reads.letters(log), request.GET.get("state", "")
    counts = dict(everything.order_by().values_list("state").annotate(Count("pk")))
    found = everything.filter(state=state) if state in State.values else everything
    before = number_in(request, "before")
    rows = list((found if before is None else found.filter(pk__lt=before))[: PAGE + 1])
    return {
        "rows": reads.shown(rows[:PAGE]),
        "older": rows[PAGE - 1].pk if len(rows) > PAGE else None,
        "state": state,
        "states": [(one.value, one.label, counts[one]) for one in State if one in counts],
        "any": bool(counts),
        "failed": reads.failed(log).count(),
        "held": reads.held(log).exists(),
        "of_all": log is None,
        "can_be_sent": acts.can_be_sent(),
        "form": form,
        "zone": zone_of(timezone.localtime()),
    }


def _do(log: Log | None, what: str, pk: int | None, *, by: Person) -> str:
    if what == WITHDRAW:
        letter = get_object_or_404(reads.letters(log), pk=pk)
        with act():
            acts.withdraw(letter)
            note(letter.log, journal.LETTER_WITHDRAWN, by=by, letter=letter.pk)
        return _("The letter is withdrawn. Its address and text have been deleted.")
    if pk is not None:
        _send_again(get_object_or_404(reads.letters(log), pk=pk), by=by)
        return _("The letter is being sent again.")
    return _send_all_again(log, by=by)


def _send_again(letter: Letter, *, by: Person) -> None:
    with act():
        acts.send_again(letter)
        note(letter.log, journal.LETTER_AGAIN, by=by, letter=letter.pk)


def _send_all_again(log: Log | None, *, by: Person) -> str:
    failed = reads.failed(log).order_by("pk")
    with act():
        for letter in failed:
            _send_again(letter, by=by)
        if not failed:
            raise ActRefused(_("No failed letter can be sent again."))
    return _("All failed letters are being sent again.")
