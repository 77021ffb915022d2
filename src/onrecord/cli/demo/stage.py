"""The demonstration's stage: three archived editions and a briefing in Russian, the thirteenth announced, the cast and what lies
on its desk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.cli.demo.script import CONTENT, Script

if TYPE_CHECKING:
    from onrecord.events.models import Edition, Series
    from onrecord.people.models import Person

WORKING = {
    "Esi Moran": ("transcriber", "desk/transcribe/", "Type as the transcriber"),
    "Chiara Okoye": ("press-officer", "desk/day/", "Run the conference: ground rules, publication delay, requests"),
    "Dov Sand": ("administrator", "desk/people/", "Give people roles"),
}
"""Who works on the edition: role, where their link leads, what they can do there."""


@dataclass(frozen=True, slots=True)
class Stage:
    """An edition that is played, who works on it in which role, and the entry of the statement handed out beforehand."""

    edition: Edition
    cast: dict[str, Person]
    prepared: int


def set_stage(script: Script) -> Stage:
    """The archive imported and the new edition announced, with its cast and its desk."""
    from onrecord.proceedings.importing import import_document
    from onrecord.transcripts.reading import read

    series = _series(script)
    for name in sorted(one.name for one in CONTENT.iterdir() if one.name[:2] in ("10", "11", "12")):
        import_document(series, read((CONTENT / name).read_bytes(), name=name))
    return _ready(_announce(series, script), script, welcome_cast())


def set_stage_of_briefing(script: Script, cast: dict[str, Person]) -> Stage:
    """The briefing announced, with the same cast and a desk of its own."""
    return _ready(_announce(_series(script), script), script, cast)


def _series(script: Script) -> Series:
    from onrecord.events import acts, faces

    series = acts.start_series(slug=script.edition["series_slug"], title=script.edition["series_title"])
    faces.show(
        series, host=script.edition["host"], email="press@example.org", phone="+47 21 00 00 00", logo=None, by=None
    )
    return series


def _ready(edition: Edition, script: Script, cast: dict[str, Person]) -> Stage:
    """The cast appointed, the desk laid out."""
    from onrecord.events import acts

    for role, person in cast.items():
        acts.appoint(edition, person=person, role=role, by=None)
    return Stage(edition, cast, _lay_out_desk(edition, script, by=cast["transcriber"]))


def sign_in_links(stage: Stage) -> str:
    """A line for each of the cast who works on the edition, with a link that signs in as them, once."""
    from onrecord.people.links import sign_in_link

    lines = []
    for name, (role, leads_to, does) in WORKING.items():
        link = sign_in_link(stage.cast[role], next=f"/{stage.edition.path}/{leads_to}")
        lines.append(f"[bold]{does}[/bold] (as {name}, {role.replace('-', ' ')}):\n  {link}\n")
    return "".join(lines)


def _announce(series: Series, script: Script) -> Edition:
    from onrecord.events import acts
    from onrecord.record.contents import EditionOpened

    about = script.edition
    content = EditionOpened(
        series=series.title,
        title=about["title"],
        number=about["number"],
        date=about["date"],
        place=about["place"],
        host=about["host"],
        languages=[about["language"]],
        rules=about["rules"],
        accredited=about.get("accredited"),
        regions=about.get("regions"),
    )
    return acts.open_edition(series, slug=str(about["number"]), content=content, timezone=about["timezone"])


def welcome_cast() -> dict[str, Person]:
    """The cast by their roles."""
    from onrecord.people.acts import welcome

    return {
        role: welcome(email=f"{name.lower().replace(' ', '.')}@example.org", name=name, by=None)
        for name, (role, _, _) in WORKING.items()
    }


def _lay_out_desk(edition: Edition, script: Script, *, by: Person) -> int:
    """The speakers' list of the desk, and the opening statement as it was handed out beforehand; returns its index."""
    from onrecord.transcription import acts as desk
    from onrecord.transcription.models import Part, Speaker

    parts = {"principal": Part.PRINCIPAL, "moderator": Part.MODERATOR, "asker": Part.JOURNALIST}
    speakers = {}
    for key, who in enumerate(script.speakers, start=1):
        details = {"title": who.get("title"), "outlet": who.get("outlet"), "region": who.get("region")}
        speakers[who["key"]] = Speaker(
            key=key if key <= 9 else None,
            name=who["name"],
            part=parts[who["role"]],
            outlet_kind=who.get("kind", ""),
            **{name: value or "" for name, value in details.items()},
        )
        desk.keep_speaker(edition, speakers[who["key"]], by=by)
    prepared, turn = script.prepared, script.statement
    text = desk.prepare(
        edition,
        by=by,
        title=prepared["title"],
        paragraphs=[prepared["otherwise"].get(str(n), words) for n, words in enumerate(turn["say"])],
        speaker=speakers[turn["speaker"]],
    )
    return text.index
