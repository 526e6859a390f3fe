"""The record as linked data: every term is one of the vocabulary, every kind of data falls under one, and nothing is left out."""

from __future__ import annotations

import csv
import json
import os
from pathlib import Path
from typing import Any

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDF, SKOS

from huisvrede.core.vocabulary import Category
from huisvrede.engines.transparency.linked import DPV, of_record
from huisvrede.engines.transparency.serving import SERVED
from huisvrede.engines.transparency.shape import SECTIONS
from huisvrede.foundation.cluster.organisations import inside
from huisvrede.foundation.register.words import WORDS
from tests.recorded import HOUSE, PROFILES, graph, recorded

SPACES = DPV["prefixes"]
PUBLISHED = os.environ.get("HUISVREDE_DPV", "")
"""A folder with the vocabulary as W3C publishes it (w3c/dpv, folder 2.3), where somebody has it."""


def made(profile: str) -> tuple[Graph, dict[str, Any]]:
    with inside(HOUSE):
        file = of_record(recorded(profile))
    return graph(file), json.loads(file)


def term(name: str) -> URIRef:
    prefix, _colon, rest = name.partition(":")
    return URIRef(SPACES[prefix] + rest)


@pytest.fixture(scope="module")
def bureau() -> tuple[Graph, dict[str, Any]]:
    return made("survey-bureau")


@pytest.mark.parametrize("profile", PROFILES)
def test_every_term_is_one_of_the_list(profile: str) -> None:
    found, _file = made(profile)
    used = {str(part) for triple in found for part in triple if isinstance(part, URIRef)}
    known = {str(term(name)) for name in DPV["terms"]}
    assert {one for one in used if one.startswith("https://w3id.org/dpv")} - known - {DPV["source"]} == set()


def test_the_list_holds_no_term_that_is_never_used() -> None:
    said = {value for table in ("category", "source_of", "basis") for value in DPV[table].values()}
    text = Path(of_record.__code__.co_filename).read_text(encoding="utf-8")
    grounds = {name for name in DPV["terms"] if name.startswith("eu-gdpr:A9-2-")}
    assert {name for name in DPV["terms"] if f'"{name}"' not in text} - said - grounds == set()
    assert len(DPV["terms"]) == len(set(DPV["terms"]))


def test_the_list_agrees_with_what_is_published() -> None:
    published: set[str] = set()
    for path in Path(PUBLISHED).rglob("*.csv") if PUBLISHED else ():
        with path.open(encoding="utf-8", newline="") as file:
            published |= {row.get("iri", "") for row in csv.DictReader(file)}
    missing = {name for name in DPV["terms"] if str(term(name)) not in published}
    assert not published or missing == set()


def test_every_word_of_ours_falls_under_a_concept(bureau: tuple[Graph, dict[str, Any]]) -> None:
    assert set(DPV["category"]) == {one.value for one in Category}
    assert set(DPV["source_of"]) == set(WORDS["source"])
    assert set(DPV["basis"]) == set(WORDS["basis"])
    found, _file = bureau
    for kind in found.objects(None, term("dpv:hasPersonalData")):
        assert str(found.value(kind, SKOS.broader)).startswith("https://w3id.org/dpv")
        assert {label.language for label in found.objects(kind, SKOS.prefLabel) if isinstance(label, Literal)} == {"nl", "en"}


def test_it_says_what_article_30_asks_of_a_controller(bureau: tuple[Graph, dict[str, Any]]) -> None:
    found, _file = bureau
    (record,) = found.subjects(RDF.type, term("dpv:ROPA"))
    controller = found.value(record, term("dpv:hasDataController"))
    assert str(found.value(controller, term("dpv:hasName"))) == "Bureau Wervelpeil"
    assert found.value(controller, term("dpv:hasDataProtectionOfficer"))
    own = [e for e in found.objects(record, term("dpv:hasPersonalDataProcess")) if (e, term("dpv:hasPurpose"), None) in found]
    assert len(own) == len(recorded("survey-bureau").said)
    for entry in own:
        for asked in ("DataController", "DataSubject", "PersonalData", "LegalBasis", "StorageCondition", "TechnicalOrganisationalMeasure"):
            assert (entry, term(f"dpv:has{asked}"), None) in found, (entry, asked)
    bases = {found.value(basis, SKOS.broader) for basis in found.objects(None, term("dpv:hasLegalBasis"))}
    assert term("eu-gdpr:A6-1-c") in bases


def test_it_says_what_article_30_asks_of_a_processor(bureau: tuple[Graph, dict[str, Any]]) -> None:
    found, file = bureau
    (served,) = file["as_processor"]
    entry = URIRef(served["@id"])
    names = {str(found.value(one, term("dpv:hasName"))) for one in found.objects(entry, term("dpv:hasDataController"))}
    assert names == {"Sectorfonds Dakrand", "Wonen Hazelmark"}
    helpers = {str(found.value(one, term("dpv:hasName"))) for one in found.objects(entry, term("dpv:hasDataProcessor"))}
    assert helpers == {"Bureau Wervelpeil", "Portaalwerf", "Datacentrum Noordkaap"}
    assert len(list(found.objects(entry, term("dpv:hasProcessing")))) == 4


def test_whatever_an_entry_may_hold_is_in_it() -> None:
    _graph, file = made("allocation-service")
    (served,) = file["as_processor"]
    entry = next(one for one in file["as_controller"] if one["key"] == "home-seekers")
    said = recorded("allocation-service").said["home-seekers"]
    for section in SECTIONS:
        if section.many and section.name != "recipients":
            assert len(entry.get(section.name, ())) == len(said.get(section.name) or ()), section.name
    recipients = sum(len(entry.get(name, ())) for name in ("data_processors", "third_parties", "joint_controllers", "internal_recipients"))
    assert recipients == len(said["recipients"])
    assert entry["description"] == said["description"]
    assert all(served[section.name] for section in SERVED if section.many and section.name not in {"transfers"})


def test_what_has_no_word_in_the_vocabulary_is_a_word_of_ours(bureau: tuple[Graph, dict[str, Any]]) -> None:
    _graph, file = bureau
    assert file["@context"]["held_in"]["@id"] == "hv:held_in"
    assert file["@context"]["name"] == {"@id": "dpv:hasName", "@container": "@language"}
