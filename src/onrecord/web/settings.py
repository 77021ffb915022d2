"""Django's settings, made from the installation's (`web.config`)."""

import os
import sys
from typing import Any
from urllib.parse import urlsplit

import dj_database_url

from onrecord.record.keys import read_or_make
from onrecord.web import config

try:
    CONFIG = config.load(os.environ)
except config.ConfigError as error:
    sys.exit(f"onrecord: {error}")

CONFIG.home.mkdir(mode=0o700, parents=True, exist_ok=True)
CONFIG.keys.mkdir(mode=0o700, exist_ok=True)

ONRECORD_URL = CONFIG.url
ONRECORD_HOME = CONFIG.home
ONRECORD_KEYS = CONFIG.keys
ONRECORD_LIVE_BEAT = CONFIG.live_beat
ONRECORD_MOST_READERS = CONFIG.most_readers

DEBUG = CONFIG.debug
SECRET_KEY = CONFIG.secret_key or read_or_make(CONFIG.keys / "django.key").hex()
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", str(urlsplit(CONFIG.url).hostname), *CONFIG.allowed_hosts]
ROOT_URLCONF = "onrecord.web.urls"
ASGI_APPLICATION = "onrecord.web.asgi.application"

INSTALLED_APPS = [
    "onrecord.web",
    "onrecord.publication",
    "onrecord.events",
    "onrecord.record",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "onrecord.web.security.headers",
    "servestatic.middleware.ServeStaticMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.gzip.GZipMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
]


def _database() -> dict[str, Any]:
    if CONFIG.database_url:
        database: dict[str, Any] = dict(dj_database_url.parse(CONFIG.database_url, conn_max_age=600))
        if database["ENGINE"] != "django.db.backends.postgresql":
            sys.exit("onrecord: DATABASE_URL must be a postgres:// address; leave it out for SQLite")
        database["OPTIONS"] = {"options": f"-c lock_timeout={int(CONFIG.lock_timeout * 1000)}"}
        return database
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": CONFIG.home / "onrecord.sqlite3",
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": CONFIG.lock_timeout,
            # FULL: a commit is on the disk before it is acknowledged. secure_delete: what is erased is overwritten.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;",
        },
    }


DATABASES = {"default": _database()}

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = CONFIG.home / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "onrecord.web.static.ModuleManifestStorage"},
}

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if CONFIG.url.startswith("https://") else None
X_FRAME_OPTIONS = "DENY"

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": CONFIG.log_level.upper()},
}
