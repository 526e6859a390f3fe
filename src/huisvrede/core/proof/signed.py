"""What a signed statement is: typed fields with one spelling, and a signature over exactly those bytes.

The spelling is canonical JSON: sorted keys, no spaces, UTF-8, times in UTC. Reading refuses all others.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import MAXYEAR, date, datetime, timedelta
from hashlib import sha256
from typing import Annotated, Any, ClassVar, Generic, Self, TypeVar, get_args, get_origin, get_type_hints

from huisvrede.core.proof.errors import ProofError
from huisvrede.core.proof.merkle import LABEL
from huisvrede.core.proof.signing import Signer


def _is_moment(value: datetime) -> bool:
    """In UTC, and not so late that adding hours to it fails."""
    return value.utcoffset() == timedelta(0) and value.year < MAXYEAR


# A field's annotation is its rule: the type, exactly, and what must be true of a value.
Number = Annotated[int, range(1, 2**63).__contains__]
Count = Annotated[int, range(2**63).__contains__]
Transaction = Annotated[int, range(2**64).__contains__]
Digest = Annotated[str, re.compile(r"[0-9a-f]{64}").fullmatch]
KeyId = Annotated[str, re.compile(r"[0-9a-f]{16}").fullmatch]
# Findings show texts of files that strangers made: no control characters, so that a terminal obeys none.
Text = Annotated[str, re.compile(r"(?=\S)[^\x00-\x1f\x7f-\x9f\ud800-\udfff]{1,1000}").fullmatch]
Label = Annotated[str, LABEL.fullmatch]
Moment = Annotated[datetime, _is_moment]


@dataclass(frozen=True, kw_only=True)
class Statement:
    """Something the organisation signs; `key_id` says with which key.

    Raises ProofError for a value that breaks the rule of its field.
    """

    TYPE: ClassVar[str]
    _RULES: ClassVar[Mapping[str, tuple[type, Any]]]
    key_id: KeyId

    def __init_subclass__(cls) -> None:
        """The rules from the annotations: name of a field -> its exact type, and what must be true."""
        super().__init_subclass__()
        hints = get_type_hints(cls, include_extras=True).items()
        cls._RULES = {name: _rule(hint) for name, hint in hints if get_origin(hint) is not ClassVar}

    def __post_init__(self) -> None:
        """Hold every value to the rule of its field."""
        for name, (kind, rule) in self._RULES.items():
            value = getattr(self, name)
            if type(value) is not kind or not rule(value):
                raise ProofError(f"A {self.TYPE} has no valid {name}.")

    @property
    def name(self) -> str:
        """What a reader calls it."""
        return f"The {self.TYPE}"

    def to_json(self) -> dict[str, object]:
        """The fields and the type as JSON values."""
        return {"type": self.TYPE, **{name: _written(getattr(self, name)) for name in self._RULES}}

    @classmethod
    def from_json(cls, data: object) -> Self:
        """Read what `to_json` wrote. Raises ProofError for a missing, unknown or otherwise spelled value."""
        names = {"type", *cls._RULES}
        if not isinstance(data, Mapping) or data.keys() != names or data["type"] != cls.TYPE:
            raise ProofError(f"A {cls.TYPE} has exactly the fields {', '.join(sorted(names))}.")
        values: dict[str, Any] = {name: _read(kind, data[name]) for name, (kind, _) in cls._RULES.items()}
        return cls(**values)

    def canonical(self) -> bytes:
        """The bytes that are signed; with the type, so that no statement passes for one of another."""
        return canonical_json(self.to_json())

    @property
    def digest(self) -> str:
        """SHA-256 of the canonical bytes, in hexadecimal."""
        return sha256(self.canonical()).hexdigest()


S = TypeVar("S", bound=Statement)
S_co = TypeVar("S_co", bound=Statement, covariant=True)


@dataclass(frozen=True)
class Signed(Generic[S_co]):
    """A statement with the Ed25519 signature of 64 bytes over its canonical bytes."""

    statement: S_co
    signature: bytes

    def to_json(self) -> dict[str, object]:
        """The statement and the signature, in hexadecimal."""
        return {"statement": self.statement.to_json(), "signature": self.signature.hex()}


def sign(statement: S, signer: Signer) -> Signed[S]:
    """Sign. Raises ProofError if the statement names another key than the signer's."""
    if statement.key_id != signer.key_id:
        raise ProofError(f"{statement.name} names another key than the one that is to sign it.")
    return Signed(statement, signer.sign(statement.canonical()))


def read_signed(kind: type[S], data: object) -> Signed[S]:
    """Read what `Signed.to_json` wrote; whether the signature is true is for `verify_chain` to say.

    Raises ProofError for anything else.
    """
    if not isinstance(data, Mapping) or data.keys() != {"statement", "signature"}:
        raise ProofError("A signed statement has exactly the fields statement and signature.")
    return Signed(kind.from_json(data["statement"]), read_bytes(data["signature"], 64))


def read_bytes(text: object, length: int) -> bytes:
    """Read so many bytes from hexadecimal digits in lower case. Raises ProofError for anything else."""
    if not isinstance(text, str) or not re.fullmatch(rf"[0-9a-f]{{{2 * length}}}", text):
        raise ProofError(f"{length} bytes are written as {2 * length} hexadecimal digits in lower case.")
    return bytes.fromhex(text)


def canonical_json(data: object) -> bytes:
    """The one spelling of a JSON value. Raises ValueError for what has none, such as NaN."""
    return json.dumps(
        data, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    ).encode()


def _rule(hint: Any) -> tuple[type, Any]:
    base, rule = get_args(hint) or (hint, lambda _: True)
    return (base if isinstance(base, type) else str), rule


def _written(value: object) -> object:
    return value.isoformat().replace("+00:00", "Z") if isinstance(value, date) else value


def _read(kind: type, value: object) -> object:
    if not issubclass(kind, date):
        return value
    try:
        moment = kind.fromisoformat(str(value))
    except ValueError:
        moment = None
    if moment is None or _written(moment) != value:
        raise ProofError("A day is written as 2026-01-31 and a time as 2026-01-31T12:00:00Z.")
    return moment
