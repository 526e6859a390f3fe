from __future__ import annotations

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from hypothesis import given
from hypothesis import strategies as st

from huisvrede.core.proof.errors import ProofError
from huisvrede.core.proof.signing import Signer, key_id, public_keys, verify_signature

# RFC 8032 §7.1, test 3.
RFC_KEY = ed25519.Ed25519PrivateKey.from_private_bytes(
    bytes.fromhex("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7")
)
RFC_SIGNATURE = (
    "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
    "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
)
ELLIPTIC = ec.generate_private_key(ec.SECP256R1())


def written(path: Path, text: bytes, mode: int = 0o600) -> Path:
    path.write_bytes(text)
    path.chmod(mode)
    return path


@pytest.fixture
def rfc_signer(tmp_path: Path) -> Signer:
    pem = RFC_KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return Signer.load(written(tmp_path / "rfc.pem", pem))


def test_the_signature_is_that_of_the_rfc(rfc_signer: Signer) -> None:
    assert rfc_signer.sign(b"\xaf\x82").hex() == RFC_SIGNATURE


def test_the_key_id_is_the_beginning_of_the_digest_of_the_raw_public_key(rfc_signer: Signer) -> None:
    assert rfc_signer.key_id == "dac073e0123bdea5"


def test_a_new_key_is_in_a_file_for_its_owner_alone_and_is_loaded_again(tmp_path: Path) -> None:
    signer = Signer.generate(tmp_path / "signing.pem")
    assert (tmp_path / "signing.pem").stat().st_mode & 0o777 == 0o600
    assert Signer.load(tmp_path / "signing.pem").public_pem == signer.public_pem


def test_two_new_keys_differ(tmp_path: Path) -> None:
    assert Signer.generate(tmp_path / "one").key_id != Signer.generate(tmp_path / "two").key_id


def test_a_key_is_never_overwritten(tmp_path: Path) -> None:
    key_file = written(tmp_path / "signing.pem", b"the only copy")
    with pytest.raises(ProofError, match=r"^The signing key signing\.pem cannot be made: File exists\.$"):
        Signer.generate(key_file)
    assert key_file.read_bytes() == b"the only copy"


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o610, 0o601])
def test_a_key_that_others_may_touch_is_refused(tmp_path: Path, mode: int) -> None:
    Signer.generate(tmp_path / "signing.pem")
    (tmp_path / "signing.pem").chmod(mode)
    with pytest.raises(
        ProofError, match=r"^The signing key signing\.pem is open to others; its mode must be 0600\.$"
    ):
        Signer.load(tmp_path / "signing.pem")


def test_a_key_that_its_owner_may_only_read_is_good(tmp_path: Path) -> None:
    signer = Signer.generate(tmp_path / "signing.pem")
    (tmp_path / "signing.pem").chmod(0o400)
    assert Signer.load(tmp_path / "signing.pem").key_id == signer.key_id


def test_a_missing_key_is_named(tmp_path: Path) -> None:
    with pytest.raises(
        ProofError, match=r"^The signing key none\.pem cannot be read: No such file or directory\.$"
    ):
        Signer.load(tmp_path / "none.pem")


@pytest.mark.parametrize(
    "pem",
    [
        b"",
        b"-----BEGIN PRIVATE KEY-----\nnonsense\n-----END PRIVATE KEY-----\n",
        ELLIPTIC.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
        RFC_KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"password")),
    ],
    ids=["empty", "nonsense", "elliptic", "encrypted"],
)
def test_a_file_that_is_no_ed25519_key_is_refused(tmp_path: Path, pem: bytes) -> None:
    with pytest.raises(ProofError, match=r"^The signing key signing\.pem is no Ed25519 key in PEM\.$"):
        Signer.load(written(tmp_path / "signing.pem", pem))


def test_a_signer_does_not_print_its_key(rfc_signer: Signer) -> None:
    assert repr(rfc_signer) == "Signer()"


@given(st.binary(max_size=200))
def test_what_was_signed_is_verified(message: bytes) -> None:
    pem = RFC_KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    signature = RFC_KEY.sign(message)
    assert verify_signature(pem, message, signature)
    assert not verify_signature(pem, message + b"\x00", signature)


@pytest.mark.parametrize("length", [0, 63, 65])
def test_a_signature_of_another_length_is_false(rfc_signer: Signer, length: int) -> None:
    assert not verify_signature(
        rfc_signer.public_pem, b"\xaf\x82", (bytes.fromhex(RFC_SIGNATURE) * 2)[:length]
    )


@given(st.integers(0, 511))
def test_a_signature_with_one_other_bit_is_false(bit: int) -> None:
    pem = RFC_KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    forged = (int(RFC_SIGNATURE, 16) ^ 1 << bit).to_bytes(64)
    assert not verify_signature(pem, b"\xaf\x82", forged)


@pytest.mark.parametrize(
    "pem",
    [b"", b"no key", ELLIPTIC.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)],
    ids=["empty", "nonsense", "elliptic"],
)
def test_a_public_key_that_is_no_ed25519_key_is_refused(pem: bytes) -> None:
    with pytest.raises(ProofError, match=r"^The public key is no Ed25519 key in PEM\.$"):
        verify_signature(pem, b"", b"")


def test_all_public_keys_of_one_text_are_read_by_their_id(tmp_path: Path) -> None:
    old, new = Signer.generate(tmp_path / "old"), Signer.generate(tmp_path / "new")
    keys = public_keys(b"The key of 2026:\n" + new.public_pem + b"and before:\n" + old.public_pem)
    assert keys == {new.key_id: new.public_pem, old.key_id: old.public_pem}
    assert [key_id(pem) for pem in keys.values()] == list(keys)


def test_a_text_without_a_public_key_is_refused() -> None:
    with pytest.raises(ProofError, match=r"^There is no public key in PEM to check with\.$"):
        public_keys(b"-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n")
