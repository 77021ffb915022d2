"""What a translation of a passage is called, over it and in a citation of it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from onrecord.events import languages
from onrecord.proceedings.contents import TranslationAdded


def heading(content: TranslationAdded) -> str:
    """“In Ukrainian, translated”."""
    if content.standard == "as interpreted":
        return _("In {language}, as interpreted").format(language=languages.name_of(content.language))
    return _("In {language}, translated").format(language=languages.name_of(content.language))


def term(content: TranslationAdded) -> str:
    """The same among the terms of a citation."""
    if content.standard == "as interpreted":
        return _("in {language}, as interpreted").format(language=languages.name_of(content.language))
    return _("in {language}, translated").format(language=languages.name_of(content.language))
