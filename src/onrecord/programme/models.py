"""What the office is working on before it is public."""

from __future__ import annotations

from django.db import models
from pydantic import TypeAdapter

from onrecord.events.models import Edition
from onrecord.keeping.sealing import Sealed
from onrecord.programme.contents import Item

ITEMS = TypeAdapter(list[Item])


class Draft(Sealed):
    """The programme of an edition as it will be, while that is another one than is published: a list of items, sealed."""

    edition = models.OneToOneField(Edition, models.CASCADE, related_name="programme_draft")

    def __str__(self) -> str:
        return f"{self.edition}"

    def place(self) -> bytes:
        return f"programme of edition {self.edition_id}".encode()

    @property
    def items(self) -> list[Item]:
        return ITEMS.validate_json(self.unseal())

    def keep(self, items: list[Item]) -> None:
        """Store them; inside the act that changes them."""
        self.seal(ITEMS.dump_json(items))
        self.save()
