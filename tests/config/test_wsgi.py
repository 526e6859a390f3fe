"""What gunicorn loads answers, and a host nobody knows learns nothing from it."""

from __future__ import annotations

from wsgiref.util import setup_testing_defaults

import pytest

from huisvrede.config.wsgi import application


@pytest.mark.parametrize(
    ("host", "path", "status"), [("unknown.example", "/", 404), ("localhost", "/health/live", 200)]
)
def test_the_application_answers(host: str, path: str, status: int) -> None:
    environ = {"HTTP_HOST": host, "PATH_INFO": path}
    setup_testing_defaults(environ)
    said: list[str] = []
    response = application(environ, lambda line, _headers: said.append(line))
    response.close()
    assert [line.split()[0] for line in said] == [str(status)]
