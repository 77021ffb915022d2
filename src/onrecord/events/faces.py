"""The face of a series: what its pages and letters show of the host, and how it is changed."""

from __future__ import annotations

from onrecord.events import journal
from onrecord.events.models import Logo, Series
from onrecord.keeping.acting import act
from onrecord.pages import faces
from onrecord.people.journal import note
from onrecord.people.models import Person
from onrecord.post.acts import Face as Sender


def sender(series: Series) -> Sender:
    """Whom letters about the series come from, and what stands at their end."""
    return Sender.of(series.face.or_else(faces.installation()), otherwise=series.title)


def show(series: Series, *, host: str, email: str, phone: str, logo: bytes | None, by: Person | None) -> None:
    """Give the series this face; `logo` is a picture, empty for none, None for the one that it has. For whoever has
    `events.open`."""
    with act():
        found = Series.objects.get(pk=series.pk)
        found.host, found.email, found.phone = host, email, phone
        if logo is not None:
            Logo.objects.filter(series=found).delete()
            found.logo = faces.version(logo) if logo else ""
            if logo:
                Logo.objects.create(series=found, picture=logo)
        found.save(update_fields=["host", "email", "phone", "logo"])
        note(None, journal.FACE, by=by, series=found.title)
