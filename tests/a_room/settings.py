"""The tests' settings with one more room, also in the servers and commands that tests start."""

import os

os.environ["TESTS_SERVED"] = "tests.a_room.served"

from tests.settings import *  # noqa: F403
from tests.settings import INSTALLED_APPS, ROOMS

ROOMS = (*ROOMS, "tests.a_room")
INSTALLED_APPS = ["tests.a_room", *INSTALLED_APPS]
