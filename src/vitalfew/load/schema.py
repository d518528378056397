"""The file format as a JSON Schema for editors, from the models: `# yaml-language-server: $schema=…`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from csv import DictReader
from functools import cache
from importlib.resources import files
from io import StringIO
from typing import Any

from pydantic import BaseModel

from vitalfew.base.said import Said, say
from vitalfew.base.word import noun_word
from vitalfew.load.shape import KEYS, records
from vitalfew.model.framework import Framework
from vitalfew.model.noun import Listed

DIALECT = "https://json-schema.org/draft/2020-12/schema"
# Records for which a bare id or number may stand: `drives: [churn]`, `by: [region]`, `policy: {draft-days: 60}`.
_SHORT = {**dict.fromkeys(("ObjectiveLink", "KpiLink", "Drive", "By"), "string"), "PolicyRange": "number"}


def schema(advice: Mapping[tuple[str, str], str] | None = None) -> dict[str, object]:
    """Give the JSON Schema of a framework file; any subset of its keys is valid.

    Each field's description says what it holds, and `advice` (by record and key) what more an editor shows beside it.
    """
    found = Framework.model_json_schema(by_alias=True)
    models = {model.__name__: model for key in KEYS for model in _below(Framework.model_fields[key].annotation)}
    _open_shorthands(found)
    for name, part in found["$defs"].items():
        _open_lists(part, models[name])
    for part in (found, *found["$defs"].values()):
        for field in part["properties"].values():
            _quiet(field)
    for name, part in (("Framework", found), *found["$defs"].items()):
        for key, field in part["properties"].items():
            field["description"] = " ".join(filter(None, (described(name, key), (advice or {}).get((name, key)))))
    found["title"] = "Vitalfew framework"
    return {"$schema": DIALECT, **found}


@cache
def _fields() -> dict[str, str]:
    text = (files("vitalfew") / "load" / "fields.csv").read_text(encoding="utf-8")
    return {row["field"]: row["what"] for row in DictReader(StringIO(text))}


def described(record: str, key: str) -> Said:
    """Say what a field of a record holds; a field that means the same everywhere is described once."""
    return say(_fields().get(f"{record}.{key}") or _fields()[key])


def called(key: str) -> Said:
    """Say what a field, or a word that it may hold, is called."""
    words = noun_word(key) if key != "org_unit" else "organisation unit"
    return say(words[:1].upper() + words[1:])


def said_of_fields() -> tuple[str, ...]:
    """Give every text that `described` and `called` may say: of every field, and of every word that a field may hold."""
    keys = {field.rpartition(".")[2] for field in _fields()}
    return tuple(sorted({*_fields().values(), *map(called, {*keys, *_words(schema())})}))


def _words(part: object) -> Iterator[str]:
    if isinstance(part, dict):
        choices = (*part.get("enum", ()), part.get("const"))
        yield from (each for each in choices if isinstance(each, str))
        for each in part.values():
            yield from _words(each)
    elif isinstance(part, list):
        for each in part:
            yield from _words(each)


def _quiet(field: dict[str, Any]) -> None:
    """Leave out titles that repeat the key, and defaults that say nothing."""
    field.pop("title", None)
    if not isinstance(field.get("default"), str | int | float):
        field.pop("default", None)


def _below(annotation: Any) -> set[type[BaseModel]]:
    """Give the records that an annotation leads to, at any depth."""
    found: set[type[BaseModel]] = set()
    waiting = [annotation]
    while waiting:
        for model in set(records(waiting.pop())) - found:
            found.add(model)
            waiting += [field.annotation for field in model.model_fields.values()]
            waiting += [part for field in model.model_fields.values() for part in field.metadata]
    return found


def _open_lists(part: dict[str, Any], model: type[BaseModel]) -> None:
    """Say that one item may stand for a list of one, where the model takes it so."""
    for name, field in model.model_fields.items():
        key = field.alias or name
        if Listed in field.metadata:
            whole = part["properties"][key]
            kept = {word: whole.pop(word) for word in ("default", "title", "description") if word in whole}
            part["properties"][key] = {"anyOf": [whole["items"], whole], **kept}


def _open_shorthands(node: Any) -> None:
    """Say that a bare value may stand for a record."""
    for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        _open_shorthands(child)
    short = _SHORT.get(str(node.get("$ref", "")).rpartition("/")[2]) if isinstance(node, dict) else None
    if short:
        link = {"$ref": node.pop("$ref")}
        node["anyOf"] = [{"type": short}, link]
