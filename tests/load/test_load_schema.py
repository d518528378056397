"""The JSON Schema says what the loader takes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from vitalfew.load import schema as room
from vitalfew.load.tree import read_tree

SCHEMA: dict[str, Any] = room.schema()
EXAMPLE = (Path(__file__).parent / "example" / "framework.yaml").read_text(encoding="utf-8")
TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "number": (int, float),
    "integer": (int,),
    "boolean": (bool,),
    "null": (type(None),),
    "array": (list,),
    "object": (dict,),
}
KNOWN = {
    "$ref",
    "$defs",
    "$schema",
    "type",
    "anyOf",
    "oneOf",
    "enum",
    "const",
    "pattern",
    "minLength",
    "maxLength",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "items",
    "prefixItems",
    "minItems",
    "maxItems",
    "properties",
    "required",
    "additionalProperties",
    "propertyNames",
    "minProperties",
    "discriminator",
    "default",
    "title",
    "description",
    "format",
}


def errors(value: Any, part: dict[str, Any], at: str = "$") -> list[str]:
    """Validate by the words of JSON Schema that ours uses."""
    assert set(part) <= KNOWN, f"a word the test does not know: {set(part) - KNOWN}"
    if "$ref" in part:
        return errors(value, SCHEMA["$defs"][part["$ref"].rpartition("/")[2]], at)
    for word in ("anyOf", "oneOf"):
        if word in part and all(errors(value, option, at) for option in part[word]):
            return [f"{at}: none of {word}"]
    kinds = TYPES.get(part.get("type", ""), (object,))
    if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds and object not in kinds):
        return [f"{at}: {value!r} is no {part['type']}"]
    if value not in part.get("enum", [value]) or part.get("const", value) != value:
        return [f"{at}: {value!r} is none of the words"]
    found = _of_scalar(value, part, at)
    if isinstance(value, list):
        options = [*part.get("prefixItems", []), *[part.get("items", {})] * len(value)]
        found += [each for number, item in enumerate(value) for each in errors(item, options[number], f"{at}[{number}]")]
    if isinstance(value, dict):
        found += _of_mapping(value, part, at)
    return found


def _of_scalar(value: Any, part: dict[str, Any], at: str) -> list[str]:
    if isinstance(value, str) and not re.search(part.get("pattern", ""), value):
        return [f"{at}: {value!r} has another form"]
    if isinstance(value, int | float) and not part.get("minimum", value) <= value <= part.get("maximum", value):
        return [f"{at}: {value!r} is out of range"]
    return []


def _of_mapping(value: dict[str, Any], part: dict[str, Any], at: str) -> list[str]:
    found = [f"{at}: {key} is missing" for key in part.get("required", []) if key not in value]
    for key, item in value.items():
        inner = part.get("properties", {}).get(key, part.get("additionalProperties", {}))
        found += [f"{at}: {key} is no key"] if inner is False else errors(item, inner, f"{at}.{key}")
    return found


def parsed(text: str) -> Any:
    [top] = read_tree(text, "f").documents
    return top


def test_the_example_is_valid() -> None:
    assert errors(parsed(EXAMPLE), SCHEMA) == []


@pytest.mark.parametrize(
    "text",
    [
        "{}",
        "preset: okr",
        "kpis: [{id: a, objectives: o, owner: [x, y], drives: k, escalate: {stale: 1}, threshold: [1, 2]}]",
        "kpis: [{id: a, objectives: [{id: o, weight: 2}], drives: [{kpi: k}], threshold: {2026-01-01: 4}}]",
        "kpis: [{id: a, target: {within: [1, 2], best: 1.5}}, {id: b, target: {values: {2026-01: 5}}}]",
        "measures: [{id: a_b, sql: select 1, by: region}]",
        "sources: [{id: s, kind: manual}]",
        "calendar: {holidays: [2026-01-01]}",
        "calendar: {holidays: DE-BY, business_hours: 08:00-16:30, quiet_hours: none}",
    ],
)
def test_any_subset_and_every_shorthand_is_valid(text: str) -> None:
    assert errors(parsed(text), SCHEMA) == []


@pytest.mark.parametrize(
    "text",
    [
        "kpi: []",
        "preset: exec",
        "kpis: [{name: a}]",
        "kpis: [{id: A b}]",
        "kpis: [{id: a, onwer: b}]",
        "kpis: [{id: a, lifecycle: alive}]",
        "kpis: [{id: a, objectives: 5}]",
        "kpis: [{id: a, controllable: 'yes'}]",
        "kpis: [{id: a, decimals: 10}]",
        "levels: [{id: a}]",
        "sources: [{id: s, kind: file}]",
    ],
)
def test_what_the_loader_refuses_the_schema_refuses(text: str) -> None:
    assert errors(parsed(text), SCHEMA)


def test_it_names_its_dialect_and_describes_the_nouns() -> None:
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert SCHEMA["title"] == "Vitalfew framework"
    assert all(part.get("description") for part in SCHEMA["$defs"].values())
    assert not any("title" in field for part in SCHEMA["$defs"].values() for field in part["properties"].values())


def test_the_schema_is_plain_data() -> None:
    assert yaml.safe_load(yaml.safe_dump(SCHEMA)) == SCHEMA
