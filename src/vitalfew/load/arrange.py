"""Nouns put into the framework's files, taken out and put in another order, with the comments that stand above each.

What is written is read again: where the files would say anything else than was asked for, nothing is changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from vitalfew.base.errors import Refused
from vitalfew.base.ref import Ref
from vitalfew.base.said import say
from vitalfew.load.amend import MARK, Nodes, render
from vitalfew.load.decode import BREAK, decode
from vitalfew.load.edit import Edit, edited
from vitalfew.load.read import load_texts
from vitalfew.load.shape import KINDS
from vitalfew.load.span import Spans

KEYS: Mapping[str, str] = {kind: key for key, kind in KINDS.items()}
"""Under which key the nouns of a kind stand: `kpi` → `kpis`."""
_INDENT = 2


class _Item(NamedTuple):
    """A noun where it stands: `start` to `end` is its text, of a noun on lines of its own whole lines with what is above it."""

    ref: Ref
    file: str
    start: int
    end: int
    column: int
    is_flow: bool


def add_noun(texts: Mapping[str, bytes], ref: Ref, fields: Mapping[str, object]) -> dict[str, bytes]:
    """Write a new noun behind the last of its kind, else into a file of its own; raises Refused where its id is taken."""
    spans = load_texts(texts).spans
    if ref in spans.nouns:
        taken = say("there is a {ref} already", ref=ref)
        raise Refused(taken, say("give it another id"))
    scripts = _scripts(texts)
    items = [each for each in _items(spans, scripts, ref.kind) if not each.is_flow]
    said = {"id": ref.id, **fields}
    if not items:
        name = next(path for path in _names(KEYS[ref.kind]) if path not in texts)
        made = {**texts, name: f"{KEYS[ref.kind]}:\n{_block(said, _INDENT)}".encode()}
    else:
        last = items[-1]
        script = scripts[last.file]
        gap = "" if script.text[last.start : last.end].endswith(("\n", "\r")) else "\n"
        edit = Edit(last.file, last.end, last.end, f"{gap}{_block(said, last.column)}")
        made = _edited(texts, scripts, [edit])
    after = load_texts(made).spans
    if dict(after.nouns[ref][1] if ref in after.nouns else {}) != _as_read(said) or _data(after, but=ref) != _data(spans):
        raise _by_hand(ref)
    return made


def remove_noun(texts: Mapping[str, bytes], ref: Ref) -> dict[str, bytes]:
    """Take a noun out, with the comments above it; raises Refused where it is not there, or cannot go alone."""
    spans, scripts = load_texts(texts).spans, _scripts(texts)
    items = _items(spans, scripts, ref.kind)
    found = next((each for each in items if each.ref == ref), None)
    if found is None:
        gone = say("the files declare no {ref}", ref=ref)
        raise Refused(gone, say("see `vitalfew check`"))
    start, end = found.start, found.end
    text = scripts[found.file].text
    if found.is_flow:
        behind = re.compile(r"\s*,\s*").match(text, end)
        before = re.search(r"\s*,\s*\Z", text[:start])
        start, end = (start, behind.end()) if behind else (before.start() if before else start, end)
    elif sum(each.file == found.file for each in items) == 1:  # an empty list is written `[]`
        head = text[:start].rstrip()
        start, end = len(head), len(text[:end].rstrip())
        made = _edited(texts, scripts, [Edit(found.file, start, end, " []")])
        return _seen(ref, made, _data(spans, but=ref))
    made = _edited(texts, scripts, [Edit(found.file, start, end, "")])
    return _seen(ref, made, _data(spans, but=ref))


def order_nouns(texts: Mapping[str, bytes], refs: Sequence[Ref]) -> dict[str, bytes]:
    """Put nouns of one kind in another order among the places that they have; others stay. Raises Refused."""
    spans, scripts = load_texts(texts).spans, _scripts(texts)
    places = [each for each in _items(spans, scripts, refs[0].kind) if each.ref in refs] if refs else []
    by_ref = {each.ref: each for each in places}
    if len(by_ref) != len(refs) or len(set(refs)) != len(refs):
        gone = say("the files do not declare all of them once")
        raise Refused(gone, say("load the page again"))
    if len({each.is_flow for each in places}) > 1:
        raise _by_hand(refs[0])
    edits = [_moved(by_ref[ref], place, scripts) for place, ref in zip(places, refs, strict=True) if place.ref != ref]
    data, slots = _data(spans), [each.ref for each in places]
    wanted = [(refs[slots.index(ref)], data_of) if ref in slots else (ref, data_of) for ref, data_of in data]
    content = dict(data)
    return _seen(refs[0], _edited(texts, scripts, edits), [(ref, content[ref]) for ref, _ in wanted])


def _moved(item: _Item, place: _Item, scripts: Mapping[str, Nodes]) -> Edit:
    text = scripts[item.file].text[item.start : item.end]
    if not item.is_flow:
        text = _shifted(text, place.column - item.column)
        text = text if text.endswith(("\n", "\r")) else f"{text}\n"
    return Edit(place.file, place.start, place.end, text)


def _shifted(text: str, by: int) -> str:
    if by >= 0:
        return re.sub(r"(?m)^(?=.)", " " * by, text)
    return re.sub(rf"(?m)^ {{{-by}}}", "", text)


def _items(spans: Spans, scripts: Mapping[str, Nodes], kind: str) -> list[_Item]:
    """Give the nouns of a kind in the order of the files."""
    lists = [(file, top[KEYS[kind]]) for file, top in spans.tops if isinstance(top.get(KEYS[kind]), list)]
    refs = {id(node): ref for ref, (_, node) in spans.nouns.items()}
    return [each for file, nodes in lists for each in _of_list(scripts[file], nodes, refs)]


def _of_list(script: Nodes, nodes: Any, refs: Mapping[int, Ref]) -> Iterator[_Item]:
    is_flow = bool(nodes) and script.is_in_brackets(nodes)
    before = -1
    for number, node in enumerate(nodes):
        found = script.value_of(nodes, number)
        if found is None:
            return
        start, end = found
        column = nodes.marks[number].column
        if not is_flow:
            line = script.starts[nodes.marks[number].line]
            column = len(script.text[line:start]) - len(script.text[line:start].lstrip(" "))
            stop = BREAK.search(script.text, end)
            end = stop.end() if stop else len(script.text)
            start = _above(script.text, line) if before < 0 else before
        before = end
        ref = refs.get(id(node))
        if ref is not None:
            yield _Item(ref, script.file, start, end, column, is_flow)


def _above(text: str, line: int) -> int:
    """Give where the comments begin that stand right above a line."""
    while line:
        start = text.rfind("\n", 0, line - 1) + 1
        if not text[start:line].lstrip(" ").startswith("#"):
            break
        line = start
    return line


def _scripts(texts: Mapping[str, bytes]) -> dict[str, Nodes]:
    return {file: Nodes(file, said) for file, content in texts.items() if isinstance(said := decode(content, file), str)}


def _edited(texts: Mapping[str, bytes], scripts: Mapping[str, Nodes], edits: Sequence[Edit]) -> dict[str, bytes]:
    made = dict(texts)
    for file in {edit.file for edit in edits}:
        said = edited(scripts[file].text, [edit for edit in edits if edit.file == file])
        made[file] = (MARK if texts[file].startswith(MARK) else b"") + said.encode()
    return made


def _block(fields: Mapping[str, object], indent: int) -> str:
    lines = [f"{key}: {render(value)}" for key, value in fields.items()]
    return "".join(f"{' ' * indent}{'  ' if number else '- '}{line}\n" for number, line in enumerate(lines))


def _names(key: str) -> Iterator[str]:
    yield f"framework/{key.replace('_', '-')}.yaml"
    number = 2
    while True:
        yield f"framework/{key.replace('_', '-')}-{number}.yaml"
        number += 1


def _as_read(fields: Mapping[str, object]) -> dict[str, Any]:
    found = load_texts({"framework/x.yaml": f"x: {render(dict(fields))}"}).spans.tops[0][1]["x"]
    return dict(found)


def _data(spans: Spans, *, but: Ref | None = None) -> list[tuple[Ref, Any]]:
    """Give what each noun says, by kind in the order of the files."""
    found = [(ref, node) for ref, (_, node) in spans.nouns.items() if ref != but]
    return sorted(found, key=lambda each: each[0].kind)


def _seen(ref: Ref, made: dict[str, bytes], wanted: list[tuple[Ref, Any]]) -> dict[str, bytes]:
    loaded = load_texts(made)
    if _data(loaded.spans) != wanted:
        raise _by_hand(ref)
    return made


def _by_hand(ref: Ref) -> Refused:
    why = say("{ref} cannot be moved without harm to what stands around it", ref=ref)
    return Refused(why, say("change it in the file by hand"))
