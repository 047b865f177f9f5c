"""Tillid's settings, read from the environment. Production is the default; what opts out says so."""

from pathlib import Path

import environ
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from config import logs

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent

# Fictional persons, a page with one button a demo user, no second factor. Never with real cases.
DEMO = env.bool("DEMO", default=False)
DEBUG = env.bool("DEBUG", default=False)

SECRET_KEY = env("SECRET_KEY")
# Signs who acts towards the database; loaded into it by the first migration.
WALL_KEY = env("WALL_KEY").encode()
# Master keys of 32 bytes in hexadecimal, newest first. They wrap case keys; what seals second factors follows from them.
FIELD_KEYS = [bytes.fromhex(key) for key in env.list("FIELD_KEYS")]
# Signs the seals on the log: the private Ed25519 key, 32 bytes in hexadecimal.
SEAL_KEY = bytes.fromhex(env("SEAL_KEY"))

# Host names that the application answers to, and the address that mails link to.
BASE_URL = env("BASE_URL", default="http://127.0.0.1:8000")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = [BASE_URL]
# Whether the browser reaches us by https: everything but a demo on one's own machine.
IS_HTTPS = BASE_URL.startswith("https:")

DATABASES = {
    # The application's role, which owns nothing; migrations run with the owner's address in the same variables.
    "default": env.db("DATABASE_URL") | {"ATOMIC_REQUESTS": True, "CONN_HEALTH_CHECKS": True},
    # The case keys' own database.
    "keys": env.db("KEYS_DATABASE_URL") | {"CONN_HEALTH_CHECKS": True},
}
# Connections that a web process keeps; 0: one connection a request (worker, beat, commands).
if pool_size := env.int("DATABASE_POOL", default=0):
    for database in DATABASES.values():
        database["OPTIONS"] = {"pool": {"min_size": 1, "max_size": pool_size}}
DATABASE_ROUTERS = ["cases.keys.router.KeyRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Broker and cache.
REDIS_URL = env("REDIS_URL")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": env("CACHE_URL", default=REDIS_URL),
    }
}
CELERY_BROKER_URL = env("BROKER_URL", default=REDIS_URL)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "drf_spectacular",
    "rest_framework",
    "guardian",
    "simple_history",
    "config",
    "agencies",
    "cases",
    "victims",
    "referrals",
    *(["demo"] if DEMO else []),
]
MIDDLEWARE = [
    # Outermost, so that what the next ones answer themselves is told the same: a static file, a redirect to https, a wrong host.
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "cases.middleware.WallMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "agencies.accounts.middleware.LoginMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "agencies.accounts.middleware.SecondFactorMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.context.site",
                *(["demo.context.login"] if DEMO else []),
            ],
            "string_if_invalid": "",
        },
    }
]

# Who logs in
AUTH_USER_MODEL = "agencies.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
ANONYMOUS_USER_NAME = None
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
# Proxies in front of us that add to X-Forwarded-For: without them every visitor would share one limit on attempts.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", default=0)
ACCOUNT_ADAPTER = "agencies.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # an address is its agency's administrator's to give
ACCOUNT_PREVENT_ENUMERATION = True
# Django's, since allauth's own writes its table of addresses, to which the application has no right.
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True  # the second factor is asked for all the same
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Tillid: "
ACCOUNT_RATE_LIMITS = {"login_failed": "30/5m/ip,5/5m/key"}  # Redis counts; what is over is a 429
MFA_ADAPTER = "agencies.accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Tillid"
MFA_TOTP_TOLERANCE = 1  # telephones' clocks differ: the code before and the next one will do
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
PASSWORD_RESET_TIMEOUT = 3 * 24 * 3600
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email", "name"]},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
SESSION_ENGINE = "agencies.accounts.sessions"
SESSION_COOKIE_AGE = 10 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SILENCED_SYSTEM_CHECKS = ["guardian.W001"]  # guardian's backend is not used: permissions are asked of the database
SIMPLE_HISTORY_ENABLED = False  # the database writes history (cases/sql/records.sql); simple-history reads it

# What the browser is told
SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = IS_HTTPS
SECURE_REFERRER_POLICY = "same-origin"  # with "no-referrer" a form would be sent with the origin "null", and refused
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_NAME = "tillid"
CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "config.views.csrf_failure"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

# Words, and time
LANGUAGE_CODE = "da"
LANGUAGES = [("da", _("Danish")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = USE_TZ = True
TIME_ZONE = "Europe/Copenhagen"

STATIC_URL = "/static/"
# Where `collectstatic` puts what the pages need, and whence it is served.
STATIC_ROOT = env("STATIC_ROOT", default=BASE_DIR / "staticfiles")
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_ALLOW_ALL_ORIGINS = False  # for our pages alone
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# The API: what its views share stands in agencies/api/views.py
REST_FRAMEWORK: dict[str, object] = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_SCHEMA_CLASS": "agencies.api.schema.Described",
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Tillid",
    "VERSION": "1",
    "DESCRIPTION": "What the pages do, for the agencies' own programs: the same rules behind the same wall.",
    "OAS_VERSION": "3.1.0",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "POSTPROCESSING_HOOKS": [],  # values stand where they are used
}

# Mail: unset, each is a file in .local/mail.
vars().update(env.email_url("EMAIL_URL", default=f"filemail:///{BASE_DIR / '.local' / 'mail'}"))
DEFAULT_FROM_EMAIL = env("MAIL_FROM", default="tillid@tillid.example")

# Work outside a request: no result backend, nothing lost when a worker is killed.
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_TRANSPORT_OPTIONS = {"max_retries": 0}  # or a request waits four seconds for a broker that is away
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE = {
    "carry-mail": {"task": "cases.tasks.carry_mail", "schedule": 20},
    "seal-the-log": {"task": "cases.tasks.seal_the_log", "schedule": 60},
    "tidy-up": {"task": "cases.tasks.tidy_up", "schedule": crontab(hour=3, minute=30)},
}

# The technical log
LOGGING = logs.LOGGING
logs.configure()

# The telephone of those who run this installation, and of CMM's hotline: shown on every page.
SERVICE_PHONE = env("SERVICE_PHONE", default="41 71 90 00")
HOTLINE = env("HOTLINE", default="70 20 25 50")
