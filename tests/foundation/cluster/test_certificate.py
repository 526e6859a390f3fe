"""The certificate of a machine that has no better one."""

from __future__ import annotations

import ssl
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509

from huisvrede.foundation.cluster.certificate import certificate_for

NOW = datetime(2031, 3, 14, tzinfo=UTC)
HOSTS = ["zorg.localhost", "wonen.localhost"]


def names(certificate: Path) -> set[str]:
    found = x509.load_pem_x509_certificate(certificate.read_bytes())
    return {
        str(one.value) for one in found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    }


def test_it_names_every_host_and_a_server_can_use_it(tmp_path: Path) -> None:
    certificate, key = certificate_for(HOSTS, tmp_path / "tls", at=NOW)
    assert names(certificate) == {*HOSTS, "localhost", "127.0.0.1", "::1"}
    ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(certificate, key)
    assert stat.S_IMODE(key.stat().st_mode) == 0o600


def test_it_stays_until_a_month_before_its_end(tmp_path: Path) -> None:
    certificate, key = certificate_for(HOSTS, tmp_path, at=NOW)
    first = certificate.read_bytes()
    certificate_for(HOSTS, tmp_path, at=NOW + timedelta(days=366))
    assert certificate.read_bytes() == first
    certificate_for(HOSTS, tmp_path, at=NOW + timedelta(days=368))
    second = certificate.read_bytes()
    assert second != first
    key.unlink()
    certificate_for(HOSTS, tmp_path, at=NOW + timedelta(days=368))
    assert certificate.read_bytes() != second


def test_a_new_organisation_gets_into_it(tmp_path: Path) -> None:
    certificate, _key = certificate_for(HOSTS, tmp_path, at=NOW)
    certificate_for([*HOSTS, "nieuw.localhost"], tmp_path, at=NOW)
    assert "nieuw.localhost" in names(certificate)
