"""A whole edition as one file: the verifiable bundle, or the transcript in a format others read."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext_lazy

from onrecord.events.models import Edition
from onrecord.proceedings import readers
from onrecord.proceedings.contents import RuleSet
from onrecord.proceedings.readers import Spoken
from onrecord.publication import bundle_readme
from onrecord.publication.passages import name_of, terms_of
from onrecord.record import serving
from onrecord.transcripts import writers
from onrecord.transcripts.model import Document, Revision, Role, Speaker, Suggestion, Utterance

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The same record gives the same zip, byte for byte."""
CAPTIONS = "vtt"


@dataclass(frozen=True, slots=True)
class Format:
    title: str | Promise
    extension: str
    media_type: str
    write: Callable[[Edition], bytes]


class NoTimes(Exception):
    """Captions need times on a recording, and the edition's passages have none."""

    def __str__(self) -> str:
        return _("No passage of this record has a time on a recording, so there are no captions of it.")


def offered(edition: Edition) -> dict[str, Format]:
    """The FORMATS that an edition can be had in."""
    return {name: format for name, format in FORMATS.items() if name != CAPTIONS or readers.timed(edition.log)}


def export(edition: Edition, format: str) -> bytes:
    """The edition in one of FORMATS, in English around the words, whoever asks for it and where. Raises NoTimes."""
    with override("en"):
        return FORMATS[format].write(edition)


def bundle(edition: Edition) -> bytes:
    """A zip with everything a verifier needs, below one folder."""
    folder = f"{edition.series.slug}-{edition.slug}"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in serving.files(edition.log):
            archive.writestr(zipfile.ZipInfo(f"{folder}/{file.path}", EPOCH), file.content, zipfile.ZIP_DEFLATED)
        readme = bundle_readme.text(edition)
        archive.writestr(zipfile.ZipInfo(f"{folder}/README.txt", EPOCH), readme, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def document(edition: Edition) -> Document:
    """The public transcript in the neutral model; withheld and erased stretches are named in its warnings."""
    opening = readers.opening_entry(edition.log)
    standing = readers.standing(edition.log)
    spoken = readers.spoken(edition.log)
    speakers: dict[tuple[str, str, str], Speaker] = {}
    for one in spoken:
        _speaker(one, speakers)
    return Document(
        title=edition.title,
        format="onrecord",
        date=edition.date,
        place=edition.place,
        language=edition.language,
        source_name=opening.source.name if opening and opening.source else "",
        source_sha256=opening.source.sha256 if opening and opening.source else "",
        source_url=(opening.source.url or "") if opening and opening.source else "",
        complete=standing.status == "ended",
        standard=_standard(spoken),
        ground_rules=_ground_rules(edition),
        withheld=sum(1 for one in spoken if not one.content),
        speakers=tuple(speakers.values()),
        utterances=tuple(_utterance(one, speakers) for one in spoken if one.content),
    )


def _ground_rules(edition: Edition) -> tuple[str, ...]:
    """The sentences that were in force, each with the entry that set it."""
    return tuple(
        f"From entry {one.index}: {one.content.sentence}"
        for one in readers.stretches(edition.log)
        if isinstance(one.content, RuleSet)
    )


def _standard(spoken: list[Spoken]) -> str:
    """The standard of the text: the one all of it has, or each that occurs."""
    return ", ".join(dict.fromkeys(one.content.standard for one in spoken if one.content))


def _utterance(one: Spoken, speakers: dict[tuple[str, str, str], Speaker]) -> Utterance:
    content, current = one.content, one.current
    assert content is not None and current is not None
    speaker = _speaker(one, speakers)
    guess = content.suggestion
    return Utterance(
        text=current.text,
        role=Role(content.role),
        speaker=speaker.key if speaker else None,
        label=name_of(one) if one.unnamed else "",
        line=content.line,
        suggestion=Suggestion(guess.name, guess.outlet or "", guess.line) if guess else None,
        language=content.language or "",
        start_ms=content.start_ms,
        end_ms=content.end_ms,
        index=one.index,
        ground_rule=one.rule.sentence if one.rule and terms_of(one) else "",
        revisions=tuple(
            Revision(old.text, new.correction.correction, new.correction.reason, new.at.isoformat(timespec="seconds"))
            for old, new in zip(one.versions, one.versions[1:], strict=False)
            if new.correction
        ),
    )


def _speaker(one: Spoken, speakers: dict[tuple[str, str, str], Speaker]) -> Speaker | None:
    voice = one.speaker
    if voice is None:
        return None
    who = (voice.name, voice.title or "", voice.outlet or "")
    if who not in speakers:
        speakers[who] = Speaker(key=f"s{len(speakers) + 1}", name=who[0], title=who[1], outlet=who[2])
    return speakers[who]


def _transcript(name: str) -> Format:
    writer = writers.FORMATS[name]

    def write(edition: Edition) -> bytes:
        written = document(edition)
        if name == CAPTIONS and all(said.start_ms is None for said in written.utterances):
            raise NoTimes
        return writer.write(written).encode()

    return Format(TITLES.get(name, name), writer.extension, writer.media_type, write)


TITLES: dict[str, str | Promise] = {
    "json": "JSON",
    "text": pgettext_lazy("file format", "Text"),
    "vtt": "WebVTT",
    "html": "HTML",
    "akn": "Akoma Ntoso",
    "csv": "CSV",
}
"""What the formats are called by those who use them."""

FORMATS = {
    "bundle": Format("Bundle", ".zip", "application/zip", bundle),
    **{name: _transcript(name) for name in writers.FORMATS},
}
