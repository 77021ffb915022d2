"""What the codes in entries are called on a page, in its language."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

RULES: Mapping[str, str | Promise] = {
    "on the record": gettext_lazy("on the record"),
    "embargo": gettext_lazy("under embargo"),
    "background": gettext_lazy("background"),
    "deep background": gettext_lazy("deep background"),
    "off the record": gettext_lazy("off the record"),
}
CORRECTIONS: Mapping[str, str | Promise] = {
    "transcription": pgettext_lazy("kind of correction", "transcription"),
    "attribution": pgettext_lazy("kind of correction", "attribution"),
    "speaker's clarification": pgettext_lazy("kind of correction", "speaker's clarification"),
    "disputed": pgettext_lazy("kind of correction", "disputed"),
}
STANDARDS: Mapping[str, str | Promise] = {
    "prepared": pgettext_lazy("status of the text", "prepared"),
    "draft": pgettext_lazy("status of the text", "draft"),
    "as delivered": pgettext_lazy("status of the text", "as delivered"),
    "corrected": pgettext_lazy("status of the text", "corrected"),
    "as interpreted": pgettext_lazy("status of the text", "as interpreted"),
}
