"""Akoma Ntoso 3.0 (OASIS LegalDocML): the press conference as a debate.

The standard has no role of an utterance beyond question and answer, and its times are times of day, which a
recording doesn't know; both go into attributes of our own namespace, which the schema allows.
"""

from __future__ import annotations

from lxml import etree
from lxml.builder import ElementMaker

from ..akomantoso import NAMESPACE, OURS, XML_LANG
from ..model import Document, Role, Utterance
from .telling import UNKNOWN, anchors, correction, language_tag, names, one_line, paragraphs, standing, xml_safe

_E = ElementMaker(namespace=NAMESPACE, nsmap={None: NAMESPACE, "or": OURS})
_O = ElementMaker(namespace=OURS)
_ELEMENTS = {Role.QUESTION: "question", Role.ANSWER: "answer"}
_UNKNOWN_DATE = "0001-01-01"
_UNKNOWN_COUNTRY = "zz"


def to_akn(document: Document) -> str:
    """The document as an Akoma Ntoso debate, valid by the standard's schema; corrections as notes in its metadata."""
    marks = anchors(document)
    persons = {speaker.key: f"person-{number}" for number, speaker in enumerate(document.speakers, 1)}
    titles = list(dict.fromkeys(title for speaker in document.speakers if (title := one_line(speaker.office))))
    offices = {title: f"role-{number}" for number, title in enumerate(titles, 1)}
    held = {speaker.key: offices.get(one_line(speaker.office), "") for speaker in document.speakers}
    section = _E.debateSection(name="pressConference", eId="dbsect_1")
    for mark, name, said in zip(marks, names(document), document.utterances, strict=True):
        speech = _speech(said, mark, name)
        speech.set("by", "#" + persons.get(said.speaker or "", "unknown"))
        if office := held.get(said.speaker or ""):
            speech.set("as", "#" + office)
        section.append(speech)
    body = _E.debateBody(section)
    if not document.complete:
        body.set("status", "incomplete")
    meta = _E.meta(_identification(document), _references(document, persons, offices), *_notes(document, marks))
    meta.append(_proprietary(document))
    debate = _E.debate(meta, *_preface(document), body, name="pressConference")
    root = _E.akomaNtoso(debate)
    etree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + etree.tostring(root, encoding="unicode") + "\n"


def _speech(said: Utterance, mark: str, name: str) -> etree._Element:
    speech: etree._Element = _E(_ELEMENTS.get(said.role, "speech"), eId=mark)
    speech.set(f"{{{OURS}}}role", said.role.value)
    for attribute, value in (("startMs", said.start_ms), ("endMs", said.end_ms)):
        if value is not None:
            speech.set(f"{{{OURS}}}{attribute}", str(value))
    if said.ground_rule:
        speech.set(f"{{{OURS}}}groundRule", _line(said.ground_rule))
    if language := language_tag(said.language):
        speech.set(XML_LANG, language)
    if name != UNKNOWN:
        speech.append(_E("from", _line(name)))
    words = [_E.p(xml_safe(text)) for text in paragraphs(said.text)] or [_E.p()]
    for number in range(1, len(said.revisions) + 1):
        words[-1].append(_E.noteRef(href=f"#{mark}-was-{number}"))
    speech.extend(words)
    return speech


def _identification(document: Document) -> etree._Element:
    day = document.date.isoformat() if document.date else _UNKNOWN_DATE
    work = f"/akn/{_UNKNOWN_COUNTRY}/debate/{day}"
    language = language_tag(document.language) or "und"

    def frbr(element: str, uri: str, *more: etree._Element) -> etree._Element:
        known = {"date": day, "name": "pressConference" if document.date else "unknown"}
        described: etree._Element = _E(
            element,
            _E.FRBRthis(value=f"{uri}/!main"),
            _E.FRBRuri(value=uri),
            *([_E.FRBRalias(value=_line(document.source_url), name="source")] if document.source_url else []),
            _E.FRBRdate(**known),
            _E.FRBRauthor(href="#onrecord"),
            *more,
        )
        return described

    identification: etree._Element = _E.identification(
        frbr("FRBRWork", work, _E.FRBRcountry(value=_UNKNOWN_COUNTRY)),
        frbr("FRBRExpression", f"{work}/{language}@", _E.FRBRlanguage(language=language)),
        frbr("FRBRManifestation", f"{work}/{language}@.xml", _E.FRBRformat(value="application/akn+xml")),
        source="#onrecord",
    )
    return identification


def _references(document: Document, persons: dict[str, str], offices: dict[str, str]) -> etree._Element:
    references: etree._Element = _E.references(
        _E.TLCOrganization(eId="onrecord", href="/ontology/organization/onrecord", showAs="onrecord"),
        _E.TLCPerson(eId="unknown", href="/ontology/person/unknown", showAs=UNKNOWN),
        *(
            _E.TLCPerson(
                eId=persons[speaker.key], href=f"/ontology/person/{persons[speaker.key]}", showAs=_line(speaker.name)
            )
            for speaker in document.speakers
        ),
        *(_E.TLCRole(eId=eid, href=f"/ontology/role/{eid}", showAs=_line(title)) for title, eid in offices.items()),
        source="#onrecord",
    )
    return references


def _notes(document: Document, marks: list[str]) -> list[etree._Element]:
    notes = [
        _E.note(
            _E.p(_line(correction(was))),
            *(_E.p(xml_safe(text)) for text in paragraphs(was.text)),
            eId=f"{mark}-was-{number}",
        )
        for mark, said in zip(marks, document.utterances, strict=True)
        for number, was in enumerate(said.revisions, 1)
    ]
    return [_E.notes(*notes, source="#onrecord")] if notes else []


def _proprietary(document: Document) -> etree._Element:
    proprietary: etree._Element = _E.proprietary(
        *(_O.standing(_line(sentence)) for sentence in standing(document)), source="#onrecord"
    )
    return proprietary


def _preface(document: Document) -> list[etree._Element]:
    lines = [_E.p(_E.docTitle(_line(document.title)))] if one_line(document.title) else []
    lines += [_E.p(_E.location(_line(document.place), refersTo="#place"))] if one_line(document.place) else []
    return [_E.preface(*lines)] if lines else []


def _line(text: str) -> str:
    return one_line(xml_safe(text))
