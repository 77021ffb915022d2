"""Who comes to the demonstration: some hundred and fifty invented people apply, two of the office decide, and the totals are
published, all by the same acts as anybody's."""

from __future__ import annotations

import random
import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from onrecord.cli.demo.script import CONTENT, Script
from onrecord.record.entry import rfc3339

if TYPE_CHECKING:
    from onrecord.accreditation.models import Application, Call
    from onrecord.cli.demo.stage import Stage
    from onrecord.people.models import Person

APPLICANTS = tomllib.loads((CONTENT / "applicants.toml").read_text(encoding="utf-8"))
SORTS = {"print": "Gazette", "tv": "Television", "radio": "Radio", "online": "Online", "agency": "News Agency"}
ACCEPTED = 104
REFUSED = {"incomplete": 9, "work": 6, "quota": 6, "unconfirmed": 8}
FACTS = {
    "incomplete": "the link to your second piece",
    "work": "two dated pieces of the last twelve months",
    "quota": "three",
    "unconfirmed": "the editor you named",
}
WAITING, WITHDRAWN = 15, 5
APPEALED, OVERTURNED = 7, 3
"""All in all as many are accredited; of them so many by an appeal."""


@dataclass(frozen=True, slots=True)
class Applicant:
    name: str
    outlet: str
    kind: str
    region: str


def accredit(stage: Stage, script: Script) -> None:
    """Open the call of the stage's edition, have everybody apply and be decided, send the letters, let some appeal, offer a
    place that frees, publish the totals."""
    from onrecord.accreditation import acts
    from onrecord.accreditation.states import Act

    officer, administrator = stage.cast["press-officer"], stage.cast["administrator"]
    call = acts.open_call(stage.edition, _terms(), by=officer)
    _know_outlets(script, by=officer)
    direct = ACCEPTED - OVERTURNED
    plan: list[tuple[Act | None, str, str]] = [(Act.ACCEPT, "", "")] * direct
    plan += [(Act.REFUSE, reason, FACTS[reason]) for reason, count in REFUSED.items() for _ in range(count)]
    plan += [(Act.WAITLIST, "category-full", "")] * WAITING
    plan += [(None, "", "")] * WITHDRAWN
    found = [_apply(call, applicant) for applicant in _applicants(script, len(plan))]
    call = _close(call, by=officer)
    told = []
    for one, (outcome, reason, fact) in zip(found, plan, strict=True):
        if outcome is None:
            acts.withdraw(one)
            continue
        acts.recommend(one, outcome=outcome, reason=reason, fact=fact, by=officer)
        acts.decide(one, outcome=outcome, reason=reason, fact=fact, by=administrator)
        told.append(one.number)
    acts.tell(call, told, by=administrator)
    refused = found[direct : direct + sum(REFUSED.values())]
    _appeal(stage, refused[-APPEALED:])
    _move_up(call, found[direct - 1], found[direct + len(refused)], by=officer)
    acts.publish_counts(call, by=administrator)


def _know_outlets(script: Script, *, by: Person) -> None:
    """The office knows the outlets of those who ask; somebody at the first one names its people."""
    from onrecord.people import outlets
    from onrecord.people.models import Outlet

    asking = [who for who in script.speakers if who["role"] == "asker" and who.get("outlet") and who.get("region")]
    known = {who["outlet"]: who for who in asking if who.get("kind", "online") in SORTS}
    kept = [
        outlets.keep(Outlet(name=name, kind=who.get("kind", "online"), region=who["region"]), by=by)
        for name, who in known.items()
    ]
    for first in kept[:1]:
        outlets.appoint(first, email="yusuf.adeyemi@example.org", name="Yusuf Adeyemi", by=by)


def _close(call: Call, *, by: Person) -> Call:
    """Nobody else applies: the call closes before the day that it had announced, in public."""
    from onrecord.accreditation import acts
    from onrecord.accreditation.models import Call as Stored

    closes = rfc3339(int(datetime.now(UTC).timestamp() * 1000))
    acts.change(
        call,
        call.terms.model_copy(update={"closes": closes}),
        reason="More people have applied than there are places.",
        by=by,
    )
    return Stored.objects.select_related("edition__log", "edition__series").get(pk=call.pk)


def _appeal(stage: Stage, refused: list[Application]) -> None:
    """Some of them appeal, and somebody from outside hears it."""
    from onrecord.accreditation import acts
    from onrecord.accreditation.rules import HEARER
    from onrecord.accreditation.states import Act
    from onrecord.events.acts import appoint
    from onrecord.people.acts import welcome

    council = welcome(email="lena.moor@example.org", name="Lena Moor", by=None)
    appoint(stage.edition, person=council, role=HEARER.name, by=None)
    for number, one in enumerate(refused):
        acts.appeal(one, why="My editor confirms the assignment, and answered you on the day before your decision.")
        overturned = number < OVERTURNED
        answer = "The editor's answer was there in time." if overturned else "The editor does not know of it."
        acts.hear(one, outcome=Act.OVERTURN if overturned else Act.UPHOLD, answer=answer, by=council)


def _move_up(call: Call, leaving: Application, next_one: Application, *, by: Person) -> None:
    """Somebody can't come after all, and the first of those who wait takes their place."""
    from onrecord.accreditation import acts

    acts.freeze(call, by=by)
    acts.withdraw(leaving)
    acts.offer_places(call)
    acts.take(next_one)


def _apply(call: Call, applicant: Applicant) -> Application:
    from django.utils.text import slugify

    from onrecord.accreditation import acts
    from onrecord.people.acts import join

    person = join(
        email=f"{slugify(applicant.name) or slugify(applicant.outlet) or call.applications.count()}@example.org",
        name=applicant.name,
    )
    assert person, "nobody merges the demonstration's applicants"
    found = acts.begin(call, person, language="en")
    given, _, family = applicant.name.partition(" ")
    answers: dict[str, Any] = {
        "given_names": given,
        "family_names": family,
        "mobile": "+47 21 00 00 00",
        "outlet": applicant.outlet,
        "website": "https://example.org",
        "editor": "The editor, desk@example.org",
        "function": "reporter",
        "attendance": "room",
        "covers": "What becomes of last year's promises",
        "samples": "https://example.org/one https://example.org/two",
        "tour": True,
        "listed": True,
    }
    found = acts.save(found, given=answers, kind=applicant.kind, region=applicant.region, category="press")
    acts.submit(found, conduct=call.newest)
    return found


def _applicants(script: Script, count: int) -> list[Applicant]:
    """Those who ask in the script first; everybody has another name, and the same ones come each time."""
    dice = random.Random(13)  # noqa: S311 - invented names
    asking = [
        Applicant(who["name"], who["outlet"], who.get("kind", "online"), who["region"])
        for who in script.speakers
        if who["role"] == "asker" and who.get("outlet") and who.get("region")
    ]
    names = [f"{given} {family}" for given in APPLICANTS["given"] for family in APPLICANTS["family"]]
    dice.shuffle(names)
    regions = APPLICANTS["regions"]
    found = list(asking)
    for number, name in zip(range(count - len(asking)), names, strict=False):
        kind = dice.choice([*SORTS, "freelance", "blog"])
        outlet = f"{dice.choice(APPLICANTS['outlets'])} {SORTS[kind]}" if kind in SORTS else name
        found.append(Applicant(name, outlet, kind, regions[number] if number < len(regions) else dice.choice(regions)))
    return found


def _terms() -> Any:
    """Open for a moment: the demonstration's applicants don't take their time."""
    from onrecord.accreditation.contents import Category, Terms

    def moment(**ahead: float) -> str:
        return rfc3339(int((datetime.now(UTC) + timedelta(**ahead)).timestamp()) * 1000)

    return Terms(
        criteria=(
            "Whoever reports to the public in one of the regions, for an outlet of any kind or for themselves. Opinion and "
            "earlier coverage play no part.\n\nIf there are more applicants than places, those who applied "
            "first come in, and the others wait in the same order."
        ),
        places=106,
        kept_for_appeals=5,
        categories=[Category(code="press", name="Press")],
        opens=moment(minutes=-1),
        closes=moment(minutes=30),
        decides_by=moment(hours=1),
        conduct=["Ask one question, and let others finish.", "No flash while somebody speaks."],
        proof=["samples"],
        appeal_to="The press council of Brodna",
        deleted_on=(datetime.now(UTC) + timedelta(days=30)).date(),
    )
