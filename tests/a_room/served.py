"""The product's settings with one more room, for servers and commands that tests start."""

from onrecord.web.settings import *  # noqa: F403
from onrecord.web.settings import INSTALLED_APPS, ROOMS

ROOMS = (*ROOMS, "tests.a_room")
INSTALLED_APPS = ["tests.a_room", *INSTALLED_APPS]
