"""From merged data to the framework: what is wrong is left out field by field, and everything else is kept.

The models validate everything in one call. Where they refuse, the faulty fields are dropped and the rest is tried again.
A fault that only follows from what was dropped (a target that lost its only value) is not reported a second time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from pydantic import ValidationError

from vitalfew.base.ref import FRAMEWORK, Ref
from vitalfew.base.said import say
from vitalfew.load.merge import Merged
from vitalfew.load.shape import KINDS, SECTIONS, called, keys_at, noun_word, section
from vitalfew.load.words import choices, in_words, is_key
from vitalfew.model.framework import Framework

Path = tuple[str | int, ...]


class _Fault(NamedTuple):
    """A refused value: its path, the key that is at fault though it has no value, pydantic's errors (several for a union)."""

    path: Path
    missing: str | None
    errors: list[Any]

    @property
    def is_unknown_key(self) -> bool:
        return bool(self.errors[0]["type"] == "extra_forbidden")


@dataclass
class Built:
    """The framework, what of the merged data was left out of it, and the nouns that are missing as a whole."""

    framework: Framework = field(default_factory=Framework)
    drops: dict[Any, Any] = field(default_factory=dict)
    lost: set[Ref] = field(default_factory=set)
    told: set[Path] = field(default_factory=set)
    """Paths of what was reported, and of everything around it."""


def build(merged: Merged) -> Built:
    """Validate what the files say; faults are noted in `merged`."""
    built = Built()
    data: Any = merged.data
    while True:
        try:
            built.framework = Framework.model_validate(data)
        except ValidationError as error:
            faults = sorted(_faults(data, error), key=lambda fault: not fault.is_unknown_key)
        else:
            return built
        for path, fault in [(original(fault.path, built.drops), fault) for fault in faults]:
            _tell(merged, built, path, fault)
        for path in [original(fault.path, built.drops) for fault in faults]:
            _drop(built.drops, path)
            if len(path) == 2 and path[0] in KINDS:
                built.lost.add(merged.refs[str(path[0])][int(path[1])])
        data = without(merged.data, built.drops)


def _faults(data: Any, refused: ValidationError) -> Iterator[_Fault]:
    """Give the faults of one round; of the alternatives of a union those that fit best."""
    groups: dict[tuple[Path, str | None], list[_Fault]] = {}
    for error in refused.errors(include_url=False, include_input=False):
        *outer, last = error["loc"]
        key = {"missing": last, "union_tag_not_found": "kind", "union_tag_invalid": "kind"}.get(error["type"])
        missing = key if isinstance(key, str) else None
        path, union = _trace(data, outer if error["type"] == "missing" else error["loc"])
        groups.setdefault((path, missing) if union is None else (union, None), []).append(_Fault(path, missing, [error]))
    for faults in groups.values():
        best = max(map(_fit, faults))
        fitting = [fault for fault in faults if _fit(fault) == best]
        yield fitting[0]._replace(errors=[fault.errors[0] for fault in fitting])


def _fit(fault: _Fault) -> tuple[int, bool]:
    """Rank the alternatives of a union: one that is refused deeper inside, or only lacks something, is what was meant."""
    return len(fault.path), fault.errors[0]["type"] == "missing"


def _trace(data: Any, loc: Iterable[str | int]) -> tuple[Path, Path | None]:
    """Follow an error's location through the data: the path that exists, and where a union's alternatives part."""
    path: Path = ()
    union: Path | None = None
    for part in loc:
        if _holds(data, part):
            data, path = data[part], (*path, part)
        elif isinstance(part, str) and not _is_source(path) and part != "[key]":
            union = path if union is None else union
    return path, union


def _holds(data: Any, part: str | int) -> bool:
    if isinstance(data, list):
        return isinstance(part, int) and part < len(data)
    return isinstance(data, dict) and part in data


def _is_source(path: Path) -> bool:
    """Tell whether the next part names the kind of a source, which stands in no file."""
    return len(path) == 2 and path[0] == "sources"


def original(path: Path, drops: dict[Any, Any]) -> Path:
    """Turn a path in what is left into the path in the files, where earlier items of lists are still counted."""
    whole: Path = ()
    inside: dict[Any, Any] = drops
    for part in path:
        whole = (*whole, _uncounted(part, inside) if isinstance(part, int) else part)
        inside = inside.get(whole[-1]) or {}
    return whole


def _uncounted(number: int, inside: dict[Any, Any]) -> int:
    for gone in sorted(index for index, rest in inside.items() if rest is None and isinstance(index, int)):
        number += gone <= number
    return number


def _drop(drops: dict[Any, Any], path: Path) -> None:
    *outer, last = path
    for part in outer:
        drops = drops.setdefault(part, {})
        if drops is None:
            return
    drops[last] = None


def without(data: Any, drops: dict[Any, Any]) -> Any:
    """Copy data without what was dropped; parts that lost nothing are shared."""
    if not drops:
        return data
    if isinstance(data, dict):
        return {key: without(item, drops.get(key) or {}) for key, item in data.items() if drops.get(key, {}) is not None}
    return [without(item, drops.get(number) or {}) for number, item in enumerate(data) if drops.get(number, {}) is not None]


def _tell(merged: Merged, built: Built, path: Path, fault: _Fault) -> None:
    subject = path if fault.missing is None else (*path, fault.missing)
    value = _at(merged.data, subject)
    if subject in built.told or (fault.missing is None and value is None):
        return
    built.told.update(subject[:length] for length in range(1, len(subject) + 1))
    ref, whose, inside = _owner(merged, subject)
    field = ".".join(str(part) for part in inside)
    smell, message, help = in_words(field, value, fault.errors, whose)
    names = keys_at(tuple(part for part in path[:-1] if isinstance(part, str))) if fault.is_unknown_key else choices(fault.errors)
    name = path[-1] if is_key(fault.errors) else value
    near = merged.hints.nearest(name, names) if isinstance(name, str) and names else None
    if fault.is_unknown_key and near:
        built.told.add((*path[:-1], near))
        merged.faults.add((ref, near if len(inside) == 1 else str(inside[0])))
    if near:
        help = say("did you mean `{near}`?", near=near)
    merged.flag(smell, ref, message, merged.spans.find(ref, field), field or None, help)


def _owner(merged: Merged, subject: Path) -> tuple[Ref, str, Path]:
    """Give the noun or section that a path leads into, how to call it, and the rest of the path."""
    key = str(subject[0])
    if key in KINDS:
        ref = merged.refs[key][int(subject[1])]
        return ref, say("{noun} `{id}`", noun=noun_word(ref.kind), id=ref.id), subject[2:]
    if key in SECTIONS and len(subject) > 1:
        return section(key), called(key), subject[1:]
    return FRAMEWORK, say("the framework"), subject


def _at(data: Any, path: Path) -> Any:
    for part in path:
        data = data[part] if _holds(data, part) else None
    return data
