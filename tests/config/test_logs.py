"""Lines for machines: what happened and where, never who or what."""

from __future__ import annotations

import json
import os
import subprocess
import sys

MARKER = "Kwartelmarker"
LINES = f"""
import logging, structlog
from huisvrede.config.logs import QUIET, configure
configure({{"level": "INFO"}})
log = structlog.get_logger("huisvrede")
log.info("done", count=3)
log.debug("too small to tell")
try:
    raise ValueError("{MARKER}")
except ValueError:
    log.error("failed", error="ValueError", exc_info=True)
    for name in (*QUIET, "django.security.DisallowedHost", "procrastinate.worker"):
        logging.getLogger(name).error("{MARKER}", exc_info=True)
"""


def test_a_line_is_json_and_holds_no_text_of_an_exception() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", LINES], check=True, capture_output=True, text=True, env={**os.environ}
    )
    first, second = (json.loads(line) for line in ran.stderr.splitlines())
    assert (first["event"], first["count"], first["level"]) == ("done", 3, "info")
    assert first["timestamp"].endswith("Z")
    assert (second["event"], second["error"]) == ("failed", "ValueError")
    assert MARKER not in ran.stderr + ran.stdout
