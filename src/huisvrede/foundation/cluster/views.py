"""Health, for whoever watches the machine: counts alone, no names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, wait
from typing import Any

import psycopg
from django.conf import settings
from django.db import connections
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from huisvrede.foundation.cluster.connections import known

PATIENCE = 1.0
"""Seconds in which every database must have answered."""
AT_ONCE = 8


@require_safe
def live(_request: HttpRequest) -> HttpResponse:
    """The process answers; says nothing of anything it depends on."""
    return HttpResponse("live\n", content_type="text/plain")


@require_safe
def ready(_request: HttpRequest) -> HttpResponse:
    """200 when `control` and both databases of every organisation answered within a second, else 503.

    How many there are and how many answered.
    """
    databases = list(_databases())
    pool = ThreadPoolExecutor(max_workers=AT_ONCE)
    asked = [pool.submit(_answers, one) for one in databases]
    done, _late = wait(asked, timeout=PATIENCE)
    pool.shutdown(wait=False, cancel_futures=True)
    answered = sum(one.result() for one in done)
    body = {"databases": len(databases), "answered": answered}
    return JsonResponse(body, status=200 if answered == len(databases) else 503)


def _databases() -> Iterator[Mapping[str, Any]]:
    """Settings of the databases to ask, over connections of their own: no page's is held or kept open."""
    organisations = known(settings.VAR, settings.LOGIN).values()
    yield connections.databases["control"]
    for one in organisations:
        yield connections.databases[one.key]
        yield connections.databases[one.vault_alias]


def _answers(database: Mapping[str, Any]) -> bool:
    try:
        with psycopg.connect(
            dbname=database["NAME"],
            user=database["USER"],
            password=database["PASSWORD"],
            host=database["HOST"],
            port=database["PORT"],
            connect_timeout=2,
            options="-c statement_timeout=1000",
        ) as connection:
            return connection.execute("SELECT 1").fetchone() == (1,)
    except psycopg.OperationalError:
        return False
