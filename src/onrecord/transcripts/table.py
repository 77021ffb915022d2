"""Reads a transcript kept as a table: CSV or TSV with a header row that names at least a column of words."""

from __future__ import annotations

import csv
import io
import re

from .decode import decode, refuse_too_many
from .model import Block, Draft, Role, TranscriptError

MAX_COLUMNS = 200

_COLUMNS: dict[str, frozenset[str]] = {
    column: frozenset(names.split("|"))
    for column, names in {
        "text": "text|words|utterance|speech|transcript|content|said|quote|texto|palabras|intervención|texte|paroles|"
        "propos|wortlaut|rede|testo|parole|tekst|wypowiedź|текст|слова|реплика|высказывание|репліка|文本|内容|发言|النص",
        "speaker": "speaker|speaker name|name|person|who|label|voice|orador|oradora|hablante|ponente|nombre|locuteur|"
        "intervenant|orateur|nom|sprecher|sprecherin|redner|rednerin|oratore|parlante|nome|mówca|"
        "спикер|говорящий|оратор|выступающий|докладчик|имя|мовець|промовець|发言人|说话人|المتحدث",
        "title": "title|office|function|position|cargo|puesto|fonction|funktion|amt|carica|должность|посада|职务",
        "role": "role|kind|type|rol|papel|tipo|rôle|rolle|art|ruolo|rola|роль|тип|角色",
        "start": "start|start ms|start time|begin|from|in|inicio|comienzo|début|debut|beginn|anfang|von|inizio|"
        "początek|начало|початок|开始|time|timestamp|timecode|hora|tiempo|heure|temps|zeit|ora|czas|время|час|时间",
        "end": "end|end ms|end time|until|to|out|fin|final|fim|ende|bis|fine|koniec|конец|окончание|кінець|结束",
        "language": "language|lang|idioma|lengua|langue|sprache|lingua|język|язык|мова|语言",
    }.items()
}

_ROLES: dict[str, Role] = {
    word: role
    for role, words in {
        Role.STATEMENT: "statement declaración déclaration erklärung dichiarazione заявление заява",
        Role.QUESTION: "question q pregunta frage domanda pergunta pytanie вопрос питання",
        Role.ANSWER: "answer a reply respuesta réponse antwort risposta resposta odpowiedź ответ відповідь",
        Role.REMARK: "remark moderation comentario remarque bemerkung osservazione uwaga реплика ремарка",
    }.items()
    for word in words.split()
}

FORMULA = re.compile(r"[\s\u200c-\u200f\u061c]*[=+\-@'＝＋－＠﹦﹢﹣﹫]|[\t\r]")
"""What a spreadsheet would run instead of show; some take the wide forms that East Asian keyboards type as well."""

_CLOCK = re.compile(r"(?:(\d{1,4}):)?(\d{1,3}):([0-5]?\d)(?:[.,](\d{1,6}))?")


def read(raw: bytes, *, name: str) -> Draft:
    """The draft of a CSV or TSV table; raises TranscriptError naming the line and column of what is wrong.

    Columns are known by their names in several languages: speaker, text, title, role, start, end, language. Times
    are `H:MM:SS.mmm`, `MM:SS`, seconds, or whole milliseconds in a column whose name ends in `ms`.
    """
    source = decode(raw, name=name)
    delimiter = _delimiter(source, name=name)
    rows = csv.reader(io.StringIO(source, newline=""), delimiter=delimiter, strict=True)
    draft = Draft(format="tsv" if delimiter == "\t" else "csv", blocks=[])
    header: list[str] | None = None
    columns: dict[str, int] = {}
    line = 1
    try:
        for row in rows:
            begin, line = line, rows.line_num + 1
            while row and not row[-1].strip():  # spreadsheets pad their rows
                row.pop()
            if not row:
                continue
            if header is None:
                header = row
                columns = _columns(header, name=name, line=begin)
                continue
            if len(row) > len(header):
                raise TranscriptError(
                    f"{name}: this row has {len(row)} columns, but the header has {len(header)}; "
                    "put words that contain the separator in quotes",
                    line=begin,
                )
            block = _Row(row, header, columns, name=name, line=begin).block()
            if block.text:
                draft.blocks.append(block)
                refuse_too_many(draft.blocks, name=name)
    except csv.Error as error:
        raise TranscriptError(f"{name} is not a well-formed table: {error}", line=max(rows.line_num, 1)) from None
    if not draft.blocks:
        raise TranscriptError(f"{name} has no row with words; export the whole table", line=1)
    languages = {block.language for block in draft.blocks}
    draft.language = languages.pop() if len(languages) == 1 else ""
    return draft


def _delimiter(source: str, *, name: str) -> str:
    """The separator with which the header row names the most columns we know."""
    first = next((line for line in source.split("\n", 20)[:20] if line.strip()), "")
    if len(first) > 100 * MAX_COLUMNS:
        raise TranscriptError(
            f"{name}: its header row is {len(first):,} characters long; put only the column names in it", line=1
        )
    known = {delimiter: _known(first, delimiter) for delimiter in ",;\t|"}
    return max(known, key=lambda delimiter: known[delimiter])


def _known(header: str, delimiter: str) -> int:
    try:
        cells = next(csv.reader([header], delimiter=delimiter), [])
    except csv.Error:
        return 0
    return sum(_column(cell) is not None for cell in cells)


def _column(cell: str) -> str | None:
    name = " ".join(re.sub(r"[_()\[\]-]", " ", cell.lower()).split())
    return next((column for column, names in _COLUMNS.items() if name in names), None)


def _columns(header: list[str], *, name: str, line: int) -> dict[str, int]:
    """The index of each column we know; the first of a kind counts."""
    if len(header) > MAX_COLUMNS:
        raise TranscriptError(f"{name} has {len(header):,} columns; a transcript needs speaker and text", line=line)
    columns: dict[str, int] = {}
    for index, cell in enumerate(header):
        if column := _column(cell):
            columns.setdefault(column, index)
    if "text" not in columns:
        named = ", ".join(f"“{cell.strip()[:20]}”" for cell in header[:8])
        raise TranscriptError(
            f"{name} has no column of words: its header has {named}; name one column “text” and one “speaker”",
            line=line,
        )
    return columns


class _Row:
    """One row, and where to say that something in it is wrong."""

    def __init__(self, row: list[str], header: list[str], columns: dict[str, int], *, name: str, line: int) -> None:
        self.row, self.header, self.columns, self.name, self.line = row, header, columns, name, line

    def block(self) -> Block:
        start, end = self._time("start"), self._time("end")
        if start is not None and end is not None and end < start:
            raise self._error("end", "is earlier than the row's start; swap the two times")
        paragraphs = (" ".join(part.split()) for part in re.split(r"\n\s*\n", self._cell("text")))
        return Block(
            line=self.line,
            label=" ".join(self._cell("speaker").split()).rstrip(":： "),
            text="\n\n".join(filter(None, paragraphs)),
            start_ms=start,
            end_ms=end,
            role=self._role(),
            language=self._language(),
            title=" ".join(self._cell("title").split()),
        )

    def _cell(self, column: str) -> str:
        index = self.columns.get(column, -1)
        cell = self.row[index].strip() if 0 <= index < len(self.row) else ""
        # Tables guard words that a spreadsheet would take for a formula, ours among them.
        return cell[1:] if cell[:1] == "'" and FORMULA.match(cell[1:]) else cell

    def _error(self, column: str, what: str) -> TranscriptError:
        shown = self.header[self.columns[column]].strip()[:40]
        value = self._cell(column)[:40]
        return TranscriptError(f"{self.name}, column “{shown}”: “{value}” {what}", line=self.line)

    def _role(self) -> Role | None:
        word = self._cell("role").lower()
        if not word:
            return None
        if word not in _ROLES:
            raise self._error("role", "is not a role; write statement, question, answer or remark")
        return _ROLES[word]

    def _language(self) -> str:
        code = self._cell("language")
        if code and not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", code):
            raise self._error("language", "is not a language code; write one like en, es or ru")
        return code

    def _time(self, column: str) -> int | None:
        value = self._cell(column)
        if not value:
            return None
        in_milliseconds = self.header[self.columns[column]].lower().rstrip(") ").endswith("ms")
        if in_milliseconds and re.fullmatch(r"[0-9]{1,12}", value):
            return int(value)
        if not in_milliseconds and re.fullmatch(r"[0-9]{1,9}(?:\.[0-9]{1,9})?", value):
            return round(float(value) * 1000)
        if match := _CLOCK.fullmatch(value):
            hours, minutes, seconds, fraction = match.groups(default="0")
            return ((int(hours) * 60 + int(minutes)) * 60 + int(seconds)) * 1000 + int(fraction.ljust(3, "0")[:3])
        raise self._error(column, "is not a time; write H:MM:SS.mmm or seconds")
