"""Which letters lost property writes."""

from onrecord.post.kinds import register

CLAIMED = register("a_room.claimed", "Something lost was found")
