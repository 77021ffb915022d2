"""These tests need the room to be installed: `pytest --ds tests.a_room.settings tests/a_room`."""

from django.conf import settings

collect_ignore_glob = [] if "tests.a_room" in settings.INSTALLED_APPS else ["test_*.py"]
