"""What the journal says of lost property."""

from onrecord.people.journal import Phrase, register

ITEM = Phrase(lambda item: f"entry {item}", 4)

FOUND = register("item-found", "something was found")
NOTED = register("item-noted", "something noted", item=ITEM)
RETURNED = register("item-returned", "given back", item=ITEM)
