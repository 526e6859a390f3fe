"""A collector that runs: takes OTLP over HTTP on this machine, and answers as a test tells it to."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from django.conf import settings
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTracePartialSuccess,
    ExportTraceServiceRequest,
    ExportTraceServiceResponse,
)
from opentelemetry.proto.trace.v1.trace_pb2 import Span

from huisvrede.foundation.cluster.organisations import Organisation


@dataclass
class Running:
    """What it was sent, and how it answers: a status, how many lines it rejects, what it says instead of OTLP,
    and which process it kills between taking lines and answering."""

    endpoint: str = ""
    status: int = 200
    rejected: int = 0
    nonsense: bytes = b""
    kills: int = 0
    spans: list[Span] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)


@contextmanager
def collecting() -> Iterator[Running]:
    """A collector for as long as the block runs; afterwards its socket is closed."""
    running = Running()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if running.status == 200 and not running.rejected and not running.nonsense:
                asked = ExportTraceServiceRequest.FromString(body)
                running.spans += [one for r in asked.resource_spans for s in r.scope_spans for one in s.spans]
            running.headers.append(dict(self.headers.items()))
            if running.kills:
                os.kill(running.kills, signal.SIGKILL)
            said = ExportTraceServiceResponse(
                partial_success=ExportTracePartialSuccess(rejected_spans=running.rejected)
            )
            answer = running.nonsense or said.SerializeToString()
            self.send_response(running.status)
            if running.status == 302:
                self.send_header("Location", f"{running.endpoint}/elsewhere")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_said: object) -> None:
            """Nothing goes to the terminal."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        running.endpoint = f"http://127.0.0.1:{server.server_port}/v1/traces"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield running
        finally:
            server.shutdown()


def named(organisation: Organisation, endpoint: str) -> None:
    """Let an organisation know its collector."""
    path = settings.VAR / "secrets" / f"{organisation.key}.log.toml"
    path.write_text(
        f'endpoint = "{endpoint}"\nheaders = {{ authorization = "Bearer x" }}\n', encoding="utf-8"
    )
    path.chmod(0o600)
