"""Who may open the addresses of accreditation."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from onrecord.accreditation import acts, reads
from onrecord.accreditation.letters import DECIDED
from onrecord.accreditation.models import Application, Call, Document, Page
from onrecord.accreditation.states import Act, State
from onrecord.events.models import Edition
from onrecord.keeping import files
from onrecord.keeping.acting import act
from onrecord.people.models import Outlet, Person
from onrecord.post.acts import Face, write
from tests import cast
from tests.accreditation.building import decided, drafted, focal_point, open_call, outlet
from tests.addresses import (
    EDITION,
    MAY_ADMINISTER,
    MAY_DIRECT,
    MAY_REVIEW,
    NOBODY,
    Desk,
    E,
    Open,
    Own,
    Post,
    Public,
    Where,
)


def _called(edition: Edition) -> Call:
    return reads.call_of(edition) or open_call(edition)


def _decided(edition: Edition) -> Application:
    """Somebody's application, of which a decision waits to be told."""
    person = cast.person("Imani Koda")
    return reads.of_person(edition, person) or decided(_called(edition), person, Act.ACCEPT)


def _with_an_application(edition: Edition) -> str:
    return f"{E}desk/accreditation/{_decided(edition).number}/"


def _with_a_letter(edition: Edition) -> str:
    found = _decided(edition)
    face = Face(edition.title)
    found.letter = write(
        DECIDED[State.ACCEPTED],
        to="x@example.org",
        subject="S",
        text="T",
        language="en",
        face=face,
        log=edition.log,
        draft=True,
    )
    found.save(update_fields=["letter"])
    return f"{_with_an_application(edition)}letter/"


def _with_a_call(path: str) -> Where:
    def make(edition: Edition) -> str:
        _called(edition)
        return E + path

    return make


def _with_a_document(edition: Edition) -> str:
    """A page of a letter that somebody sent."""
    found = _decided(edition)
    document, new = Document.objects.get_or_create(application=found, kind="letter")
    if new:
        with files.written([b"\xff\xd8\xff"]) as written, act(edition.log):
            page = Page(document=document, number=1)
            page.hold(written[0])
            page.save()
    return f"{_with_an_application(edition)}documents/letter/1/"


def _with_an_outlet(path: str) -> Where:
    def make(edition: Edition) -> str:
        _called(edition)
        found = Outlet.objects.first() or outlet()
        return E + path.format(found.pk)

    return make


def _focal(edition: Edition) -> tuple[Person, str]:
    """A focal point with the page of their outlet's list."""
    _called(edition)
    found = outlet("Pelm Gazette")
    return focal_point(found), f"{E}apply/outlets/{found.pk}/"


def _of_its_outlet(edition: Edition) -> str:
    return f"{_with_an_application(edition)}outlet/"


def _own(path: str, *, make: Callable[[Edition], Application] = _decided) -> Open:
    """Whoever has no application is led to begin one; whoever is not signed in, to say who they are."""

    def of_imani(edition: Edition) -> tuple[Person, str]:
        found = make(edition)
        found.refresh_from_db()
        return found.person, E + path.format(received=found.received)

    return Open(_with_a_call(path.format(received=0)), otherwise=302, own=Own(of_imani))


def _drafted(edition: Edition) -> Application:
    return drafted(_called(edition), cast.person("Imani Koda"))


def _offered(edition: Edition) -> Application:
    """Somebody to whom a place is offered; no act does so in a conference that has begun."""
    found = decided(_called(edition), cast.person("Imani Koda"), Act.WAITLIST, reason="category-full")
    acts.tell(found.call, [found.number], by=cast.person("Dov Sand"))
    due = timezone.now() + timedelta(days=1)
    Application.objects.filter(pk=found.pk).update(state=State.OFFERED, due=due)
    return found


def _accepted(edition: Edition) -> Application:
    """Somebody who was told that they are accredited."""
    found = decided(_called(edition), cast.person("Imani Koda"), Act.ACCEPT)
    acts.tell(found.call, [found.number], by=cast.person("Dov Sand"))
    return found


def _refused(edition: Edition, name: str = "Imani Koda") -> Application:
    """Somebody who may appeal."""
    person = cast.person(name)
    known = reads.of_person(edition, person)
    if known:
        return known
    found = decided(_called(edition), person, Act.REFUSE, reason="late", fact="14 May")
    acts.tell(found.call, [found.number], by=cast.person("Dov Sand"))
    return found


def _appealed(edition: Edition) -> str:
    """Somebody's appeal that nobody has heard yet."""
    found = _refused(edition, "Pavel Norn")
    if not found.appeals.exists():
        acts.appeal(found, why="I applied in time.")
    return f"{E}desk/accreditation/{found.number}/appeal/"


def _with_a_letter_of_assignment(edition: Edition) -> Application:
    _with_a_document(edition)
    return _decided(edition)


ADDRESSES = {
    EDITION + "accreditation/": Public(E + "accreditation/"),
    EDITION + "accreditation/draw/": Public(E + "accreditation/draw/"),
    EDITION + "apply/": Open(_with_a_call("apply/"), status={NOBODY: 302}),
    EDITION + "apply/step/<slug:step>/": _own("apply/step/you/", make=_drafted),
    EDITION + "apply/send/": _own("apply/send/", make=_drafted),
    EDITION + "apply/documents/": Open(_with_a_call("apply/documents/"), otherwise=302),
    EDITION + "apply/documents/<slug:kind>/<number:number>/": _own(
        "apply/documents/letter/1/", make=_with_a_letter_of_assignment
    ),
    EDITION + "apply/identity/": Open(_with_a_call("apply/identity/"), otherwise=302),
    EDITION + "apply/mine/": _own("apply/mine/"),
    EDITION + "apply/withdraw/": _own("apply/withdraw/"),
    EDITION + "apply/receipt/<number:index>/": _own("apply/receipt/{received}/"),
    EDITION + "apply/outlets/": Open(_with_a_call("apply/outlets/"), otherwise=404, status={NOBODY: 302}),
    EDITION + "apply/outlets/<number:outlet>/": Open(
        _with_an_outlet("apply/outlets/{}/"), otherwise=404, status={NOBODY: 302}, own=Own(_focal)
    ),
    EDITION + "desk/accreditation/outlets/": Desk(_with_a_call("desk/accreditation/outlets/"), MAY_REVIEW),
    EDITION + "desk/accreditation/outlets/new/": Desk(_with_a_call("desk/accreditation/outlets/new/"), MAY_DIRECT),
    EDITION + "desk/accreditation/outlets/<number:outlet>/": Desk(
        _with_an_outlet("desk/accreditation/outlets/{}/"), MAY_REVIEW
    ),
    EDITION + "desk/accreditation/<number:number>/outlet/": Desk(_of_its_outlet, MAY_DIRECT),
    EDITION + "desk/accreditation/": Desk(E + "desk/accreditation/", MAY_REVIEW),
    EDITION + "apply/amend/": _own("apply/amend/", make=_accepted),
    EDITION + "apply/appeal/": _own("apply/appeal/", make=_refused),
    EDITION + "apply/offer/": _own("apply/offer/", make=_offered),
    EDITION + "desk/accreditation/many/": Desk(_with_a_call("desk/accreditation/many/"), MAY_REVIEW),
    EDITION + "desk/accreditation/list/": Desk(_with_a_call("desk/accreditation/list/"), MAY_DIRECT),
    EDITION + "desk/accreditation/call/": Desk(E + "desk/accreditation/call/", MAY_DIRECT),
    EDITION + "desk/accreditation/letters/": Desk(_with_a_call("desk/accreditation/letters/"), MAY_DIRECT),
    EDITION + "desk/accreditation/waiting/": Desk(_with_a_call("desk/accreditation/waiting/"), MAY_DIRECT),
    EDITION + "desk/accreditation/draw/": Desk(_with_a_call("desk/accreditation/draw/"), MAY_DIRECT),
    EDITION + "desk/accreditation/appeals/": Desk(_with_a_call("desk/accreditation/appeals/"), MAY_ADMINISTER),
    EDITION + "desk/accreditation/<number:number>/notice/": Desk(
        lambda edition: f"{_with_an_application(edition)}notice/", MAY_DIRECT
    ),
    EDITION + "desk/accreditation/<number:number>/appeal/": Desk(_appealed, MAY_ADMINISTER),
    EDITION + "desk/accreditation/counts/": Desk(_with_a_call("desk/accreditation/counts/"), MAY_DIRECT),
    EDITION + "desk/accreditation/<number:number>/": Desk(_with_an_application, MAY_REVIEW),
    EDITION + "desk/accreditation/<number:number>/letter/": Desk(_with_a_letter, MAY_DIRECT),
    EDITION + "desk/accreditation/<number:number>/documents/": Post(
        lambda edition: f"{_with_an_application(edition)}documents/", MAY_REVIEW
    ),
    EDITION + "desk/accreditation/<number:number>/documents/<slug:kind>/<number:page>/": Desk(
        _with_a_document, MAY_REVIEW
    ),
    EDITION + "desk/accreditation/<number:number>/identity/": Desk(
        lambda edition: f"{_with_an_application(edition)}identity/", MAY_DIRECT, 302
    ),
    EDITION + "desk/accreditation/vetting/": Desk(_with_a_call("desk/accreditation/vetting/"), MAY_DIRECT, 302),
}
