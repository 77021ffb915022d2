"""No page asks the database once for each of its rows: thirty of everything cost as many queries as three."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.db import connection
from django.test import Client

from onrecord.accreditation import acts as accredit
from onrecord.accreditation import reads as accreditation
from onrecord.accreditation.states import Act
from onrecord.events import acts as events
from onrecord.events.models import Edition
from onrecord.events.presence import see
from onrecord.people import merging
from onrecord.people.acts import welcome
from onrecord.people.models import Outlet
from onrecord.proceedings import acts as proceedings
from onrecord.proceedings import conducting
from onrecord.proceedings import entries as record
from onrecord.programme import acts as programme
from onrecord.record.contents import EditionOpened
from onrecord.transcription import acts as desk
from onrecord.transcription.models import Part, Speaker
from onrecord.transcripts.model import Role as Voice
from tests import cast
from tests.accreditation.building import applied, decided, focal_point, named, open_call, outlet
from tests.addresses import E, Open, Post, every_address, path_of
from tests.post.letters import note
from tests.programme.building import item
from tests.rules import BACKGROUND, ON

MORE = [
    *(E + "record/?from=0", E + "record/?before=9", E + "record/find/?q=budget", E + "screen/?lines=12"),
    *(
        E + "desk/day/?rule=background",
        E + "desk/day/?rule=off-the-record",
        E + "desk/transcribe/replace/?find=Verkhna",
    ),
    *(f"{E}export/{name}/" for name in ("text", "vtt", "html", "akn", "csv", "bundle")),
]
"""What an address shows when more is asked of it."""
OF_THE_TREE = (".tlog-proof", "export/bundle/")
"""What reads the log's tree: one more row for each 256 entries, whatever they are."""


@pytest.fixture
def edition(transactional_db: None) -> Edition:
    """Its session runs; entries 2 and 3 are words."""
    edition = cast.edition()
    esi = cast.transcriber(edition)
    record.start_session(edition.log)
    for text in ("You promised four schools.", "The fourth stands in Verkhna."):
        desk.say(edition, by=esi, speaker=None, role=Voice.ANSWER, text=text)
    return edition


def grow(edition: Edition, number: int) -> None:
    """One more of everything that stands in rows anywhere."""
    series = events.start_series(slug=f"series-{number}", title=f"Series {number}")
    for where, slug in ((series, "1"), (edition.series, f"e{number}")):
        opened = EditionOpened(series=where.title, title=f"Edition {number}", languages=["en"])
        other = events.open_edition(where, slug=slug, content=opened, timezone="Etc/GMT-3")
    officer = welcome(email=f"officer.{number}@example.org", name=f"Officer {number}", by=None)
    typist = welcome(email=f"typist.{number}@example.org", name=f"Typist {number}", by=None)
    for on in (edition, other):
        events.appoint(on, person=officer, role="press-officer", by=None)
        events.appoint(on, person=typist, role="transcriber", by=officer)
    see(edition, person=typist, typing=False)
    speaker = Speaker(name=f"Speaker {number}", outlet=f"Outlet {number}", part=Part.JOURNALIST)
    desk.keep_speaker(edition, speaker, by=typist)
    desk.abbreviate(edition, short=f"s{number}", long=f"Speaker {number}", by=typist)

    def say(text: str, role: Voice = Voice.ANSWER) -> int:
        return desk.say(edition, by=typist, speaker=speaker, role=role, text=text)

    if number % 2:
        say(f"What of budget line {number}?", Voice.QUESTION)
    index = say(f"Budget line {number} is for Verkna.")
    version = desk.correct(
        edition, by=officer, utterance=index, version=index, text=f"Budget line {number} is for Verkhna.",
        kind="transcription", reason="Misheard.",
    )  # fmt: skip
    conducting.confirm(edition, by=cast.administrator_of_all(), index=index, version=version)
    proceedings.translate(
        edition, index=index, version=version, language="es", text="Para Verkhna.", interpreted=False, by=officer
    )
    for reason in ("It was another.", "It was none."):
        asked = proceedings.ask(edition, index=index, passage="", reason=f"{reason} {number}", contact="")
    proceedings.answer(asked, decision="declined", answer="It was this.", by=officer)
    for log in (edition.log, None):
        note(log)
    text = desk.prepare(edition, by=typist, title=f"Text {number}", paragraphs=["One.", "Two."], speaker=speaker)
    desk.deliver(edition, by=typist, prepared=text.index, paragraph=0, text="One.")
    match number % 3:  # a part of the record has 120 passages, and that there is another costs some queries once
        case 0:
            conducting.set_rule(edition, rule=BACKGROUND, by=officer)
            proceedings.look_behind(edition, index=say(f"On background, {number}."), by=officer)
            conducting.set_rule(edition, rule=ON, by=officer)
        case restricted:
            conducting.set_hold(edition, seconds=300, by=officer)
            held = say(f"Held, {number}.")
            if restricted == 2:
                proceedings.withhold(edition, index=held, reason="Being checked.", by=officer)
            conducting.set_hold(edition, seconds=0, by=officer)
    conducting.pause(edition, by=officer)
    conducting.go_on(edition, by=officer)
    programme.add(edition, item(title=f"Session {number}"), by=officer)
    programme.publish(edition, reason="There is one more.", by=officer)
    programme.add(edition, item(title=f"Dinner {number}"), by=officer)
    call = accreditation.call_of(edition) or open_call(edition)
    decided(call, cast.person(f"Ada{number} Reyes"), Act.ACCEPT)
    applied(call, cast.person(f"Bohdan{number} Lis"))
    refused = decided(call, cast.person(f"Pavel{number} Norn"), Act.REFUSE, reason="late", fact="14 May")
    accredit.tell(call, [refused.number], by=officer)
    accredit.appeal(refused, why="I applied in time.")
    decided(call, cast.person(f"Imani{number} Koda"), Act.WAITLIST, reason="category-full")
    known = Outlet.objects.filter(name="Radio Tamra").first() or outlet(places=None)
    outlet(f"Radio {number}")
    yusuf = focal_point(known, f"Yusuf{number} Adeyemi")
    named(call, known, f"Noor{number} Koda", by=yusuf)
    accredit.assign(applied(call, cast.person(f"Lena{number} Moor")), known, by=officer)
    people = [cast.person(f"Vera{number} {name}") for name in ("Lund", "Lundd")]
    merging.merge(*people, by=officer)


def pages(edition: Edition) -> Iterator[str]:
    for address in every_address().values():
        if not isinstance(address, Post | Open):
            yield path_of(address, edition)
    yield from MORE


@pytest.mark.slow
def test_thirty_rows_cost_as_many_queries_as_three(edition: Edition) -> None:
    client = cast.signed_in(cast.administrator_of_all())
    grow(edition, 0)
    paths = list(pages(edition))
    costs(client, paths)  # what is made once for the process is made now
    for number in range(1, 3):
        grow(edition, number)
    few = costs(client, paths)
    for number in range(3, 30):
        grow(edition, number)
    many = costs(client, paths)
    for path in (path for path in paths if few[path] < many[path]):  # that somebody is there is noted every few seconds
        many[path] = min(cost(client, path) for _ in range(2))
    more = {path: (few[path], many[path]) for path in paths if few[path] < many[path]}
    assert {path for path in more if not path.endswith(OF_THE_TREE)} == set(), more
    assert sum(few.values()) > len(paths), "they were not counted"


def costs(client: Client, paths: list[str]) -> dict[str, int]:
    """How many queries each page takes."""
    return {path: cost(client, path) for path in paths}


def cost(client: Client, path: str) -> int:
    queries = 0

    def count(ask: Callable[..., object], *given: object) -> object:
        nonlocal queries
        queries += 1
        return ask(*given)

    with connection.execute_wrapper(count):
        client.get(path)
    return queries
