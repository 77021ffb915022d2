"""What lost property does by itself."""

from onrecord.keeping.chores import Chore, register
from tests.a_room.acts import forget

register(Chore("delete the addresses of those who claimed something", forget, every=0.1, patience=0.1))
