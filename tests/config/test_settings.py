"""What each process is given, and what it is not."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings

from tests.conftest import ROOT, VAR

ASKED = """
import json, django
django.setup()
from django.conf import settings as s
names = ("DEBUG", "SESSION_COOKIE_NAME", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_NAME", "CSRF_COOKIE_SECURE",
         "LANGUAGE_COOKIE_NAME", "SECURE_HSTS_SECONDS", "LETTERBOX", "PROCRASTINATE_IMPORT_PATHS")
print(json.dumps({n: getattr(s, n) for n in names}))
"""


def given(**environment: str) -> dict[str, object]:
    """The settings of a process with these variables."""
    ran = subprocess.run(
        [sys.executable, "-c", ASKED],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, **environment},
    )
    return dict(json.loads(ran.stdout))


def test_over_https_cookies_stay_with_the_host() -> None:
    found = given(HUISVREDE_SECURE="1", HUISVREDE_LOGIN="worker", HUISVREDE_LETTERBOX="1")
    assert found == {
        "DEBUG": False,
        "SESSION_COOKIE_NAME": "__Host-session",
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_NAME": "__Host-csrf",
        "CSRF_COOKIE_SECURE": True,
        "LANGUAGE_COOKIE_NAME": "__Host-language",
        "SECURE_HSTS_SECONDS": 31536000,
        "LETTERBOX": True,
        "PROCRASTINATE_IMPORT_PATHS": ["huisvrede.config.jobs"],
    }


def test_what_is_not_switched_on_is_off() -> None:
    assert (settings.DEBUG, settings.SECURE, settings.LETTERBOX, settings.PROCRASTINATE_IMPORT_PATHS) == (
        False,
        False,
        False,
        [],
    )


def test_a_query_without_an_organisation_has_nowhere_to_go() -> None:
    assert settings.DATABASES["default"]["ENGINE"] == "django.db.backends.dummy"


def test_the_key_of_the_sessions_stands_in_var_and_nowhere_in_the_source() -> None:
    assert (VAR / "secrets" / "django").read_text().strip() == settings.SECRET_KEY
    assert len(settings.SECRET_KEY) >= 50
    assert settings.SECRET_KEY not in (ROOT / "src/huisvrede/config/settings.py").read_text()


@pytest.mark.parametrize("upload", settings.FILE_UPLOAD_HANDLERS)
def test_no_uploaded_file_touches_the_disk(upload: str) -> None:
    assert upload == "django.core.files.uploadhandler.MemoryFileUploadHandler"
    assert settings.FILE_UPLOAD_MAX_MEMORY_SIZE > settings.UPLOAD_LIMIT
