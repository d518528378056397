"""What can be mended by itself: for a finding, the change of the text that does so, and whether it is safe.

Safe is what leaves no doubt: a form that reads as one thing only, or a slip of one or two letters with one name near.
Everything else is a suggestion. Whoever applies a fix checks the text again: nothing may be introduced by it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from pydantic import BaseModel

from vitalfew.base.finding import Finding, Span
from vitalfew.load.edit import Edit, Entry, Script
from vitalfew.load.form import is_form, is_slip, written
from vitalfew.load.read import Loaded
from vitalfew.load.shape import KINDS, SECTIONS, keys_at, section
from vitalfew.load.tree import Mapping as Tree
from vitalfew.model.reference import references

_MEANT = re.compile(r"did you mean `([^`]+)`\?")
_NAMED = re.compile(r"write `id: ([a-z0-9_-]+)`")
_DEAD = re.compile(r".* names the [\w ]+ `([^`]*)`, which is not declared\Z", re.DOTALL)
_KEYS = {kind: key for key, kind in KINDS.items()}
_PLAIN = re.compile(r"[\w.+-][\w .+/-]*\Z")  # what means the same inside braces


@dataclass(frozen=True)
class Fix:
    """A change that mends a finding; `what` says it in words."""

    finding: Finding
    what: str
    edits: tuple[Edit, ...]
    is_safe: bool


Scripts = Mapping[str, Script]
Found = Fix | None


class Spot(NamedTuple):
    """A finding with all that its fix is made from: its place, the file's script, what was read, the scripts of all files."""

    finding: Finding
    place: Span
    script: Script
    loaded: Loaded
    scripts: Scripts


def fixes(findings: Iterable[Finding], loaded: Loaded, scripts: Scripts) -> Iterator[Fix]:
    """Give the fix of each finding that has one."""
    for finding in findings:
        look = FIXES.get(finding.rule)
        if look and finding.place and finding.place.file in scripts:
            found = look(Spot(finding, finding.place, scripts[finding.place.file], loaded, scripts))
            if found:
                yield found


def _meant(finding: Finding) -> str | None:
    found = _MEANT.search(finding.help)
    return found[1] if found else None


def _key(spot: Spot) -> Found:
    """Mend a misspelt key, or move one that belongs a level up or down."""
    finding, place, script, _, _ = spot
    key = script.scalar(place)
    if key is None:
        return None
    near = _meant(finding)
    moved = _moved(spot)
    if moved or near is None:
        return moved
    return Fix(finding, f"write `{near}` for `{key.value}`", (script.replace(key, near),), is_slip(key.value, near))


def _moved(spot: Spot) -> Found:
    """Move `owner` out of `target`, or `by` into it, where that is the one place it can belong to."""
    finding, place, script, loaded, _ = spot
    entry = script.entry(place)
    noun = loaded.spans.nouns.get(finding.ref)
    parts = (finding.field or "").split(".")
    if entry is None or noun is None or entry.key.value != parts[-1]:
        return None
    top, mapping = _KEYS[finding.ref.kind], noun[1]
    edit, where = None, ""
    if len(parts) == 2 and _is_above(top, parts[1], mapping, mapping.get(parts[0])):
        edit, where = script.before(mapping.marks[parts[0]], parts[1], script.raw(entry.value)), f"out of `{parts[0]}`"
    elif len(parts) == 1:
        homes = [key for key, part in mapping.items() if isinstance(part, Tree) and part and _belongs(top, key, parts[0], part)]
        if len(homes) == 1:
            edit, where = _into(script, mapping[homes[0]], entry), f"into `{homes[0]}`"
    gone = script.removal(entry)
    if edit is None or gone is None or gone.start <= edit.start < gone.end:
        return None
    return Fix(finding, f"move `{entry.key.value}` {where}", (gone, edit), is_safe=True)


def _is_above(top: str, name: str, mapping: Tree, part: object) -> bool:
    return name in keys_at((top,)) and name not in mapping and isinstance(part, Tree) and len(part) > 1


def _belongs(top: str, key: str, name: str, part: Tree) -> bool:
    return name in keys_at((top, key)) and name not in part and keys_at((top, key)) != keys_at((top,))


def _into(script: Script, part: Tree, entry: Entry) -> Edit | None:
    """Write an entry as the first of a part in braces, where nothing in it could end them, or before its first key."""
    raw = script.raw(entry.value)
    offset = script.offset(part.start)
    if script.text[offset : offset + 1] == "{":
        fits = _PLAIN.match(raw) or entry.value.style
        return Edit(script.file, offset + 1, offset + 1, f"{entry.key.value}: {raw}, ") if fits else None
    return script.before(part.start, entry.key.value, raw)


def _value(spot: Spot) -> Found:
    """Write a value in the form that its field reads."""
    if "has the key" in spot.finding.message:
        return _key(spot)
    finding, place, script, _, _ = spot
    last = (finding.field or "").rpartition(".")[2]
    entry = script.entry(place)
    value = script.scalar(place) if last.isdigit() else entry.value if entry and entry.key.value == last else None
    if value is None:
        return None
    near = _meant(finding)
    form = written(script.raw(value), value.value, finding.message.partition(", where ")[2], is_quoted=bool(value.style))
    if near and form is None:
        return Fix(finding, f"write `{near}`", (script.replace(value, near),), is_safe=is_slip(value.value, near, most=1))
    return Fix(finding, f"write `{form}`", (script.replace(value, form),), is_safe=True) if form else None


def _reference(spot: Spot) -> Found:
    """Write the id of the noun that differs in form alone; a near name of other letters is a guess."""
    finding, place, script, _, _ = spot
    near = _meant(finding)
    value = _naming_at(script, place, _DEAD.sub(r"\1", finding.message))
    if near is None or value is None:
        return None
    is_safe = is_form(value.value, near)
    return Fix(finding, f"write `{near}` for `{value.value}`", (script.replace(value, near),), is_safe)


def _id(spot: Spot) -> Found:
    """Write an id in its one form, also where others name the noun; a noun without one is called after its name."""
    finding, place, script, loaded, scripts = spot
    named = _NAMED.search(finding.help)
    if named is None or finding.ref.kind == "measure":  # measures are named inside formulas
        return None
    if "has no `id`" in finding.message:
        edit = _at_top(script, loaded.spans.nouns[finding.ref][1], "id", named[1])
        return Fix(finding, f"write `id: {named[1]}`", (edit,), is_safe=True)
    entry = script.entry(place)
    if entry is None or entry.key.value != "id":
        return None
    others = _naming(finding.ref.kind, entry.value.value, named[1], loaded, scripts)
    edits = (script.replace(entry.value, named[1]), *others)
    return Fix(finding, f"write `{named[1]}` for `{entry.value.value}`", tuple(dict.fromkeys(edits)), is_safe=True)


def _at_top(script: Script, mapping: Tree, key: str, value: str) -> Edit:
    """Write an entry as the first of a mapping."""
    offset = script.offset(mapping.start)
    if script.text[offset : offset + 1] == "{":
        return Edit(script.file, offset + 1, offset + 1, f"{key}: {value}{', ' if len(mapping) > 1 else ''}")
    return script.before(mapping.start, key, value)


def _naming(kind: str, old: str, new: str, loaded: Loaded, scripts: Scripts) -> Iterator[Edit]:
    """Give the edits of all references to an id."""
    framework = loaded.framework
    nouns = [(noun.ref, noun) for key in KINDS for noun in getattr(framework, key)]
    parts = [(section(key), part) for key in SECTIONS if isinstance(part := getattr(framework, key), BaseModel)]
    for ref, noun in (*nouns, *parts):
        for reference in references(noun):
            if reference.to == kind and reference.id == old:
                place = loaded.spans.find(ref, reference.field)
                script = scripts.get(place.file) if place else None
                value = _naming_at(script, place, old) if script and place else None
                if script and value:
                    yield script.replace(value, new)


def _naming_at(script: Script, place: Span, name: str) -> Any | None:
    """Give the scalar that names a noun: the item of a list that begins at a place, else the value of the key there."""
    entry = script.entry(place)
    found = (script.scalar(place), entry.value if entry else None)
    return next((each for each in found if each and each.value == name), None)


def _direction(spot: Spot) -> Found:
    """Write the direction that a target to reach has from its baseline."""
    finding, _, _, loaded, scripts = spot
    kpi = loaded.framework.kpi.get(finding.ref.id)
    if kpi is None or kpi.target is None or kpi.baseline is None or kpi.target.reach in {None, kpi.baseline.value}:
        return None
    file, mapping = loaded.spans.nouns[finding.ref]
    if "target" not in mapping.marks or file not in scripts:
        return None
    way = "up" if (kpi.target.reach or 0.0) > kpi.baseline.value else "down"
    edit = scripts[file].before(mapping.marks["target"], "direction", way)
    return Fix(finding, f"write `direction: {way}`, from the baseline to the target", (edit,), is_safe=True)


def _tab(spot: Spot) -> Found:
    """Indent with spaces where a tab does it; how many is a guess."""
    finding, place, script, _, _ = spot
    start = script.starts[place.line - 1]
    found = re.compile(r" *\t[ \t]*").match(script.text, start)
    if "a tab indents" not in finding.message or found is None:
        return None
    edit = Edit(script.file, start, found.end(), found[0].replace("\t", "  "))
    return Fix(finding, "indent with spaces", (edit,), is_safe=False)


FIXES: dict[str, Callable[[Spot], Found]] = {
    "broken-yaml": _tab,
    "missing-direction": _direction,
    "unknown-key": _key,
    "unknown-reference": _reference,
    "wrong-id": _id,
    "wrong-value": _value,
}
"""By the slug of the rule: how its findings are mended; the others need a person."""
