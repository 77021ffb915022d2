"""Places: how many are taken, which are kept for appeals, and who on the waiting list is next. An order that was told to
anybody stays as it is."""

from __future__ import annotations

from django.db.models import Max, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from onrecord.accreditation import clock, quotas
from onrecord.accreditation.models import Appeal, Application, Call, Freeze, Waiting
from onrecord.accreditation.states import DECIDED, HOLDING, OPEN, State
from onrecord.events.status import statuses
from onrecord.keeping.errors import ActRefused
from onrecord.post import acts as post


def taken(call: Call) -> QuerySet[Application]:
    """The applications that have a place. Whoever changes theirs keeps it until that is decided, and told."""
    return call.applications.filter(Q(state__in=HOLDING) | Q(amendment__open=True))


def kept(call: Call) -> int:
    """How many places are still kept for appeals: each that is overturned takes one."""
    used = taken(call).filter(appeals__outcome=Appeal.Outcome.OVERTURNED).distinct().count()
    return max(call.terms.kept_for_appeals - used, 0)


def free(call: Call) -> int:
    """How many places could be given away now."""
    return max(call.terms.places - kept(call) - taken(call).count(), 0)


def full(call: Call) -> set[str]:
    """The kinds of place of which none is left."""
    limited = [one for one in call.terms.categories if one.places is not None]
    return {one.code for one in limited if taken(call).filter(category=one.code).count() >= (one.places or 0)}


def why_none(application: Application) -> str:
    """Why there is no place for it; empty where there is one."""
    call, terms = application.call, application.call.terms
    others = taken(call).exclude(pk=application.pk)
    reserved = kept(call)
    if terms.places - reserved - others.count() < 1:
        return _("All {n} places are taken; {kept} more are kept for appeals.").format(
            n=terms.places - reserved, kept=reserved
        )
    if why := quotas.why_none(application):
        return why
    category = call.category(application.category)
    if category and category.places is not None and others.filter(category=category.code).count() >= category.places:
        return _("All {n} places for “{category}” are taken.").format(n=category.places, category=category.name)
    if frozen(call) and not taken(call).filter(pk=application.pk).exists():
        if application.waits:
            return _("The order of the waiting list is final: free places are offered in it.")
        if waiting(call).filter(category=application.category).exists():
            return _("People are waiting for a place of this kind. Put this application on the waiting list.")
    return ""


def why_none_on_appeal(application: Application) -> str:
    """As `why_none`; the places that are kept for appeals are there for it, whatever their kind."""
    others = taken(application.call).exclude(pk=application.pk).count()
    places = application.call.terms.places
    if others < places:
        return ""
    return _("All {n} places are taken, also those kept for appeals. Raise the number of places first.").format(
        n=places
    )


def frozen(call: Call) -> bool:
    """Whether the order of its waiting list is final."""
    return Freeze.objects.filter(call=call).exists()


def why_not_frozen_now(call: Call) -> str:
    """Why the order can't be made final now; empty where it can. Nobody who waits may get a place before somebody on whom
    nothing is decided yet."""
    if frozen(call):
        return _("The order of the waiting list is final already.")
    if call.takes_applications or call.phase == "planned":
        return _("Applications are not closed yet.")
    undecided = call.applications.filter(state__in=OPEN).count()
    if undecided:
        return ngettext(
            "{n} application is not decided yet.", "{n} applications are not decided yet.", undecided
        ).format(n=undecided)
    untold = call.applications.filter(state__in=DECIDED, told_at=None).count()
    if untold:
        return ngettext(
            "{n} letter about a decision has not been sent yet.",
            "{n} letters about decisions have not been sent yet.",
            untold,
        ).format(n=untold)
    return ""


def why_no_offers(call: Call) -> str:
    """Why no free place is offered now; empty where it is."""
    if not frozen(call):
        return _("Places are offered once the order of the list is final.")
    if call.purged:
        return _("What was held of the applicants has been destroyed: this call is over.")
    if call.offers_until and call.offers_until <= clock.surely():
        return _("The time in which places are offered is over.")
    if statuses([call.edition.log])[call.edition.log_id] != "announced":
        return _("The conference has begun: no places are offered any more.")
    if not post.can_be_sent():
        return _("This installation can't send email (ONRECORD_MAIL), so that nobody would learn of an offer.")
    return ""


def waiting(call: Call) -> QuerySet[Waiting]:
    """Those who were told their number and still wait, in the order of the list."""
    return Waiting.objects.filter(
        call=call, told_at__isnull=False, left_at=None, application__state=State.WAITLISTED
    ).order_by("number", "pk")


def next_waiting(call: Call) -> Application | None:
    """Who is offered the place that is free now: of those for whose kind of place and outlet there is room, the lowest number, and of
    two with the same number whoever has waited longer."""
    if free(call) < 1:
        return None
    able = waiting(call).exclude(category__in=full(call))
    able = able.exclude(application__named=None, application__of_outlet__outlet__in=quotas.full(call))
    found = able.select_related(*(f"application__{one}" for one in WITH)).first()
    return found.application if found else None


WITH = ("call__edition__log", "call__edition__series", "person", "letter")


def enter(application: Application, *, number: str, reason: str) -> int:
    """Put it on the list under a number that the office gives, or else the next one; returns which. Inside the act that
    decides so."""
    others = Waiting.objects.filter(call=application.call, category=application.category).exclude(
        application=application
    )
    last = others.aggregate(last=Max("number"))["last"] or 0
    wanted = last + 1 if not number else int(number)
    if others.filter(number=wanted).exists():
        raise ActRefused(
            _("Number {n} of the waiting list is taken. An empty field takes the next one.").format(n=wanted)
        )
    if wanted <= last and frozen(application.call):
        raise ActRefused(
            _("The order of the waiting list is final: people who come now come last. Leave the number empty.")
        )
    new = {"call": application.call, "category": application.category, "number": wanted, "reason": reason}
    Waiting.objects.update_or_create(application=application, defaults=new | {"told_at": None, "left_at": None})
    return wanted


def leave(application: Application) -> None:
    """It waits no longer; its number stays its own. Inside the act that says so."""
    Waiting.objects.filter(application=application, left_at=None).update(left_at=clock.now())
