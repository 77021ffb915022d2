"""Where an edition stands, in a template."""

from __future__ import annotations

from django import template

from onrecord.events.models import Edition
from onrecord.events.stages import LABELS, stage_of
from onrecord.events.status import Status, statuses

register = template.Library()


@register.simple_tag
def stage(edition: Edition, status: Status | None = None) -> str:
    """In words: `{% stage edition %}`; with the `status` of its newest session where that is known already."""
    known: Status = status or statuses([edition.log])[edition.log_id]
    return str(LABELS[stage_of(edition, known)])
