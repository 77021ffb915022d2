"""How pages show the journal: filtered, the latest first, and as a table to keep."""

from __future__ import annotations

import csv
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from onrecord.pages.addresses import number, number_in
from onrecord.pages.zones import zone_of
from onrecord.people.journal import label_of, line
from onrecord.people.models import JournalEntry, Person
from onrecord.record.models import Log
from onrecord.transcripts.writers.csv import shown

PAGE = 100


def context(request: HttpRequest, log: Log | None) -> dict[str, Any]:
    """What `people/journal_table.html` needs: a page of the journal of `log`, or of the installation, as it was asked for."""
    person, code = request.GET.get("person", ""), request.GET.get("act", "")
    everything = JournalEntry.objects.filter(log=log)
    found = _asked_for(request, everything)
    before = number_in(request, "before")
    entries = list((found if before is None else found.filter(pk__lt=before))[: PAGE + 1])
    further = {"person": person, "act": code, "before": entries[PAGE - 1].pk} if len(entries) > PAGE else {}
    codes = everything.order_by().values_list("code", flat=True).distinct()
    return {
        "entries": [line(one) for one in entries[:PAGE]],
        "people": Person.objects.filter(pk__in=everything.order_by().values("person")),
        "codes": sorted(((one, label_of(one)) for one in codes), key=lambda named: named[1]),
        "of_an_edition": log is not None,
        "person": person,
        "code": code,
        "zone": zone_of(timezone.localtime()),
        "chosen": urlencode({"person": person, "act": code}),
        "further": urlencode(further),
    }


def table(request: HttpRequest, log: Log | None, *, name: str) -> HttpResponse:
    """All that was asked for, as a CSV file called `name`."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    rows = csv.writer(response)
    rows.writerow(["at", "person", "email", "act", "detail", "entry", "code"])
    for entry in _asked_for(request, JournalEntry.objects.filter(log=log)):
        one = line(entry)
        who, email = (one.person.name, one.person.email) if one.person else ("", "")
        index = "" if one.index is None else one.index
        rows.writerow(
            [one.at.isoformat(), shown(who), shown(email), shown(one.what), shown(one.detail), index, one.code]
        )
    return response


def _asked_for(request: HttpRequest, entries: QuerySet[JournalEntry]) -> QuerySet[JournalEntry]:
    """Those of one person, by primary key or `nobody` for the command line, and of one code, where the address asks for it."""
    person, code = request.GET.get("person", ""), request.GET.get("act", "")
    entries = entries.select_related("person").order_by("-pk")
    if person == "nobody":
        entries = entries.filter(person=None)
    elif (pk := number(person)) is not None:
        entries = entries.filter(person=pk)
    return entries.filter(code=code) if code else entries
