"""The programme for calendars that follow it: RFC 5545, with what RFC 7986 adds."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from onrecord.events.models import Edition
from onrecord.pages import languages
from onrecord.pages.moments import moment
from onrecord.programme import shown
from onrecord.programme.contents import Item
from onrecord.programme.reads import Published

ASK_AGAIN = timedelta(hours=1)


def calendar(edition: Edition, published: Published) -> bytes:
    """The programme as `published`, in the language that is active. The same programme gives the same bytes.

    Times are in UTC: no calendar has to know a zone's rules, and each shows its reader's own time.
    """
    found = Calendar()
    found.add("prodid", "-//onrecord//programme//EN")
    found.add("version", "2.0")
    found.add("method", "PUBLISH")
    found.add("uid", f"{edition.series.slug}.{edition.slug}@{_host()}")
    found.add("name", edition.title)
    found.add("x-wr-calname", edition.title)
    found.add("last-modified", published.at)
    found.add("refresh-interval", ASK_AGAIN, parameters={"VALUE": "DURATION"})
    found.add("source", address(edition), parameters={"VALUE": "URI"})
    found.add("url", page(edition))
    for item in published.items:
        found.add_component(_event(edition, item, published))
    return bytes(found.to_ical())


def address(edition: Edition) -> str:
    return settings.ONRECORD_URL + languages.plain("programme:calendar", *edition.where)


def page(edition: Edition) -> str:
    return settings.ONRECORD_URL + languages.plain("programme:programme", *edition.where)


def _event(edition: Edition, item: Item, published: Published) -> Event:
    event = Event()
    event.add("uid", f"{item.code}.{edition.series.slug}.{edition.slug}@{_host()}")
    event.add("sequence", item.sequence)
    event.add("dtstamp", published.at)
    event.add("dtstart", moment(item.starts))
    if item.ends:
        event.add("dtend", moment(item.ends))
    event.add("summary", _("Cancelled: {title}").format(title=item.title) if item.cancelled else item.title)
    event.add("status", "CANCELLED" if item.cancelled else "CONFIRMED")
    if item.place:
        event.add("location", item.place)
    event.add("description", "\n".join(_told(item)))
    event.add("url", f"{page(edition)}#{item.code}")
    event.add("categories", [str(shown.KINDS[item.what])])
    return event


def _told(item: Item) -> list[str]:
    slot = shown.slot(item)
    pays = _("Who pays: {who}").format(who=item.pays) if item.pays else ""
    return [line for line in (slot.from_to, slot.access, pays, item.note or "") if line]


def _host() -> str:
    return urlsplit(settings.ONRECORD_URL).hostname or "localhost"
