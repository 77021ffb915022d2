"""Words that arrive late: typed under one ground rule, arriving under another.

A desk without network doesn't know what the others set meanwhile. Words are what the rule was when they were typed; so
those that were typed while it was off the record are refused, whatever is in force by now, and those that would disclose
more under the rule in force now wait at the desk until somebody has looked at them.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from onrecord.events.models import Edition
from onrecord.keeping import timekeeping
from onrecord.keeping.errors import ActRefused
from onrecord.proceedings import readers
from onrecord.proceedings.contents import RuleSet
from onrecord.proceedings.course import course_of
from onrecord.record import openings
from onrecord.record.entry import milliseconds
from onrecord.transcription.models import Typed

OFF: str = "off the record"


class OffTheRecord(ActRefused):
    """Words came, or were typed, while the conference was off the record. `since`: when it went so, in ms since 1970;
    `over`: it isn't any more."""

    def __init__(self, since: int, *, over: bool = False) -> None:
        super().__init__(
            _(
                "The conference was off the record while this was typed. Send it only if it was said before "
                "or after that."
            )
            if over
            else _("This is off the record. Nothing typed now is stored.")
        )
        self.since, self.over = since, over


@dataclass(frozen=True, slots=True)
class Typing:
    """When words were typed, in ms since 1970 by the server's clock as the desk knows it.

    `back`: the key of the desk's own last return on the record, by which it knows that older ground rules don't count, however
    late the return arrived. `anyway`: somebody has looked at these words and sends them under the rule in force now.
    """

    begun: int
    ended: int
    back: UUID | None = None
    anyway: bool = False

    @classmethod
    def since_page(cls, edition: Edition, seen: int) -> Typing:
        """At any time since a page was made that showed the first `seen` entries of the log."""
        last = max(min(seen, edition.log.size), 1) - 1
        return cls(openings.recorded_at(edition.log, last), timekeeping.now())


def refuse_off_record(edition: Edition, typed: Typing | None = None) -> None:
    """Raises OffTheRecord where that is the ground rule, or was while the words were typed, and ActRefused where they would
    now disclose more than they would have then; to be called with the log held."""
    rule = course_of(edition.log).rule
    set_at = openings.recorded_at(edition.log, rule.index) if rule else None
    if rule and set_at is not None and rule.rule == OFF:
        raise OffTheRecord(since=set_at)
    if typed is None or (set_at is not None and set_at <= typed.begun):
        return
    then = _rules_then(edition, typed)
    for content, since in then:
        if content.rule == OFF and (since <= typed.begun or not typed.anyway):
            raise OffTheRecord(since=since, over=True)
    now = _content(edition, rule.index) if rule else None
    for content, _since in then:
        if not typed.anyway and _discloses_less(content, now):
            raise ActRefused(
                _(
                    "it was typed under the ground rule “{sentence}”, which is no longer in force. Send it again "
                    "to record it under the current rule, or have the old rule set again first."
                ).format(sentence=content.sentence)
            )


def _rules_then(edition: Edition, typed: Typing) -> list[tuple[RuleSet, int]]:
    """The ground rules that were in force while the words were typed and have ended since, each with its beginning."""
    first = 0
    if typed.back:
        own = Typed.objects.filter(edition=edition, client_key=typed.back).values_list("index", flat=True)
        first = own.first() or 0
    found = []
    for stretch in readers.stretches(edition.log, start=first):
        if not isinstance(stretch.content, RuleSet) or stretch.ended is None:
            continue
        since, until = (round(moment.timestamp() * 1000) for moment in (stretch.at, stretch.ended))
        if since <= typed.ended and typed.begun < until:
            found.append((stretch.content, since))
    return found


def _discloses_less(then: RuleSet, now: RuleSet | None) -> bool:
    """Whether `then` kept back something that `now` (None: on the record) doesn't."""
    held = milliseconds(then.until) if then.until else 0
    if held > timekeeping.surely() and held > (milliseconds(now.until) if now and now.until else 0):
        return True
    if now is None or now.strictness < then.strictness:
        return then.strictness > 0
    return now.rule == then.rule and now.attribution != then.attribution


def _content(edition: Edition, index: int) -> RuleSet | None:
    content = openings.contents_of(edition.log, [index]).get(index)
    return content if isinstance(content, RuleSet) else None
