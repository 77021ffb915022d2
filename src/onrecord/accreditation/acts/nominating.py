"""An outlet's focal point names its people, within the outlet's places; each of them completes their own part."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from itertools import count

from django.db.models import Max
from django.utils.translation import gettext as _

from onrecord.accreditation import belonging, clock, letters, nominations, quotas
from onrecord.accreditation.models import Application, Call, Named, Nomination, OnList
from onrecord.accreditation.moving import current, fresh, require_call
from onrecord.accreditation.staff_list import Named as Row
from onrecord.accreditation.staff_list import twice
from onrecord.accreditation.states import State
from onrecord.accreditation.tables import Fault, ListRefused
from onrecord.keeping.acting import act
from onrecord.keeping.errors import ActRefused
from onrecord.people import names, outlets
from onrecord.people.models import Outlet, Person

MOST_EVER = 1_000
"""People on one outlet's list for an edition, those included who were taken off again: each may have been written to."""


def name_people(call: Call, outlet: Outlet, rows: Sequence[Row], *, by: Person) -> int:
    """Put all of them on the outlet's list, or none; whoever stands there already with the same details stays. Who has no
    reference is given one. Nobody is written to before `invite`. Returns how many were added.

    Raises ListRefused with every row that is wrong, ActRefused where the outlet has too few places.
    """
    with act(call.edition.log):
        _require(call, outlet, by)
        nomination, _new = Nomination.objects.get_or_create(call=call, outlet=outlet)
        known = nominations.people(nomination)
        if len(known) + len(rows) > MOST_EVER:
            raise ActRefused(_("Too many people were on this list. Ask the press office."))
        new, replaced = _checked(rows, known)
        for one in replaced:
            _off(one)
        free = quotas.free(call, outlet)
        if free is not None and len(new) > free:
            raise ActRefused(
                _("Places left for your outlet: {n}. New people on this list: {more}. Nobody was added.").format(
                    n=free, more=len(new)
                )
            )
        last = nomination.people.aggregate(last=Max("number"))["last"] or 0
        for number, person in enumerate(new, start=last + 1):
            named = Named(nomination=nomination, number=number)
            named.keep(person)
            named.save()
    return len(new)


def take_off(named: Named, *, by: Person) -> None:
    """The outlet doesn't send them after all. Who has sent their own part withdraws it themselves."""
    call, outlet = named.nomination.call, named.nomination.outlet
    with act(call.edition.log):
        _require(call, outlet, by)
        found = Named.objects.select_related("application").get(pk=named.pk)
        if found.sent:
            raise ActRefused(_("They have sent their own part. Ask them to withdraw it; their place is then free."))
        _off(found)


def invite(call: Call, outlet: Outlet, *, letter: str, by: Person) -> int:
    """Send the list with the outlet's letter to the press office, and write to everybody on it who was not written to yet.
    Returns how many were."""
    with act(call.edition.log):
        _require(call, outlet, by)
        nomination = Nomination.objects.select_related("call__edition__log", "outlet").get(call=call, outlet=outlet)
        nomination.seal(letter.encode())
        nomination.by, nomination.sent_at = by, clock.now()
        nomination.save()
        waiting = [one for one in nominations.people(nomination) if one.named.invited_at is None and not one.is_off]
        if not waiting:
            raise ActRefused(_("Everybody on the list has been written to. Your letter is saved."))
        for one in waiting:
            letters.named(nomination, one.person)
        Named.objects.filter(pk__in=[one.named.pk for one in waiting]).update(invited_at=clock.now())
    return len(waiting)


def come_for_outlet(application: Application) -> None:
    """Somebody who had begun already applies for the outlet that named them. Only they say so: an outlet that names an address
    learns nothing of whoever has it."""
    with act(application.call.edition.log):
        found = fresh(application)
        require_call(found.call)
        if not meet(found):
            raise ActRefused(_("You are on no outlet's list any more."))


def meet(application: Application) -> bool:
    """An outlet named whoever applies at one of their addresses: the application is of that outlet, and what they left empty is
    as on its list. Inside their own act. Returns whether one did."""
    found = nominations.waiting(application)
    if found is None:
        return False
    named, person = found
    outlet = named.nomination.outlet
    Named.objects.filter(pk=named.pk).update(application=application)
    belonging.is_of(application, outlet)
    if application.state != State.DRAFT:
        return True
    answers = application.answers
    by = named.nomination.by
    listed = {"given_names": person.given_names, "family_names": person.family_names}
    taken = {name: value for name, value in listed.items() if not getattr(answers, name)}
    taken |= {"outlet": outlet.name, "function": person.function, "attendance": person.attendance}
    taken |= {
        "website": outlet.website or answers.website,
        "editor": f"{by.name}, {by.email}" if by else answers.editor,
    }
    application.kind = outlet.kind
    application.region = application.region or outlet.region
    application.keep(answers.model_copy(update=taken))
    application.save()
    return True


def _off(named: Named) -> None:
    """They take no place of their outlet any more; what they began stays theirs."""
    if named.application:
        belonging.is_of(named.application, None)
    Named.objects.filter(pk=named.pk, off_at=None).update(off_at=clock.now(), application=None)


def _require(call: Call, outlet: Outlet, by: Person) -> None:
    """Inside the act: whether `by` may name people of the outlet now."""
    if not current(call).takes_applications:
        raise ActRefused(_("People can be named while applications are open."))
    if outlet not in outlets.speaks_for(by):
        raise ActRefused(_("You are no focal point of this outlet any more. Ask the press office."))


def _referred(rows: Sequence[Row], there: Container[str]) -> list[Row]:
    """The same, each with a reference."""
    unused = (ref for number in count(1) if (ref := str(number)) not in there)
    return [
        one
        if one.person.ref
        else one.model_copy(update={"person": one.person.model_copy(update={"ref": next(unused)})})
        for one in rows
    ]


def _checked(rows: Sequence[Row], known: Iterable[nominations.Somebody]) -> tuple[list[OnList], list[Named]]:
    """Who of the `rows` comes new on the list, and who goes for them."""
    there = {one.person.ref: one for one in known if not one.is_off}
    rows = _referred(rows, there)
    faults = twice(rows)
    emails = {one.person.email: one for one in there.values()}
    called = {names.key(one.person.name): one for one in there.values()}
    new: list[OnList] = []
    replaced: list[Named] = []
    for row in rows:
        person = row.person
        if person.ref in there and there[person.ref].person == person:
            continue
        going = there.get(row.replaces) if row.replaces else None
        if row.replaces and (going is None or going.named in replaced):
            words = _("Nobody on your list has the reference “{ref}”.").format(ref=row.replaces)
            faults.append(Fault(row.row, "replaces_ref", words))
        elif going and going.named.sent:
            words = _("{name} has sent their own part. Ask them to withdraw it first.").format(name=going.person.name)
            faults.append(Fault(row.row, "replaces_ref", words))
        elif going:
            replaced.append(going.named)
        if person.ref in there:
            words = _("“{ref}” is {name} on your list. Give everybody else another reference.")
            faults.append(Fault(row.row, "ref", words.format(ref=person.ref, name=there[person.ref].person.name)))
        other = emails.get(person.email) or called.get(names.key(person.name))
        if other and other.person.ref != person.ref and other is not going:
            words = _("{name} is on your list already, with the reference “{ref}”.")
            faults.append(Fault(row.row, "email", words.format(name=other.person.name, ref=other.person.ref)))
        new.append(person)
    if faults:
        raise ListRefused(sorted(faults, key=lambda one: one.row))
    return new, replaced
