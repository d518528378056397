"""The shape of a framework file, read off the models: its sections, the kinds of its lists, the keys of every part."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, get_args

from pydantic import BaseModel

from vitalfew.base.ref import Ref
from vitalfew.base.said import say
from vitalfew.base.word import NOUNS, word
from vitalfew.model.framework import NOUN_KEYS, Framework
from vitalfew.model.noun import Noun

KEYS: tuple[str, ...] = tuple(Framework.model_fields)
SECTIONS: tuple[str, ...] = tuple(key for key in KEYS if key not in NOUN_KEYS and key != "preset")
"""The keys that hold mappings; a finding about one has the ref `<section>:main`, such as `calendar:main`."""


def records(annotation: Any) -> Iterator[type[BaseModel]]:
    """Give the records that a field can hold, from left to right."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from records(part)


def _kind(key: str) -> str:
    model = next(records(Framework.model_fields[key].annotation))
    return model.kind_ if issubclass(model, Noun) else key


KINDS: dict[str, str] = {key: _kind(key) for key in NOUN_KEYS}
"""The kind of the nouns under each key: `kpis` → `kpi`."""


def section(key: str) -> Ref:
    """Give the address of a section."""
    return Ref(key, "main")


def noun_word(kind: str) -> str:
    """Name a kind of noun as people do."""
    return word("organisation unit") if kind == "org_unit" else NOUNS[kind][0] if kind in NOUNS else kind.replace("_", " ")


def called(key: str) -> str:
    """Name a section in a sentence."""
    return say("the {section}", section=NOUNS[key][0] if key in NOUNS else key)


def with_article(noun: str) -> str:
    """Put the indefinite article before a noun."""
    return say("an {noun}", noun=noun) if noun[0] in "aeio" else say("a {noun}", noun=noun)


@cache
def keys_at(path: tuple[str, ...]) -> tuple[str, ...]:
    """Give the keys that may stand in the mapping at a path of keys from the top of a file, list indexes left out."""
    models: list[type[BaseModel]] = [Framework]
    for part in path:
        fields = [field for model in models for name, field in model.model_fields.items() if part in {name, field.alias}]
        models = [record for field in fields for record in records(field.annotation)] or models
    return tuple(dict.fromkeys(field.alias or name for model in models for name, field in model.model_fields.items()))
