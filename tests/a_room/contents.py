"""What the record says of things that were found."""

from __future__ import annotations

from typing import ClassVar

from onrecord.record.contents import Content, Line


class ItemFound(Content):
    """Something was found, and waits for whoever lost it."""

    kind: ClassVar[str] = "item.found"
    what: Line
    place: Line


class ItemNoted(Content):
    """What the office notes about an item; nobody else ever reads it."""

    kind: ClassVar[str] = "item.noted"
    remark: Line


class ItemReturned(Content):
    """Whoever lost the item has it back."""

    kind: ClassVar[str] = "item.returned"
    wordless: ClassVar[bool] = True
