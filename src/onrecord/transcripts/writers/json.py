"""The document whole, as JSON: everything the model knows, and nothing a reader of it has to guess.

`{"schema": "onrecord.transcript/1", "document": {…}}`; the document's members are the fields of
`onrecord.transcripts.model.Document` by their names. Dates are ISO 8601, times whole milliseconds from the start
of the recording, what is unknown is null. `utterances[].index` is the entry's index in the edition's log,
`utterances[].revisions` holds what stood before each correction, oldest first, and `utterances[].suggestion` who
an unnamed asker may be. A member may be added within version 1; none is renamed or removed.
"""

from __future__ import annotations

import json
from functools import cache

from pydantic import TypeAdapter, ValidationError

from ..decode import decode
from ..model import Document, TranscriptError

SCHEMA = "onrecord.transcript/1"


@cache
def _adapter() -> TypeAdapter[Document]:
    return TypeAdapter(Document)


def to_json(document: Document) -> str:
    """The document as JSON, indented by two spaces, members in the model's order."""
    whole = {"schema": SCHEMA, "document": _adapter().dump_python(document, mode="json")}
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def from_json(raw: bytes, *, name: str) -> Document:
    """The document that `to_json` wrote; raises TranscriptError naming the line or member that is wrong."""
    source = decode(raw, name=name)
    try:
        whole = json.loads(source)
        json.dumps(whole, ensure_ascii=False).encode()  # half a surrogate pair is no text
    except json.JSONDecodeError as error:
        raise TranscriptError(f"{name} is not JSON: {error.msg}", line=error.lineno) from None
    except (RecursionError, ValueError) as error:
        raise TranscriptError(f"{name} is JSON that this program can't read: {error}") from None
    if not isinstance(whole, dict) or whole.get("schema") != SCHEMA:
        raise TranscriptError(f"{name} is JSON, but not a transcript: its member “schema” must be “{SCHEMA}”", line=1)
    try:
        return _adapter().validate_python(whole.get("document"), strict=False)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        member = ".".join(map(str, first["loc"])) or "document"
        raise TranscriptError(f"{name}, member “{member}”: {first['msg']}") from None
