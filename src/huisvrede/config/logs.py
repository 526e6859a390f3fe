"""Structured logs without personal data: what happened, where, with which reference; never who or what."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

import structlog

QUIET = (
    "django.request",
    "django.security",
    "django.db.backends",
    "procrastinate",
    "aiosmtpd",
    "mail.log",
    "fido2",
    "urllib3",
    "allauth",
)
"""Libraries that put paths, texts of exceptions, numbers of passkeys or parameters in their lines.

What they tell we tell ourselves.
"""


def configure(settings: Mapping[str, Any]) -> None:
    """JSON lines on standard error. Texts of exceptions are left out: a database puts personal data in them."""
    logging.basicConfig(level=settings["level"], format="%(message)s", force=True)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
