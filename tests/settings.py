"""The product's settings with a home of their own, thrown away when the tests end."""

import atexit
import os
import shutil
import tempfile

HOME = tempfile.mkdtemp(prefix="onrecord-tests-")
atexit.register(shutil.rmtree, HOME, ignore_errors=True)
for name in [name for name in os.environ if name.startswith("ONRECORD_")]:
    del os.environ[name]
os.environ["ONRECORD_HOME"] = HOME
os.environ["ONRECORD_URL"] = "http://press.example.org"

from onrecord.web.settings import *  # noqa: E402, F403
from onrecord.web.settings import DATABASES, STORAGES  # noqa: E402

ALLOWED_HOSTS = ["*"]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
SERVESTATIC_AUTOREFRESH = True
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, as in production: several connections and processes must see one database.
    DATABASES["default"]["TEST"] = {"NAME": f"{HOME}/test.sqlite3"}
