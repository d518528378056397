from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from tests.cli.conftest import Run

import vitalfew
from vitalfew.cli.hover import first_sentence
from vitalfew.rules.engine import smells

FIELDS = Path(vitalfew.__file__).parent / "load" / "fields.csv"


@pytest.fixture
def schema(run: Run) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run("schema").stdout)
    return found


def test_the_schema_is_json_and_knows_the_nouns(schema: dict[str, Any]) -> None:
    assert {"kpis", "objectives", "people"} <= set(schema["properties"])


def test_every_field_says_what_it_holds_and_no_description_is_idle(schema: dict[str, Any]) -> None:
    fields = [(name, key) for name, part in schema["$defs"].items() for key in part["properties"]]
    fields += [("Framework", key) for key in schema["properties"]]
    parts = {**schema["$defs"], "Framework": schema}
    assert [field for field in fields if not parts[field[0]]["properties"][field[1]]["description"].strip()] == []
    with FIELDS.open(encoding="utf-8", newline="") as file:
        written = [row["field"] for row in csv.DictReader(file)]
    known = {f"{name}.{key}" for name, key in fields} | {key for _, key in fields}
    assert [field for field in written if field not in known] == []
    assert len(set(written)) == len(written)


def test_an_editor_shows_what_the_rules_ask_of_a_field(schema: dict[str, Any]) -> None:
    """The pages are the source: OWN001's flagged example is a KPI without an owner."""
    owner = schema["$defs"]["Kpi"]["properties"]["owner"]["description"]
    missing = next(smell for smell in smells() if smell.slug == "missing-owner")
    assert owner.startswith("The one person who answers for it. ")
    assert f"missing-owner (OWN001): {first_sentence(missing)}" in owner
    target = schema["$defs"]["Kpi"]["properties"]["target"]["description"]
    assert "missing-target (TGT001): " in target
    assert "orphan-kpi" in schema["$defs"]["Kpi"]["properties"]["objectives"]["description"]
    described = [each["description"] for part in schema["$defs"].values() for each in part["properties"].values()]
    assert max(map(len, described)) < 1_000


def test_sentences_end_where_they_do() -> None:
    assert all(first_sentence(smell)[-1] in ".?!" for smell in smells())
