"""Somebody accredited changes their name, outlet or function: it is looked at again, and their place is kept meanwhile. What
was said of them in the log is said anew wherever it changes."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from onrecord.accreditation import belonging, clock
from onrecord.accreditation.contents import AccreditationActed, ApplicationReceived, Who
from onrecord.accreditation.models import Amendment, Application, Before
from onrecord.accreditation.moving import fresh, move, require_call, require_move
from onrecord.accreditation.states import Act
from onrecord.keeping.acting import act
from onrecord.keeping.errors import ActRefused
from onrecord.people.models import Outlet
from onrecord.record import openings


def amend(application: Application) -> None:
    """Begin to change what the decision was about. The accreditation is suspended until that is decided."""
    with act(application.call.edition.log):
        found = fresh(application)
        require_call(found.call)
        require_move(found, Act.AMEND)
        if found.told_at is None:
            raise ActRefused(
                _("Your application has been sent. You can change it when we ask you something, or withdraw it.")
            )
        amendment = Amendment.objects.filter(application=found).first() or Amendment(application=found)
        columns = {"kind": found.kind, "region": found.region, "category": found.category}
        outlet = belonging.of(found)
        before = Before(answers=found.answers, outlet=outlet.pk if outlet else None, **columns)
        amendment.at, amendment.open = clock.now(), True
        amendment.seal(before.model_dump_json().encode())
        amendment.save()
        move(found, Act.AMEND, by=found.person)


def restore(application: Application) -> None:
    """Leave everything as it was before: nothing has been sent."""
    with act(application.call.edition.log):
        found = fresh(application)
        require_call(found.call)
        require_move(found, Act.RESTORE)
        amendment = Amendment.objects.select_related("application__call__edition__log").get(application=found)
        before = amendment.before
        found.keep(before.answers)
        belonging.is_of(found, Outlet.objects.get(pk=before.outlet) if before.outlet else None)
        columns: dict[str, Any] = {"kind": before.kind, "region": before.region, "category": before.category}
        move(found, Act.RESTORE, by=found.person, **columns)
        Amendment.objects.filter(pk=amendment.pk).update(open=False)


def who(application: Application) -> Who:
    """Of whom the application is now."""
    answers = application.answers
    return Who(
        name=answers.name,
        category=application.category,
        outlet=answers.outlet,
        outlet_kind=application.kind,
        region=application.region,
    )


def changed(application: Application) -> Who | None:
    """Of whom it is, where the log says something else; inside an act."""
    steps = application.steps.filter(entry__isnull=False).values_list("entry", flat=True)
    found = openings.kept_contents_of(application.call.edition.log, [one for one in steps if one is not None])
    said: Who | None = None
    for _index, content in sorted(found.items()):
        if isinstance(content, ApplicationReceived):
            said = Who(**{name: getattr(content, name) for name in Who.model_fields})
        elif isinstance(content, AccreditationActed) and content.who:
            said = content.who
    now = who(application)
    return now if said != now else None
