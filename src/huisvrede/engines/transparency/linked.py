"""The record for a computer: JSON-LD under a context of our own, told in the Data Privacy Vocabulary (DPV) of W3C.

An entry reads as it does in a profile, section by section, so that whatever an entry may hold is in it by itself; the context
says which of it the vocabulary has a word for. Our kinds of data and of sources are concepts of our own below its concepts.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext, override

from huisvrede.engines.transparency.record import Record
from huisvrede.engines.transparency.serving import SERVED
from huisvrede.engines.transparency.shape import SECTIONS, TONGUES, Field, Section, Sort, items
from huisvrede.foundation.cluster.organisations import current
from huisvrede.foundation.register.entries import Said
from huisvrede.foundation.register.officer import Officer, officer_of
from huisvrede.foundation.register.words import WORDS

DPV: Final[Mapping[str, Any]] = tomllib.loads(Path(__file__).with_name("dpv.toml").read_text(encoding="utf-8"))
"""The terms that are used, and which of them our words fall under."""

CONCEPTS: Final = {"category": DPV["category"], "source": DPV["source_of"]}
"""Kinds of word that are concepts of their own in the file, with what each falls under."""

ITEM: Final = {
    "purposes": "dpv:Purpose",
    "legal_bases": "dpv:LegalBasis",
    "special_grounds": "dpv:LegalBasis",
    "data_subjects": "dpv:DataSubject",
    "transfers": "dpv:ThirdCountry",
    "retention": "dpv:StorageDuration",
    "security": "dpv:TechnicalOrganisationalMeasure",
    "controllers": "dpv:DataController",
    "processing": "dpv:Processing",
    "processors": "dpv:DataSubProcessor",
}
"""Section -> what each of its items is."""

RECIPIENTS: Final = {
    "processor": ("data_processors", "dpv:DataProcessor"),
    "third-party": ("third_parties", "dpv:ThirdParty"),
    "joint-controller": ("joint_controllers", "dpv:JointDataControllers"),
    "internal": ("internal_recipients", "dpv:Recipient"),
}
"""Role of a recipient -> under which name it stands, and what it is."""

SAYS: Final = {
    "as_controller": "dpv:hasPersonalDataProcess",
    "as_processor": "dpv:hasPersonalDataProcess",
    "controller": "dpv:hasDataController",
    "controllers": "dpv:hasDataController",
    "processor": "dpv:hasDataProcessor",
    "processors": "dpv:hasDataProcessor",
    "data_processors": "dpv:hasDataProcessor",
    "third_parties": "dpv:hasRecipientThirdParty",
    "joint_controllers": "dpv:hasJointDataControllers",
    "internal_recipients": "dpv:hasRecipient",
    "officer": "dpv:hasDataProtectionOfficer",
    "dpo": "dpv:hasDataProtectionOfficer",
    "representative": "dpv:hasRepresentative",
    "name": "dpv:hasName",
    "country": "dpv:hasName",
    "address": "dpv:hasAddress",
    "contact": "dpv:hasContact",
    "registered_as": "dpv:hasIdentifier",
    "purposes": "dpv:hasPurpose",
    "legal_bases": "dpv:hasLegalBasis",
    "special_grounds": "dpv:hasLegalBasis",
    "data_subjects": "dpv:hasDataSubject",
    "categories": "dpv:hasPersonalData",
    "sources": "dpv:hasDataSource",
    "transfers": "dpv:hasThirdCountry",
    "retention": "dpv:hasStorageCondition",
    "period": "dpv:hasDuration",
    "security": "dpv:hasTechnicalOrganisationalMeasure",
    "processing": "dpv:hasProcessing",
    "text": "skos:prefLabel",
    "label": "skos:prefLabel",
    "broader": "skos:broader",
    "description": "dcterms:description",
    "effective_on": "dcterms:valid",
}
"""Name in the file -> the property it is; any other name is a property of our own."""

PARTY: Final = {"dpo": "dpv:DataProtectionOfficer", "representative": "dpv:Representative"}
"""Lines of a party that speak of somebody else."""

GROUND: Final = re.compile(r"(\d+)\((\d)\)\(([a-z])\)")


def of_record(record: Record) -> bytes:
    """The record as JSON-LD in UTF-8."""
    here = f"{current().origin}/werk/register/"
    graph = {
        "@context": _context(here),
        "@id": f"{here}?versie={record.version.number}",
        "@type": "dpv:ROPA",
        "version": record.version.number,
        "effective_on": record.version.effective_on.isoformat(),
        "as_it_stood_on": record.day.isoformat(),
        "fingerprint": record.version.digest,
        "vocabulary": DPV["source"],
        "controller": _organisation(record, here),
        "as_controller": [_own(said, here) for _key, said in sorted(record.said.items())],
        "as_processor": [_served(said, here) for _key, said in sorted(record.served.items())],
        "concepts": list(_concepts()),
    }
    return json.dumps(graph, ensure_ascii=False, indent=1).encode()


def _context(here: str) -> dict[str, Any]:
    """What each name means: a word of the vocabulary where it has one, else a word of ours at the register's address."""
    fields = [one for section in (*SECTIONS, *SERVED) for one in section.fields]
    every = {one.name: one for one in sorted(fields, key=lambda one: one.sort is Sort.TEXT)}
    names = {name: {"@id": SAYS.get(name, f"hv:{name}")} | _read_as(every.get(name)) for name in (*SAYS, *every)}
    return {
        "@version": 1.1,
        "@vocab": f"{here}#",
        "hv": f"{here}#",
        **{f"hv-{kind}": f"{here}#{kind}/" for kind in CONCEPTS},
        **DPV["prefixes"],
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "dcterms": "http://purl.org/dc/terms/",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
        **names,
        "label": {"@id": "skos:prefLabel", "@container": "@language"},
        "broader": {"@id": "skos:broader", "@type": "@id"},
        **{name: {"@id": SAYS.get(name, f"hv:{name}"), "@type": "xsd:date"} for name in ("effective_on", "as_it_stood_on")},
    }


def _read_as(one: Field | None) -> dict[str, str]:
    if one is None:
        return {}
    if one.words in CONCEPTS:
        return {"@type": "@id"}
    return {Sort.TEXT: {"@container": "@language"}, Sort.DAY: {"@type": "xsd:date"}}.get(one.sort, {})


def _organisation(record: Record, here: str) -> dict[str, Any]:
    """Who answers for the record (articles 30(1)(a) and 30(2)(a))."""
    content = record.version.organisation
    told, officer = content["controller"], officer_of(content["contact"])
    return {
        "@id": f"{here}#controller",
        "@type": ["dpv:DataController", "dpv:DataProcessor"] if record.served else "dpv:DataController",
        "name": told["name"],
        "address": f"{told['address']}, {told['postcode']} {told['city']}",
        "contact": [told["email"], told["phone"]],
        "registered_as": told["kvk"],
        **(
            {"officer": {"@type": "dpv:DataProtectionOfficer", **_named(officer), "contact": officer.email}}
            if officer.dpo
            else {"privacy_officer": officer.email}
        ),
    }


def _named(officer: Officer) -> dict[str, str]:
    return {"name": officer.name} if officer.name else {}


def _own(said: Said, here: str) -> dict[str, Any]:
    """An entry of article 30(1), and who may do what in it."""
    return {
        "@id": f"{current().origin}/api/v1/processing-activities/{said['key']}",
        "@type": "dpv:PersonalDataProcess",
        "key": said["key"],
        "controller": {"@id": f"{here}#controller"},
        **_sections(SECTIONS, said),
        "who_may": [_right(role, row) for role, rows in said["roles"].items() for row in rows],
    }


def _right(role: str, row: Mapping[str, Any]) -> dict[str, Any]:
    return {"role": role, "may": row["actions"], "under": row["purposes"], "reach": row["reach"]}


def _served(said: Said, here: str) -> dict[str, Any]:
    """An entry of article 30(2): the controllers are others, the processor is this organisation."""
    return {
        "@id": f"{here}#served-{said['key']}",
        "@type": "dpv:PersonalDataProcess",
        "key": said["key"],
        "processor": {"@id": f"{here}#controller"},
        **_sections(SERVED, said),
    }


def _sections(sections: Sequence[Section], said: Said) -> dict[str, Any]:
    """Every section of an entry: of one item its fields, of several a list of them."""
    found: dict[str, Any] = {}
    for section in sections:
        told = [_item(section, item) for item in items(section, said)]
        if not section.many:
            found |= told[0]
        elif section.name == "recipients":
            for item in told:
                name, kind = RECIPIENTS[item["role"]]
                found.setdefault(name, []).append({"@type": kind, **item})
        else:
            found[section.name] = told
    return found


def _item(section: Section, item: Mapping[str, Any]) -> dict[str, Any]:
    """An item with what it is and what it falls under; what says nothing is left out."""
    found: dict[str, Any] = {"@type": ITEM[section.name]} if section.name in ITEM else {}
    for one in section.fields:
        value = item.get(one.name)
        if one.name in PARTY:
            value = value and {"@type": PARTY[one.name], "contact": value}
        elif one.words in CONCEPTS:
            value = [f"hv-{one.words}:{code}" for code in value or ()]
        if value not in (None, "", [], {}):
            found[one.name] = value
    broader = DPV["basis"].get(item.get("basis")) or _ground(str(item.get("article", "")))
    return found | ({"broader": broader} if broader else {})


def _ground(article: str) -> str:
    """`9(2)(h)` as the vocabulary names it; "" for an article that it has no word for."""
    name = GROUND.sub(r"eu-gdpr:A\1-\2-\3", article)
    return name if name in DPV["terms"] else ""


def _concepts() -> Iterator[dict[str, Any]]:
    """Our own kinds of data and of sources, in both languages, each below a concept of the vocabulary."""
    for kind, below in CONCEPTS.items():
        for code, msgid in WORDS[kind].items():
            yield {"@id": f"hv-{kind}:{code}", "@type": "skos:Concept", "label": _both(msgid), "broader": below[code]}


def _both(msgid: str) -> dict[str, str]:
    said = {}
    for tongue in TONGUES:
        with override(tongue):
            said[tongue] = gettext(msgid)
    return said
