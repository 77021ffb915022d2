"""The totals are published, twice at the most: what changed between many of them would tell of single people."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from onrecord.accreditation import journal, reads
from onrecord.accreditation.counts import counted
from onrecord.accreditation.models import Appeal, Call
from onrecord.accreditation.states import DECIDED, OPEN, State
from onrecord.events.status import statuses
from onrecord.keeping.acting import act
from onrecord.keeping.errors import ActRefused
from onrecord.people.journal import note
from onrecord.people.models import Person
from onrecord.record.writer import Draft, append


def publish_counts(call: Call, *, by: Person | None) -> int:
    """Publish the totals; once before the event, when everything is decided and told, and once after it."""
    log = call.edition.log
    with act(log):
        found = Call.objects.get(pk=call.pk)
        after = over(found)
        if why := why_not_now(found):
            raise ActRefused(why)
        index = append(log, Draft(counted(found, after=after)))[0]
        note(log, journal.COUNTED, by=by, index=index)
    return index


def over(call: Call) -> bool:
    """Whether the event is over."""
    return statuses([call.edition.log])[call.edition.log_id] in ("ended", "incomplete")


def why_not_now(call: Call) -> str:
    """Why the totals can't be published now; empty where they can."""
    after = over(call)
    published = {one.after for one in reads.published(call.edition)}
    if call.purged:
        return _("What was held of the applicants has been destroyed: this call is over.")
    if True in published or after in published:
        return _("The totals are published once before the event and once after it. That has been done.")
    if not after and call.phase != "closed":
        return _("Applications are not closed yet. The totals are published when nobody can apply any more.")
    undecided = call.applications.filter(state__in=OPEN).count()
    if undecided and not after:
        return ngettext(
            "{n} application is not decided yet. The totals are published when all are.",
            "{n} applications are not decided yet. The totals are published when all are.",
            undecided,
        ).format(n=undecided)
    untold = call.applications.filter(state__in=DECIDED, told_at=None).count()
    if untold:
        return ngettext(
            "{n} letter about a decision has not been sent yet. Send it first.",
            "{n} letters about decisions have not been sent yet. Send them first.",
            untold,
        ).format(n=untold)
    offered = call.applications.filter(state=State.OFFERED).count()
    if offered and not after:
        return ngettext(
            "{n} place is offered and not accepted yet.", "{n} places are offered and not accepted yet.", offered
        ).format(n=offered)
    appeals = Appeal.objects.filter(application__call=call, outcome=Appeal.Outcome.OPEN).count()
    if appeals:
        return ngettext(
            "{n} appeal is not decided yet. The totals are published when all are.",
            "{n} appeals are not decided yet. The totals are published when all are.",
            appeals,
        ).format(n=appeals)
    return ""
