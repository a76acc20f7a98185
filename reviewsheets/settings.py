"""All settings, for a laptop and for production.

Every environment variable is read in the first section and nowhere else. Without any, the dashboard runs
locally: SQLite and a generated key under `var/`, reachable from this machine only. `REVIEWSHEETS_ENV=production`
takes nothing for granted: it does not start without a secret key, host names and a database.
"""

import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path

import dj_database_url
from csp.constants import SELF
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest

BASE_DIR = Path(__file__).resolve().parent.parent


# --- The environment -------------------------------------------------------------------------------------------------


def env_text(name: str, default: str = "") -> str:
    """A variable's text, stripped."""
    return os.environ.get(name, default).strip()


def env_bool(name: str, *, default: bool) -> bool:
    """A yes or no; anything but 1/0, true/false, yes/no is an error."""
    text = env_text(name).lower()
    if text in {"", "1", "true", "yes", "0", "false", "no"}:
        return text in {"1", "true", "yes"} if text else default
    raise ImproperlyConfigured(f"{name} must be 1 or 0, not {text!r}")


def env_int(name: str, default: int) -> int:
    """A whole number."""
    text = env_text(name)
    if not text:
        return default
    try:
        return int(text)
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {text!r}") from None


def env_list(name: str) -> list[str]:
    """A comma-separated list."""
    return [part.strip() for part in env_text(name).split(",") if part.strip()]


def env_pairs(name: str) -> dict[str, str]:
    """name=value, comma-separated."""
    pairs = [part.partition("=") for part in env_list(name)]
    if any(not sign for _, sign, _ in pairs):
        raise ImproperlyConfigured(f"{name} must be name=value pairs with commas between them")
    return {key.strip(): value.strip() for key, _, value in pairs}


def required(name: str) -> str:
    """A variable production cannot do without."""
    text = env_text(name)
    if not text:
        raise ImproperlyConfigured(f"{name} must be set when REVIEWSHEETS_ENV=production")
    return text


def local_secret_key(path: Path) -> str:
    """The key of this machine, made at the first start and readable by its owner only.

    It appears whole or not at all: of two processes that start at once the second reads the first one's.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        descriptor, written = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(64))
        with suppress(FileExistsError):  # the other process was first
            os.link(written, path)
        os.unlink(written)
    return path.read_text().strip()


def address_behind_proxy(request: HttpRequest) -> str:
    """The reader's address as the trusted proxy saw it: the last it wrote, since readers can write the ones before."""
    seen = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    return seen or str(request.META["REMOTE_ADDR"])


ENVIRONMENT = env_text("REVIEWSHEETS_ENV", "local")
if ENVIRONMENT not in {"local", "production"}:
    raise ImproperlyConfigured(f"REVIEWSHEETS_ENV must be local or production, not {ENVIRONMENT!r}")
PRODUCTION = ENVIRONMENT == "production"
VAR_DIR = Path(env_text("REVIEWSHEETS_VAR") or BASE_DIR / "var")
UPLOAD_DIR = Path(env_text("UPLOAD_DIR") or VAR_DIR / "uploads")  # the web process and the worker both write there
DEBUG = env_bool("DEBUG", default=False)
if PRODUCTION and DEBUG:
    raise ImproperlyConfigured("DEBUG=1 shows the program's inside to strangers; it is refused in production")
SECRET_KEY = (
    required("SECRET_KEY") if PRODUCTION else env_text("SECRET_KEY") or local_secret_key(VAR_DIR / "secret-key")
)
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS") or ["localhost", "127.0.0.1", "[::1]"]
DATABASE_URL = env_text("DATABASE_URL")
TRUSTED_PROXY = env_bool("TRUSTED_PROXY", default=False)
HSTS_SECONDS = env_int("HSTS_SECONDS", 365 * 24 * 3600)
REVIEW_LIMITS = env_pairs("REVIEW_LIMITS")  # thresholds of the review by name: low_execution_percent=60
if PRODUCTION:
    required("ALLOWED_HOSTS")
    required("DATABASE_URL")


# --- The application -------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "reviewsheets",  # first, so that its admin templates win
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_tables2",
    "reversion",
    "axes",
    "csp",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "reviewsheets.views.unchanged.UnchangedPages",  # below those whose cookies a page depends on
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",  # last: it answers a locked-out login
]

ROOT_URLCONF = "reviewsheets.urls"
WSGI_APPLICATION = "reviewsheets.wsgi.application"

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
                "django.template.context_processors.i18n",
            ],
            "builtins": ["reviewsheets.templatetags.languages"],
        },
    },
]

DATABASES = {
    "default": dj_database_url.parse(
        DATABASE_URL or f"sqlite:///{VAR_DIR / 'db.sqlite3'}", conn_max_age=60, conn_health_checks=True
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        # Take the write lock at the start: two people saving wait for each other and do not fail half-way.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    # To compile what a page asks, or to start processes that share it, takes longer than to answer it; and indexes are
    # in memory, not on a turning disk.
    options = "-c jit=off -c max_parallel_workers_per_gather=0 -c random_page_cost=1.1"
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("options", options)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


# --- Language and time -----------------------------------------------------------------------------------------------

# The sheets' own terms are the source text; English is the translation (locale/en).
LANGUAGE_CODE = "ja"
LANGUAGES = [("ja", "日本語"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "reviewsheets" / "locale"]  # the templates stand outside the app and share its catalogue
TIME_ZONE = "Asia/Tokyo"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = False


# --- Static files ----------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}


# --- People ----------------------------------------------------------------------------------------------------------

AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "admin:login"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]  # a stranger cannot lock an official out from elsewhere
AXES_LOCKOUT_TEMPLATE = "admin/locked_out.html"
AXES_RESET_ON_SUCCESS = True


# --- Safety ----------------------------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],  # plotly.js draws its image download through a blob
        "connect-src": [SELF],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": [SELF],
        "frame-ancestors": ["'none'"],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
# One sheet on one page: every cell is a form field, and a large sheet has several thousand.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024

if PRODUCTION:
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^health/$"]  # the container asks itself, without TLS
    SECURE_HSTS_SECONDS = HSTS_SECONDS
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
if TRUSTED_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    AXES_CLIENT_IP_CALLABLE = address_behind_proxy

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django.request": {"level": "ERROR"},
        "axes": {"level": "WARNING"},
        # It tries rows again in another order and warns of each try; what fails in the end is raised.
        "reversion": {"level": "ERROR"},
    },
}
