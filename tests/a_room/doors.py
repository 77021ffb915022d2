"""Where lost property is found in the menu."""

from onrecord.pages.doors import OFFICE, Door, register

register(Door(OFFICE, 70, "Lost property", "a_room:desk", "a_room.keep", listed=True))
