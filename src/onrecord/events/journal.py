"""What the journal says of editions and their roles."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from onrecord.events.rules import label_of
from onrecord.people.journal import EMAIL, NAME, Phrase, register

ROLE = Phrase(label_of, "administrator")

OPEN = register("open", _("edition created"))
FACE = register(
    "face", _("name, contact or logo of a series changed"), series=Phrase(str, "Press conference of Brodna")
)
DATE = register("date", _("date added"), date=Phrase(str, "2026-05-14"))
ARCHIVE = register("archive", _("edition archived"))
TAKE_OUT = register("take-out", _("edition taken out of the archive"))
APPOINT = register("appoint", _("role given"), role=ROLE, name=NAME, email=EMAIL)
DISMISS = register("dismiss", _("role ended"), role=ROLE, name=NAME, email=EMAIL)
