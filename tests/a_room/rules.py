"""Who keeps what was found."""

from onrecord.events.rules import Role, allow, register

KEEPER = register(Role("keeper", "Keeper of lost property", "keeps what was found and gives it back"))
allow("a_room.keep", KEEPER)
