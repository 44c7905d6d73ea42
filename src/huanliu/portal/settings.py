"""Settings of the portal. One file for every place of use: what differs comes from the environment (`environment.py`).

Without HUANLIU_PRODUCTION the portal is a demonstration on this machine; with it every protection that needs HTTPS is on.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from huanliu.portal import environment
from huanliu.portal.headers import POLICY

HERE = Path(__file__).parent
PRODUCTION = environment.flag("HUANLIU_PRODUCTION")
DEBUG = False
DATA = environment.folder("HUANLIU_DATA", "var")
SECRET_KEY = environment.secret("HUANLIU_SECRET_KEY", PRODUCTION)
SECRET_KEY_FALLBACKS = environment.names("HUANLIU_OLD_SECRET_KEYS")
ALLOWED_HOSTS = environment.names("HUANLIU_HOSTS", "" if PRODUCTION else "localhost,127.0.0.1,[::1],testserver")
SITE_ADDRESS = environment.text("HUANLIU_ADDRESS", "http://localhost:8000")

INSTALLED_APPS = [
    # One app per desk; an app knows only those below it (import-linter).
    "huanliu.portal.api",
    "huanliu.portal.demo",
    "huanliu.portal.obstacles",
    "huanliu.portal.desks",
    "huanliu.portal.organisations",
    "huanliu.portal.cases",
    "huanliu.portal.documents",
    "huanliu.portal.authorities",
    "huanliu.portal.journeys",
    "huanliu.portal.law",
    "huanliu.portal.people",
    "huanliu.portal.consent",
    "huanliu.portal.record",
    "huanliu.portal.front",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "django_htmx",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "huanliu.portal.headers.Headers",
    "huanliu.portal.front.legible.Legible",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "huanliu.portal.front.sessions.Sessions",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "huanliu.portal.urls"
WSGI_APPLICATION = "huanliu.portal.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "huanliu.portal.front.context.page",
                "huanliu.portal.authorities.context.post",
                "huanliu.portal.demo.context.demonstration",
            ],
            "builtins": ["huanliu.portal.front.templatetags.words", "huanliu.portal.front.templatetags.keeping"],
        },
    }
]

# -- data --------------------------------------------------------------------------------------------------------------

DATABASES = {"default": environment.database("HUANLIU_DATABASE", f"sqlite:///{DATA / 'huanliu.db'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Writers queue instead of failing: with a deferred transaction SQLite refuses at once whoever began by reading.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; PRAGMA busy_timeout=20000",
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# Kept open between requests. On SQLite whoever closes the last connection writes the whole log back into the file: after every
# request that took longer than the page.
DATABASES["default"]["CONN_MAX_AGE"] = 600
# What must hold in every process at once lies in the database: failed sign-ins, and codes that opened once. What only protects a
# process's own time is counted in its memory. Keys are digests (no address of a visitor is kept); values are small.
CACHES = {
    "default": {
        "BACKEND": "huanliu.portal.front.counting.Counts",
        "KEY_FUNCTION": "huanliu.portal.front.limits.unreadable_key",
    },
    "near": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "near",
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    },
}
# Pages of the interview and of the law that one address may ask a process for in a minute; 0 does not count.
PAGES_A_MINUTE = environment.whole("HUANLIU_PAGES_A_MINUTE", 1_200)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Uploaded papers lie outside anything that is served.
MEDIA_ROOT = DATA / "papers"
STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not PRODUCTION
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
PAPER_MAX_BYTES = environment.whole("HUANLIU_PAPER_MAX_BYTES", 10_000_000)

# -- people ------------------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_REDIRECT_URL = "front:home"
LOGIN_URL = "account_login"
ACCOUNT_ADAPTER = "huanliu.portal.front.adapter.Adapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory" if PRODUCTION else "optional"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# How long a session lasts is ours to say (front/sessions.py), not a box to tick.
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_RATE_LIMITS = {
    "login": "20/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "signup": "20/h/ip",
    "reset_password": "10/h/ip,5/h/key",
    "confirm_email": "1/3m/key",
    "reauthenticate": "10/m/user",
}
ALLAUTH_TRUSTED_PROXY_COUNT = environment.whole("HUANLIU_PROXIES", 0)
# When a session was last seen is noted by front/sessions.py, once a minute: allauth's own middleware writes on every page.
USERSESSIONS_TRACK_ACTIVITY = True
USERSESSIONS_ADAPTER = "huanliu.portal.front.sessions.Ending"
MFA_ADAPTER = "huanliu.portal.front.adapter.Factors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Huanliu 环流"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": environment.text("HUANLIU_OIDC_ID", "oidc"),
                "name": environment.text("HUANLIU_OIDC_NAME", "OpenID Connect"),
                "client_id": environment.text("HUANLIU_OIDC_CLIENT"),
                "secret": environment.text("HUANLIU_OIDC_SECRET"),
                "settings": {"server_url": environment.text("HUANLIU_OIDC_SERVER")},
            }
        ]
        if environment.text("HUANLIU_OIDC_SERVER")
        else [],
    }
}
# Kept so long after it was last written; front/sessions.py ends the sessions of whoever is signed in by its own clocks.
SESSION_ENGINE = "huanliu.portal.front.stored"
SESSION_COOKIE_AGE = int(timedelta(hours=12).total_seconds())
# The answers of the interview leave with the browser.
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
EMAIL_BACKEND = environment.text("HUANLIU_MAIL_BACKEND", "django.core.mail.backends.console.EmailBackend")
EMAIL_HOST = environment.text("HUANLIU_MAIL_HOST", "localhost")
EMAIL_PORT = environment.whole("HUANLIU_MAIL_PORT", 25)
EMAIL_HOST_USER = environment.text("HUANLIU_MAIL_USER")
EMAIL_HOST_PASSWORD = environment.text("HUANLIU_MAIL_PASSWORD")
EMAIL_USE_TLS = environment.flag("HUANLIU_MAIL_TLS")
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = SERVER_EMAIL = environment.text("HUANLIU_MAIL_FROM", "huanliu@localhost")

# -- languages ---------------------------------------------------------------------------------------------------------

USE_I18N = USE_TZ = True
TIME_ZONE = "Asia/Hong_Kong"
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("zh-hans", "简体中文"), ("zh-hant", "繁體中文"), ("pt", "Português")]
LANGUAGE_COOKIE_SAMESITE = "Lax"

# -- protection --------------------------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {"DIRECTIVES": POLICY}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if PRODUCTION:
    SECURE_SSL_REDIRECT = environment.flag("HUANLIU_SSL_REDIRECT", True)
    SECURE_HSTS_SECONDS = environment.whole("HUANLIU_HSTS_SECONDS", 31_536_000)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
    CSRF_TRUSTED_ORIGINS = environment.names("HUANLIU_ORIGINS")
    if environment.whole("HUANLIU_PROXIES", 0):
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": environment.text("HUANLIU_LOG", "WARNING")},
}
