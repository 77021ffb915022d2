"""A session begins under the ground rule that restricts what the last one ended with."""

from __future__ import annotations

from django.utils.translation import gettext as _

from onrecord.events import sessions
from onrecord.events.contents import Standard
from onrecord.keeping.acting import act
from onrecord.keeping.errors import ActRefused
from onrecord.proceedings.contents import RuleSet
from onrecord.proceedings.course import Course, as_set, course_of
from onrecord.proceedings.fold import Rule
from onrecord.record import openings
from onrecord.record.entry import rfc3339
from onrecord.record.models import Log
from onrecord.record.writer import Draft, append


def start_session(log: Log, *, standard: Standard = "draft") -> int:
    """The conference begins; returns the entry's index.

    A ground rule that the last session ended under is set again, unless everything may be quoted under it: a session's end,
    which a transcriber may cause, never loosens what the office has agreed on. Another rule ends it.
    """
    with act(log):
        outliving = None if as_set(log).rule else course_of(log).rule
        index = sessions.start_session(log, standard=standard)
        if outliving:
            append(log, Draft(_set_again(log, outliving)))
        return index


def require_session(log: Log) -> Course:
    """The course of a conference that is running. Raises ActRefused where it isn't, or pauses."""
    course = course_of(log)
    sessions.require_running(course.sessions)
    return course


def _set_again(log: Log, rule: Rule) -> RuleSet:
    content = openings.contents_of(log, [rule.index]).get(rule.index)
    if not isinstance(content, RuleSet):
        raise ActRefused(
            _("the ground rule of entry {index} can no longer be read; set one before the session starts").format(
                index=rule.index
            )
        )
    return content.model_copy(update={"since": None, "until": rfc3339(rule.until) if rule.until else None})
