"""The tests' settings with one more room."""

from tests.settings import *  # noqa: F403
from tests.settings import INSTALLED_APPS, ROOMS

ROOMS = (*ROOMS, "tests.a_room")
INSTALLED_APPS = ["tests.a_room", *INSTALLED_APPS]
