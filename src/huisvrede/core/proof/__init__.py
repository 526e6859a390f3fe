"""Proof that data ended and that logs stand: Merkle roots, signed chains, and an export to check.

Article 5(2) GDPR (accountability). Nothing here knows a database or a clock.
"""

from huisvrede.core.proof.chain import verify_certificate_leaves, verify_chain
from huisvrede.core.proof.errors import Finding, ProofError
from huisvrede.core.proof.export import write_export
from huisvrede.core.proof.merkle import Step, Tree, inclusion_proof, leaf, merkle_root, proves
from huisvrede.core.proof.signed import Signed, read_signed, sign
from huisvrede.core.proof.signing import Signer, key_id, public_keys, verify_signature
from huisvrede.core.proof.statements import GENESIS, Certificate, Seal, SignedCertificate, SignedSeal
from huisvrede.core.proof.verification import verify_export

__all__ = [
    "GENESIS",
    "Certificate",
    "Finding",
    "ProofError",
    "Seal",
    "Signed",
    "SignedCertificate",
    "SignedSeal",
    "Signer",
    "Step",
    "Tree",
    "inclusion_proof",
    "key_id",
    "leaf",
    "merkle_root",
    "proves",
    "public_keys",
    "read_signed",
    "sign",
    "verify_certificate_leaves",
    "verify_chain",
    "verify_export",
    "verify_signature",
    "write_export",
]
