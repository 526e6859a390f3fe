"""Django's settings, from `var/` and the environment; nothing secret stands in this file.

HUISVREDE_VAR     folder with organisations, secrets and the database (./var)
HUISVREDE_LOGIN   which database login this process has: web, worker or owner
HUISVREDE_SMTP    host:port of the mail server (127.0.0.1:8025, the demo's letterbox)
HUISVREDE_LETTERBOX  1 in the demo: mail.localhost shows the mail that was sent
HUISVREDE_SECURE  1 when served over HTTPS: cookies are Secure, HSTS is sent, plain HTTP is redirected
HUISVREDE_SMTP_TLS  1 where the mail server is reached by STARTTLS
HUISVREDE_BREACHED  file of passwords known from breaches: SHA-1 in hexadecimal, one a line, in order
HUISVREDE_CLAMD   where the virus scanner listens: the path of clamd's socket, or host:port (none)
"""

from __future__ import annotations

import os
from pathlib import Path

from huisvrede.foundation.cluster.connections import configured
from huisvrede.foundation.cluster.organisations import folder, secret

VAR = folder()
BUILD = Path(os.environ.get("HUISVREDE_BUILD", "build")).resolve()
PROFILES = Path(os.environ.get("HUISVREDE_PROFILES", "profiles")).resolve()
LOGIN = os.environ.get("HUISVREDE_LOGIN", "web")
LETTERBOX = os.environ.get("HUISVREDE_LETTERBOX", "0") == "1"
SECURE = os.environ.get("HUISVREDE_SECURE", "0") == "1"
BREACHED = os.environ.get("HUISVREDE_BREACHED", "")

SECRET_KEY = secret(VAR, "django")
DEBUG = False
ALLOWED_HOSTS = ["*"]  # our own first middleware knows the hosts and answers 404 to all others
ROOT_URLCONF = "huisvrede.config.urls"
WSGI_APPLICATION = "huisvrede.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES = configured(VAR, LOGIN)
DATABASE_ROUTERS = ["huisvrede.foundation.cluster.routing.Router"]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "huisvrede.foundation.signin",
    "procrastinate.contrib.django",
    "huisvrede.foundation.register",
    "huisvrede.foundation.walls",
    "huisvrede.foundation.people",
    "huisvrede.foundation.vault",
    "huisvrede.foundation.audit",
    "huisvrede.foundation.documents",
    "huisvrede.foundation.messages",
    "huisvrede.foundation.cases",
    "huisvrede.foundation.duties",
    "huisvrede.foundation.disposal",
    "huisvrede.foundation.gates",
    "huisvrede.foundation.imports",
    "huisvrede.foundation.jobs",
    "huisvrede.foundation.lists",
    "huisvrede.foundation.ui",
    "huisvrede.engines.access",
    "huisvrede.engines.retention",
    "huisvrede.engines.rights",
    "huisvrede.engines.transparency",
    "huisvrede.modules.allocation",
    "huisvrede.modules.care",
    "huisvrede.faces.desk",
    "huisvrede.faces.portal",
    "huisvrede.faces.api",
    "huisvrede.faces.letterbox",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.mfa",  # last, so that our own pages and texts go before theirs
]

MIDDLEWARE = [
    "huisvrede.foundation.gates.headers.Headers",
    "huisvrede.foundation.cluster.middleware.ByHost",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "huisvrede.foundation.gates.bearing.Bearing",  # before cookies are read: none opens the API
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "huisvrede.foundation.gates.middleware.Walls",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "huisvrede.foundation.gates.context.shell",
            ],
        },
    }
]
FORM_RENDERER = "huisvrede.foundation.ui.renderer.UiRenderer"

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
LOCALE_PATHS: list[Path] = []
USE_I18N = True
FORMAT_MODULE_PATH = "huisvrede.config.formats"
USE_TZ = True
TIME_ZONE = "Europe/Amsterdam"

STATIC_URL = "/static/"
STATICFILES_DIRS = [BUILD / "static"] if (BUILD / "static").is_dir() else []
STATIC_ROOT = BUILD / "collected"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

AUTH_USER_MODEL = "signin.Account"
AUTHENTICATION_BACKENDS = ["huisvrede.foundation.people.logins.Backend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "huisvrede.foundation.people.passwords.GuessableValidator"},
    {"NAME": "huisvrede.foundation.people.passwords.BreachedPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/aan/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "huisvrede.foundation.people.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_SESSION_REMEMBER = False
# attempts are counted by our own log (audit.signin); what sends mail is slowed down by allauth
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": None, "reauthenticate": None}
ACCOUNT_FORMS = {
    "login": "huisvrede.foundation.people.forms.LoginForm",
    "signup": "huisvrede.foundation.people.forms.SignupForm",
    "reauthenticate": "huisvrede.foundation.people.forms.ReauthenticateForm",
    "reset_password": "huisvrede.foundation.people.forms.ResetPasswordForm",
}
SOCIALACCOUNT_ADAPTER = "huisvrede.foundation.people.openid.OpenIdAdapter"
MFA_ADAPTER = "huisvrede.foundation.people.second_factor.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "huisvrede.foundation.people.second_factor.AuthenticateForm",
    "reauthenticate": "huisvrede.foundation.people.second_factor.ReauthenticateForm",
    "login_webauthn": "huisvrede.foundation.people.passkeys.LoginForm",
    "authenticate_webauthn": "huisvrede.foundation.people.passkeys.AuthenticateForm",
    "reauthenticate_webauthn": "huisvrede.foundation.people.passkeys.ReauthenticateForm",
    "add_webauthn": "huisvrede.foundation.people.passkeys.AddForm",
    "edit_webauthn": "huisvrede.foundation.people.passkeys.RenameForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_RATE_LIMITS = {"webauthn_login": "60/m/ip"}  # an office shares an address; what fails is counted by our own log

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_NAME = "__Host-session" if SECURE else "session"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 8 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
PROOF_COOKIE_NAME = "__Host-proof" if SECURE else "proof"  # the browser itself writes this one
LANGUAGE_COOKIE_NAME = "__Host-language" if SECURE else "language"
LANGUAGE_COOKIE_SECURE = SECURE
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else "csrf"
CSRF_FAILURE_VIEW = "huisvrede.foundation.gates.pages.stale_form"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31536000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 2**20
FILE_UPLOAD_MAX_MEMORY_SIZE = 60 * 2**20
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
UPLOAD_LIMIT = 50 * 2**20
CLAMD = os.environ.get("HUISVREDE_CLAMD", "")

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
MAIL_NAMED = "HUISVREDE_SMTP" in os.environ
EMAIL_HOST, EMAIL_PORT = os.environ.get("HUISVREDE_SMTP", "127.0.0.1:8025").rsplit(":", 1)
EMAIL_USE_TLS = os.environ.get("HUISVREDE_SMTP_TLS", "0") == "1"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = "no-reply@huisvrede.example"

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "signin_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},  # a full cache forgets codes that were used
    },
    # What is the same for everybody and never changes, such as a published statement; in this process alone.
    "published": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}
PROCRASTINATE_DATABASE_ALIAS = "control"
PROCRASTINATE_ON_APP_READY = None
PROCRASTINATE_IMPORT_PATHS = ["huisvrede.config.jobs"] if LOGIN == "worker" else []
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = None  # only the worker needs the code of the jobs

LOGGING_CONFIG = "huisvrede.config.logs.configure"
LOGGING = {"level": os.environ.get("HUISVREDE_LOG", "INFO")}
