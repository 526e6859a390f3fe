"""What an organisation decided: its policy, read from a TOML profile into frozen records.

Unknown words, missing texts and unreadable periods fail here with the file and the key to mend.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from huisvrede.core.duration import Period, span
from huisvrede.core.fingerprint import fingerprint
from huisvrede.core.served import Served, served
from huisvrede.core.terms import Term, settings, term
from huisvrede.core.texts import text as _text
from huisvrede.core.vocabulary import (
    AFTERWARDS,
    COMPUTER_DECIDES,
    CONSENT_SAYS,
    NOWHERE,
    PRINCIPLES,
    SOURCES,
    Category,
    Kind,
    LegalBasis,
    Purpose,
    Reach,
)

Text = Mapping[str, str]
"""A text in both languages: {"nl": …, "en": …}."""

ACTIONS = frozenset(
    {
        "view",
        "create",
        "edit",
        "import",
        "export",
        "establish-identity",
        "advise",
        "decide",
        "hand-over",
        "withdraw",
        "publish",
        "disclose",
        "view-number",
        "record-number",
        "remove-number",
        "propose-role",
        "grant-role",
        "review-access",
        "propose-recovery",
        "confirm-recovery",
        "open-exceptionally",
        "review-exceptional",
        "view-document",
        "add-document",
        "find-person",
        "propose-policy",
    }
)
ROLES, TERMS = "roles", "terms"
RESERVED = frozenset({ROLES, TERMS})
"""Names that no entry of the register has: a draft holds roles and terms under them."""
BASES_THAT_NEED_BALANCING = {LegalBasis.LEGITIMATE_INTEREST}

class PolicyError(Exception):
    """A profile that can't be read: the sentence names the file, the key and what to mend."""


@dataclass(frozen=True, kw_only=True)
class Right:
    """A role may do `action` under `purpose`, as far as `reach`."""

    role: str
    kind: Kind
    purpose: str
    action: str
    reach: Reach


@dataclass(frozen=True, kw_only=True)
class Retention:
    """How long after a clock the data are kept, by which article, what happens then, and what may stay longer and why."""

    clock: str
    period: Period
    source: str
    explanation: Text
    afterwards: str
    longer: Text


@dataclass(frozen=True, kw_only=True)
class Activity:
    """One entry of the record of processing activities (article 30(1))."""

    key: str
    open: bool
    name: Text
    description: Text
    purposes: Mapping[str, Text]
    legal_bases: tuple[Mapping[str, Any], ...]
    special_grounds: tuple[Mapping[str, Any], ...]
    data_subjects: tuple[Text, ...]
    categories: tuple[Category, ...]
    recipients: tuple[Mapping[str, Any], ...]
    transfers: tuple[Mapping[str, Any], ...]
    retention: tuple[Retention, ...]
    security: tuple[Text, ...]
    held_in: str
    owner: str
    reviewed_on: date | None
    review_every: str
    principles: Mapping[str, Text]
    proportionality: Text
    subsidiarity: Text
    sources: tuple[str, ...]
    source_of_data: Text
    informed: Text
    consent: Mapping[str, Text]
    automated_decisions: bool
    automated: Mapping[str, Text]
    required: Text
    exceptional: tuple[Mapping[str, Any], ...]
    rights: tuple[Right, ...]


@dataclass(frozen=True, kw_only=True)
class Role:
    """A task somebody has in the organisation."""

    key: str
    kind: Kind
    name: Text
    second_factor: bool
    idle: timedelta


@dataclass(frozen=True, kw_only=True)
class Policy:
    """Everything one organisation decided, and since when."""

    organisation: Mapping[str, Any]
    effective_on: date
    adopted_on: date
    roles: Mapping[str, Role]
    activities: Mapping[str, Activity]
    terms: Mapping[str, Term]
    served: tuple[Served, ...] = ()
    digest: str = field(default="")


def load(folder: Path) -> Policy:
    """The policy in `profiles/<organisation>/`; raises PolicyError at the first thing that can't be right."""
    organisation = _read(folder / "organisation.toml")
    roles = {
        key: _role(key, row, folder / "roles.toml")
        for key, row in _read(folder / "roles.toml")["roles"].items()
    }
    everywhere = organisation.get("principles", {})
    activities = {a.key: a for a in _activities(folder / "activities", roles, everywhere)}
    policy = organisation["policy"]
    terms = {one.key: one for one in _terms(folder / "terms.toml", _date(policy["effective_on"]))}
    loaded = Policy(
        organisation=organisation,
        effective_on=_date(policy["effective_on"]),
        adopted_on=_date(policy["adopted_on"]),
        roles=roles,
        activities=activities,
        terms=terms,
        served=_for_others(folder / "processing.toml"),
    )
    return Policy(**{**loaded.__dict__, "digest": _digest(loaded)})


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise PolicyError(f"{path} is missing: every profile has this file.") from None
    except tomllib.TOMLDecodeError as problem:
        raise PolicyError(f"{path} can't be read: {problem}.") from None


def _for_others(path: Path) -> tuple[Served, ...]:
    """What is done as a processor (article 30(2)); nothing where the profile has no such file."""
    with _Explained(path, "served"):
        return served(_read(path)["served"]) if path.exists() else ()


def _terms(path: Path, on: date) -> Iterator[Term]:
    """The terms of a profile, by the law of the day on which it begins to bind."""
    for key, row in settings(_read(path)):
        with _Explained(path, key):
            yield term(key, row, on)


def _date(value: object) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value))


def _role(key: str, row: Mapping[str, Any], path: Path) -> Role:
    with _Explained(path, key):
        return role(key, row)


def role(key: str, row: Mapping[str, Any]) -> Role:
    """One role from what a file or a form says of it; ValueError or KeyError names what can't be right."""
    return Role(
        key=key,
        kind=Kind(row["kind"]),
        name=_text(row["name"]),
        second_factor=bool(row.get("second_factor", False)),
        idle=span(row.get("idle", "PT1H")),
    )


def _activities(folder: Path, roles: Mapping[str, Role], everywhere: Mapping[str, Any]) -> Iterator[Activity]:
    for path in sorted(folder.glob("*.toml")):
        row = _read(path)
        with _Explained(path, "activity"):
            yield activity(row, roles, everywhere)


def activity(row: Mapping[str, Any], roles: Mapping[str, Role], everywhere: Mapping[str, Any]) -> Activity:
    """One entry from what a file or a form says of it; ValueError or KeyError names what can't be right.

    `everywhere` says how the organisation keeps to a principle in all it does; what an activity says itself goes before.
    """
    bases = tuple(row["legal_bases"])
    if row["key"] in RESERVED:
        raise ValueError(f"{row['key']} is no name for an activity: roles and terms have it")
    if not bases:
        raise ValueError("legal_bases is empty: an activity needs at least one (article 6)")
    for basis in bases:
        if LegalBasis(basis["basis"]) in BASES_THAT_NEED_BALANCING and "balancing" not in basis:
            raise ValueError(
                "a legitimate interest needs its balancing test: add balancing.nl and balancing.en"
            )
    known = [_text(recipient["name"])["nl"] for recipient in row["recipients"]]
    if len(known) != len(set(known)):
        raise ValueError("two recipients have the same name: who received something could not be told apart")
    for recipient in row["recipients"]:
        if recipient["role"] == "joint-controller" and "contact" not in recipient:
            raise ValueError("a joint controller needs contact.nl and contact.en: where people turn to (article 26(1))")
    if row["state"] == "open" and row["held_in"] == NOWHERE:
        raise ValueError("an open activity is held somewhere: held_in is not nowhere")
    purposes = {p["key"]: _text(p["text"]) for p in row["purposes"]}
    return Activity(
        key=row["key"],
        open={"open": True, "closed": False}[row["state"]],
        name=_text(row["name"]),
        description=_text(row["description"]),
        purposes=purposes,
        legal_bases=bases,
        special_grounds=tuple(row["special_grounds"]),
        data_subjects=tuple(_text(t) for t in row["data_subjects"]),
        categories=tuple(Category(c) for c in row["categories"]),
        recipients=tuple(row["recipients"]),
        transfers=tuple(row["transfers"]),
        retention=tuple(_retention(k, r) for k, r in row["retention"].items()),
        security=tuple(_text(t) for t in row["security"]),
        held_in=row["held_in"],
        owner=_owner(row.get("owner", ""), roles),
        reviewed_on=_date(row["reviewed_on"]) if row.get("reviewed_on") else None,
        review_every=str(Period.parse(row["review_every"])) if row.get("review_every") else "",
        principles=_each({**everywhere, **row.get("principles", {})}, PRINCIPLES, "principles"),
        proportionality=_argued(row, "proportionality"),
        subsidiarity=_argued(row, "subsidiarity"),
        sources=_sources(row.get("sources", ())),
        source_of_data=_text(row["source_of_data"]),
        informed=_argued(row, "informed"),
        consent=_each(row.get("consent", {}), CONSENT_SAYS, "consent"),
        automated_decisions=bool(row["automated_decisions"]),
        automated=_automated(row),
        required=_text(row["required"]),
        exceptional=tuple(_ground(ground) for ground in row.get("exceptional", ())),
        rights=tuple(_rights(row.get("roles", {}), purposes, roles)),
    )


def _owner(role: str, roles: Mapping[str, Role]) -> str:
    """The role that answers for an activity; empty when nobody was named."""
    if role and role not in roles:
        raise ValueError(f"owner {role} is no role of this organisation")
    return role


def _each(said: Mapping[str, Any], known: Sequence[str], name: str) -> Mapping[str, Text]:
    """A text per part, in the order of the parts; what is not said is absent, and the register says so."""
    for unknown in sorted(set(said) - set(known)):
        raise ValueError(f"{unknown} is no part of {name}: choose from {', '.join(known)}")
    return {key: _text(said[key]) for key in known if key in said}


def _automated(row: Mapping[str, Any]) -> Mapping[str, Text]:
    """How a computer decides, where one does without a person; then all of it is said (articles 13(2)(f) and 22)."""
    found = _each(row.get("automated", {}), COMPUTER_DECIDES, "automated")
    if row["automated_decisions"] and len(found) < len(COMPUTER_DECIDES):
        raise ValueError("a computer decides: say how, what that means for people, and how a person looks again (article 22)")
    return found


def _argued(row: Mapping[str, Any], key: str) -> Text:
    return _text(row[key]) if row.get(key) else {}


def _sources(said: Sequence[str]) -> tuple[str, ...]:
    for unknown in sorted(set(said) - SOURCES):
        raise ValueError(f"{unknown} is no source of data: choose from {', '.join(sorted(SOURCES))}")
    return tuple(said)


def _ground(row: Mapping[str, Any]) -> Mapping[str, Any]:
    """A case in which a file may be opened by who else never sees it, and whether an external investigator is named."""
    return {
        "key": str(row["key"]),
        "text": _text(row["text"]),
        "source": str(row["source"]),
        "investigator": bool(row["investigator"]),
    }


def _rights(
    rows: Mapping[str, Any], purposes: Mapping[str, Text], roles: Mapping[str, Role]
) -> Iterator[Right]:
    known = set(purposes) | set(Purpose)
    for role, row in ((role, row) for role, said in rows.items() for row in (said if isinstance(said, list) else [said])):
        for purpose in row["purposes"]:
            if purpose not in known:
                raise ValueError(f"role {role} has purpose {purpose}, which this activity does not have")
            for action in row["actions"]:
                if action not in ACTIONS:
                    raise ValueError(f"role {role} has the unknown action {action}")
                reach = Reach(row["reach"])
                yield Right(role=role, kind=roles[role].kind, purpose=purpose, action=action, reach=reach)


def _retention(clock: str, row: Mapping[str, Any]) -> Retention:
    if not row.get("source"):
        raise ValueError(f"retention {clock} names no source")
    afterwards = row.get("afterwards", "")
    if afterwards and afterwards not in AFTERWARDS:
        raise ValueError(f"retention {clock}: afterwards is one of {', '.join(AFTERWARDS)}, not {afterwards}")
    return Retention(
        clock=clock,
        period=Period.parse(row["period"]),
        source=row["source"],
        explanation=_text(row["explanation"]),
        afterwards=afterwards,
        longer=_argued(row, "longer"),
    )


def _digest(policy: Policy) -> str:
    """A version's fingerprint: two profiles with the same content have the same one."""
    return fingerprint(asdict(policy))


def changed_digest(before: str, changed: Iterable[Activity | Served | Role | Term]) -> str:
    """The fingerprint of a version that came of another by changing these entries, roles and terms."""
    said = sorted(changed, key=lambda one: (one.key, type(one).__name__))
    return fingerprint([before, *(asdict(one) for one in said)])


class _Explained:
    """Turns a bad word or a missing key into a PolicyError that names file and key."""

    def __init__(self, path: Path, key: str) -> None:
        self.path, self.key = path, key

    def __enter__(self) -> None:
        return None

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, _trace: object
    ) -> None:
        if isinstance(problem, KeyError):
            raise PolicyError(f"{self.path}, {self.key}: {problem} is missing or unknown.") from None
        if isinstance(problem, ValueError):
            raise PolicyError(f"{self.path}, {self.key}: {str(problem).rstrip('.')}.") from None
