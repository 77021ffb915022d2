"""What readers meet, as messages to be translated: found in templates and Python, and kept in the rooms' catalogues.

    make messages

brings `<room>/locale/<language>.po` up to date: new messages come without a translation, and those that nobody says any more go.
Which files of a room readers meet says its `locale/public.txt`. A message that a lower room has isn't repeated.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.pofile import read_po, write_po
from django.template import Template
from django.template.base import Node, NodeList, TextNode
from django.templatetags.i18n import BlockTranslateNode, TranslateNode

HOUSE = Path(__file__).parents[1] / "src" / "onrecord"
PUBLIC = "public.txt"
KEYWORDS: dict[str, Any] = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
}
SAYS_NOTHING = re.compile(
    rb'^"(?:Project-Id|Report-Msgid|POT-Creation|PO-Revision|Last-Translator|Language-Team|Generated-By)[^\n]*\n',
    re.MULTILINE,
)
HEAD = "# The terms are explained in docs/developers/translating.md."
Id = str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Message:
    """One that is to be translated; `id` has its plural, too, where it has one."""

    id: Id
    context: str | None
    path: Path
    line: int
    comments: tuple[str, ...] = ()


def rooms() -> list[str]:
    """Ground floor first."""
    from onrecord.web.rooms import SPEAKING

    return [name.rpartition(".")[2] for name in SPEAKING]


def public(room: str) -> list[Path]:
    """The files of a room whose messages readers meet."""
    listed = HOUSE / room / "locale" / PUBLIC
    lines = listed.read_text().splitlines() if listed.exists() else []
    patterns = [line for line in lines if line and not line.startswith("#")]
    return sorted({path for pattern in patterns for path in (HOUSE / room).glob(pattern) if path.is_file()})


def templates() -> list[Path]:
    return [path for room in rooms() for path in public(room) if path.suffix != ".py"]


def messages(room: str) -> Iterator[Message]:
    """All in a room's public files."""
    for path in public(room):
        yield from in_python(path) if path.suffix == ".py" else in_template(path)


def in_python(path: Path) -> Iterator[Message]:
    with path.open("rb") as source:
        for line, found, comments, context in extract("python", source, KEYWORDS, ["Translators:"]):
            yield Message(found, context, path, line, tuple(comments))


def in_template(path: Path) -> Iterator[Message]:
    for node in nodes_of(path).get_nodes_by_type(Node):
        if isinstance(node, TranslateNode):
            said: Id = str(node.filter_expression.var.literal).replace("%", "%%")
        elif isinstance(node, BlockTranslateNode):
            forms = [node.singular, *([node.plural] if node.plural else [])]
            texts = [node.render_token_list(form)[0] for form in forms]
            said = texts[0] if len(texts) == 1 else tuple(texts)
        else:
            continue
        context = node.message_context.resolve({}) if node.message_context else None
        yield Message(said, context, path, node.token.lineno if node.token else 0)


def nodes_of(path: Path) -> NodeList:
    """The parts of a template as Django reads it."""
    return Template(path.read_text()).nodelist


def without_what_is_marked(path: Path) -> str:
    """The template's own text alone: nothing that is to be translated, nothing that is filled in."""
    return _text(nodes_of(path))


def _text(nodes: NodeList) -> str:
    return "".join(node.s if isinstance(node, TextNode) else "".join(map(_text, _inside(node))) for node in nodes)


def _inside(node: Node) -> list[NodeList]:
    return [getattr(node, name) for name in node.child_nodelists if hasattr(node, name)]


def wanted() -> dict[str, Catalog]:
    """What each room's catalogues must have, for any language."""
    seen: set[tuple[str | None, str]] = set()
    found: dict[str, Catalog] = {}
    for room in rooms():
        found[room] = Catalog(fuzzy=False)
        own = set()
        for one in messages(room):
            key = (one.context, one.id if isinstance(one.id, str) else one.id[0])
            if key not in seen:
                place = (one.path.relative_to(HOUSE).as_posix(), one.line)
                found[room].add(one.id, context=one.context, locations=[place], auto_comments=one.comments)
                own.add(key)
        seen |= own
    return found


def written(room: str, language: str) -> Catalog | None:
    """A room's catalogue as it stands."""
    file = HOUSE / room / "locale" / f"{language}.po"
    return read_po(BytesIO(file.read_bytes()), locale=language) if file.exists() else None


def as_text(catalog: Catalog) -> bytes:
    out = BytesIO()
    write_po(out, catalog, width=110, include_lineno=False, ignore_obsolete=True)
    return SAYS_NOTHING.sub(b"", out.getvalue())


def updated(room: str, language: str, found: Catalog) -> Catalog:
    """The room's catalogue with the messages that it must have, and their translations as far as there are any."""
    catalog = written(room, language) or Catalog(locale=language, header_comment=HEAD, fuzzy=False)
    catalog.update(found, no_fuzzy_matching=True, update_creation_date=False)
    return catalog


def main() -> None:
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    languages = sorted({path.stem for path in HOUSE.glob("*/locale/*.po")} | {"ru"})
    for room, found in wanted().items():
        for language in languages if len(found) else ():
            catalog = updated(room, language, found)
            (HOUSE / room / "locale" / f"{language}.po").write_bytes(as_text(catalog))
            missing = sum(1 for one in catalog if one.id and not all(one.string if one.pluralizable else [one.string]))
            print(f"{room}/locale/{language}.po: {len(catalog)} messages, {missing} without a translation")


if __name__ == "__main__":
    main()
