"""Django's settings, made from the installation's (`web.config`)."""

import os
import sys
from typing import Any
from urllib.parse import unquote, urlsplit

import dj_database_url
from django.conf.locale import LANG_INFO

from onrecord.keeping.errors import KeysUnusable
from onrecord.keeping.keys import DJANGO, read_or_make
from onrecord.pages.catalogues import compiled
from onrecord.uploads.limits import MOST_BYTES
from onrecord.web import config, home
from onrecord.web.rooms import ROOMS, SPEAKING

try:
    CONFIG = config.load(os.environ)
    home.prepare(CONFIG.home)
    SECRET_KEY = CONFIG.secret_key or read_or_make(CONFIG.keys / DJANGO).hex()
    LOCALE_PATHS = [compiled(SPEAKING, CONFIG.home / "locale")]
except (config.ConfigError, KeysUnusable) as error:
    sys.exit(f"onrecord: {error}")
except OSError as error:
    sys.exit(f"onrecord: ONRECORD_HOME={CONFIG.home} can't be used: {error.filename}: {error.strerror}")

ONRECORD_URL = CONFIG.url
ONRECORD_URL_GIVEN = config.names_url(os.environ)
ONRECORD_HOME = CONFIG.home
ONRECORD_KEYS = CONFIG.keys
ONRECORD_MAIL = CONFIG.mail
ONRECORD_HOST = CONFIG.host
ONRECORD_CONTACT = CONFIG.contact
ONRECORD_LOGO = CONFIG.logo
ONRECORD_ADMINISTRATOR = CONFIG.administrator
HTTPS = CONFIG.url.startswith("https://")
ONRECORD_LIVE_BEAT = CONFIG.live_beat
ONRECORD_MOST_READERS = CONFIG.most_readers
ONRECORD_TRUSTED_PROXIES = CONFIG.proxies
ONRECORD_PROXIES_NAMED = bool(CONFIG.trusted_proxies)
ONRECORD_ERASED_WITHIN = CONFIG.erased_within

DEBUG = CONFIG.debug
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", str(urlsplit(CONFIG.url).hostname), *CONFIG.allowed_hosts]
ROOT_URLCONF = "onrecord.web.urls"
ASGI_APPLICATION = "onrecord.web.asgi.application"

INSTALLED_APPS = [
    *reversed(ROOMS),
    "rules.apps.AutodiscoverRulesConfig",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "onrecord.web.languages.at_the_door",
    "onrecord.web.database.give_back",
    "onrecord.web.security.headers",
    "onrecord.web.caching.keep_no_error",
    "onrecord.web.caching.outlast_the_server",
    "servestatic.middleware.ServeStaticMiddleware",
    "onrecord.people.edges.watch",
    "django.middleware.security.SecurityMiddleware",
    "onrecord.people.middleware.Sessions",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "onrecord.web.languages.of_the_address",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.gzip.GZipMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]


MOST_CONNECTIONS = 25
"""To PostgreSQL, of one process: for the requests that have a turn (`web.bounds`), the clock, the live record's threads and
the one that looks how the record stands."""
OF_A_CONNECTION = 5.0
"""Seconds in which PostgreSQL must give one. Whoever asks next has it tried anew: a pool that may try for longer does so less and
less often, and finds a database that is back after a minute or two only."""


def _database() -> dict[str, Any]:
    if CONFIG.database_url:
        database: dict[str, Any] = dict(dj_database_url.parse(CONFIG.database_url))
        if database["ENGINE"] != "django.db.backends.postgresql":
            sys.exit("onrecord: DATABASE_URL must be a postgres:// address; leave it out for SQLite")
        given = database.get("OPTIONS", {})
        patience = f"-c lock_timeout={int(CONFIG.lock_timeout * 1000)}"
        database["OPTIONS"] = given | {
            "options": f"{given.get('options', '')} {patience}".lstrip(),
            "pool": {
                "min_size": 1,
                "max_size": MOST_CONNECTIONS,
                "timeout": OF_A_CONNECTION,
                "reconnect_timeout": OF_A_CONNECTION,
            },
        }
        database["CONN_HEALTH_CHECKS"] = True
        return database
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": CONFIG.home / home.DATABASE,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": CONFIG.lock_timeout,
            # FULL: a commit is on the disk before it is acknowledged. secure_delete: what is erased is overwritten.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;",
        },
    }


DATABASES = {"default": _database()}

# What anyone reads speaks the language of its address, and pages of staff that of the person (`web.languages`).
LANGUAGE_CODE = CONFIG.language
LANGUAGES = [(code, LANG_INFO[code]["name"]) for code in config.LANGUAGES]
STAFF_LANGUAGES = ["en"]
FORMAT_MODULE_PATH = "onrecord.pages.formats"
USE_TZ = True
TIME_ZONE = "UTC"

# No file that somebody sends comes to the disk as it was sent (`web.bounds` says how long it may be).
FILE_UPLOAD_MAX_MEMORY_SIZE = MOST_BYTES + 2**20
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]

STATIC_URL = "/static/"
STATIC_ROOT = CONFIG.home / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "onrecord.web.static.ModuleManifestStorage"},
}

# People. A public page touches neither session nor token, so it sets no cookie and varies with none (tests/web).
AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["onrecord.people.backends.Links"]
LOGIN_URL, LOGIN_REDIRECT_URL, LOGOUT_REDIRECT_URL = "account_login", "events:desk", "account_login"
SESSION_ENGINE = "onrecord.people.sessions"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_COOKIE_NAME = "__Host-onrecord" if HTTPS else "onrecord"
CSRF_COOKIE_NAME = "__Host-onrecord-form" if HTTPS else "onrecord-form"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 24 * 60 * 60
CSRF_TRUSTED_ORIGINS = ["{0.scheme}://{0.netloc}".format(urlsplit(CONFIG.url))]

ACCOUNT_ADAPTER = "onrecord.people.adapter.Adapter"
ACCOUNT_FORMS = {
    "request_login_code": "onrecord.people.forms.AskForCode",
    "confirm_login_code": "onrecord.people.forms.EnterCode",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_RATE_LIMITS = False  # allauth's own, in a cache of this process
RATES = {
    "ask_for_code": ["20/m/network", "3/m/network+key", "20/h/network+key", "12/m/key"],
    "enter_code": ["3/30m/key"],  # a code is good for ten minutes: three tries, and no fourth
    "join": ["60/h/network"],  # whoever is known is counted, too: else the limit would tell who is
    "ask_correction": ["20/h/network"],
    "second_factor": ["5/10m/key"],
    "same_code": ["1/2m/key"],  # a code of an app is good for a minute and a half, and only once
    "take_everything": ["6/h/key"],
    "send_document": ["30/10m/key"],
}
MFA_ADAPTER = "onrecord.people.adapter.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS  # browsers have passkeys without HTTPS on this machine only

SESAME_ONE_TIME = True
SESAME_MAX_AGE = 30 * 60
SESAME_TOKENS = ["sesame.tokens_v2"]
SESAME_SIGNATURE_SIZE = 16

_post = urlsplit(CONFIG.mail)
EMAIL_BACKEND = {
    "": "django.core.mail.backends.dummy.EmailBackend",
    "page": "onrecord.people.mail.Kept",
}.get(CONFIG.mail, "onrecord.people.mail.Posted")
EMAIL_HOST, EMAIL_PORT = _post.hostname or "", _post.port or (465 if _post.scheme == "smtps" else 587)
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_post.username or ""), unquote(_post.password or "")
EMAIL_USE_SSL = _post.scheme == "smtps"
EMAIL_USE_TLS = _post.scheme == "smtp" and EMAIL_HOST not in ("localhost", "127.0.0.1", "::1")
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = CONFIG.mail_from or f"onrecord@{urlsplit(CONFIG.url).hostname}"

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
X_FRAME_OPTIONS = "DENY"

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": CONFIG.log_level.upper()},
    "filters": {
        "wrong": {
            "()": "django.utils.log.CallbackFilter",
            "callback": lambda record: getattr(record, "status_code", None) not in (404, 410),
        },
    },
    "loggers": {
        # Statements carry what is stored, sessions with their codes among it.
        "django.db.backends": {"level": "INFO"},
        # That something isn't there is an answer: whoever checks a record hears it once for each entry that is held.
        "django.request": {"filters": ["wrong"]},
    },
}
