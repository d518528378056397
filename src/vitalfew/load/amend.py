"""The framework's values changed by address, in its files, so that comments, quotes and order stay as they are.

What is written is read again: where the files would say anything else than what they said with the changes made, nothing is
changed. A comment behind what is taken out goes with it.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

import yaml

from vitalfew.base.errors import Refused
from vitalfew.base.ref import Ref
from vitalfew.base.said import say
from vitalfew.load.decode import BREAK, decode
from vitalfew.load.edit import Edit, Script, edited
from vitalfew.load.read import load_texts
from vitalfew.load.shape import KEYS
from vitalfew.load.span import Spans, deepest
from vitalfew.load.tree import Mapping as Tree
from vitalfew.load.tree import Mark, Sequence, read_tree

MARK = b"\xef\xbb\xbf"
_PLAIN = re.compile(r"-?[\w.+](?:[\w .+/()-]*[\w.+/()-])?")  # what means the same inside braces
_ANCHOR = re.compile(r"&\S+\s+")
_UNSAFE = re.compile("[\x7f-\xa0\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
"""What YAML takes for the end of a line, for nothing at all, or refuses, where it stands in quotes as it is."""
_OPENING = (yaml.MappingStartEvent, yaml.SequenceStartEvent)
_CLOSING = (yaml.MappingEndEvent, yaml.SequenceEndEvent)


class Amendment(NamedTuple):
    """A value by the address of its noun (or section, such as `governance:main`) and the dotted path to it; None takes it out."""

    ref: Ref
    field: str
    value: object


class _Spot(NamedTuple):
    """Where an amendment is made: what holds the value, under which key, and what of the path is not written yet."""

    file: str
    holder: Any
    key: Any
    rest: tuple[str, ...]
    above: tuple[Any, Any] | None


def edit_texts(texts: Mapping[str, bytes], amendments: Iterable[Amendment]) -> dict[str, bytes]:
    """Give the files with their values changed; raises Refused where a place cannot be changed without harm."""
    present = dict(texts)
    for batch in _batches(amendments):
        present = _made(present, batch)
    return present


def _escaped(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"


def _batches(amendments: Iterable[Amendment]) -> list[list[Amendment]]:
    """Sort the changes into rounds: values first, then what is taken out, of each noun one thing at a time and the last first."""
    asked = list(dict.fromkeys(amendments)) if all(_is_plain(each.value) for each in amendments) else list(amendments)
    rounds = [[each for each in asked if each.value is not None]]
    gone: dict[Ref, list[Amendment]] = {}
    for each in asked:
        if each.value is None:
            gone.setdefault(each.ref, []).append(each)
    for several in gone.values():
        for number, each in enumerate(sorted(several, key=lambda one: _order(one.field), reverse=True), 1):
            if number == len(rounds):
                rounds.append([])
            rounds[number].append(each)
    return [each for each in rounds if each]


def _is_plain(value: object) -> bool:
    return isinstance(value, str | int | float | date | None)


def _order(field: str) -> list[tuple[int, str]]:
    return [(int(part), "") if part.isdigit() else (-1, part) for part in field.split(".")]


def _made(texts: dict[str, bytes], amendments: list[Amendment]) -> dict[str, bytes]:
    spans = load_texts(texts).spans
    scripts = {file: Nodes(file, said) for file, content in texts.items() if isinstance(said := decode(content, file), str)}
    edits: list[Edit] = []
    if any("*" in script.text for script in scripts.values()):
        _see_alone(spans, amendments)
    for each in amendments:
        spot = _spot(spans, each)
        edits.append(_edit(scripts[spot.file], spot, each))
    for each in amendments:
        _set(_spot(spans, each), each.value)
    made = dict(texts)
    for file in dict.fromkeys(edit.file for edit in edits):
        said = edited(scripts[file].text, [edit for edit in edits if edit.file == file])
        made[file] = (MARK if texts[file].startswith(MARK) else b"") + said.encode()
    after = load_texts(made).spans
    if [top for _, top in after.tops] != [top for _, top in spans.tops]:
        harmed = next((each for each in amendments if not _holds(after, each)), amendments[0])
        raise _by_hand(harmed)
    return made


def _holds(spans: Spans, amendment: Amendment) -> bool:
    try:
        spot = _spot(spans, amendment)
    except Refused:
        return False
    return amendment.value is None or (not spot.rest and spot.holder[spot.key] == _read(render(amendment.value)))


def _by_hand(amendment: Amendment) -> Refused:
    why = say(
        "`{field}` of {ref} cannot be changed without harm to what stands around it", field=amendment.field, ref=amendment.ref
    )
    return Refused(why, say("change it in the file by hand"))


def _spot(spans: Spans, amendment: Amendment) -> _Spot:
    ref, parts = amendment.ref, tuple(amendment.field.split("."))
    node: Any
    if ref in spans.nouns:
        file, node = spans.nouns[ref]
    elif ref.kind in KEYS and spans.tops:
        parts = (ref.kind, *parts)
        file, node = max(spans.tops, key=lambda top: deepest(top[1], ".".join(parts))[0])
    else:
        gone = say("the files declare no {ref}", ref=ref)
        raise Refused(gone, say("see `vitalfew check`"))
    above: tuple[Any, Any] | None = None
    for place, part in enumerate(parts):
        key = _key(node, part)
        if key is None:
            return _Spot(file, node, part, parts[place + 1 :], above) if isinstance(node, Tree) else _refuse(amendment)
        below = node[key]
        rest = parts[place + 1 :]
        if not rest or (rest == ("0",) and not isinstance(below, Tree | Sequence)):  # one item may stand for a list of one
            return _Spot(file, node, key, (), above)
        above, node = (node, key), below
    return _refuse(amendment)


def _refuse(amendment: Amendment) -> _Spot:
    raise _by_hand(amendment)


def _key(node: Any, part: str) -> Any:
    """Give the key or index of a part where it is written, else None."""
    if isinstance(node, Tree):
        return next((name for name in (part, part.rstrip("_")) if name in node), None)
    is_item = isinstance(node, Sequence) and part.isdigit() and int(part) < len(node)
    return int(part) if is_item else None


def _nodes(node: object) -> Iterator[object]:
    """Give all mappings and lists below a node; one that aliases stand for as often as it is meant."""
    if isinstance(node, Tree | Sequence):
        yield node
        for below in node.values() if isinstance(node, Tree) else node:
            yield from _nodes(below)


def _see_alone(spans: Spans, amendments: Iterable[Amendment]) -> None:
    """Refuse to change what aliases stand for elsewhere."""
    often = Counter(id(node) for _, top in spans.tops for node in _nodes(top))
    for each in amendments:
        if often[id(_spot(spans, each).holder)] > 1:
            raise _by_hand(each)


def _is_written(spot: _Spot) -> bool:
    return not spot.rest and (isinstance(spot.holder, Sequence) or spot.key in spot.holder)


def _set(spot: _Spot, value: object) -> None:
    """Make the change in what was read, as it is to be read afterwards."""
    if value is not None:
        spot.holder[spot.key] = _read(render(_wrapped(spot, value)))
    elif isinstance(spot.holder, Sequence) and len(spot.holder) == 1 and spot.above and isinstance(spot.above[0], Tree):
        del spot.above[0][spot.above[1]]
    elif _is_written(spot):
        del spot.holder[spot.key]


def _wrapped(spot: _Spot, value: object) -> object:
    for part in reversed(spot.rest):
        value = {part: value}
    return value


def _read(text: str) -> Any:
    documents = read_tree(f"x: {text}", "").documents
    if not documents:
        raise Refused(
            say("`{text}` is no value that can be written", text=text), say("write it plainly, with keys that are words")
        )
    return documents[0]["x"]


def render(value: object) -> str:
    """Write a value in one line, so that it means the same inside braces."""
    match value:
        case dict():
            return f"{{{', '.join(f'{_named(key)}: {render(each)}' for key, each in value.items())}}}"
        case list() | tuple():
            return f"[{', '.join(map(render, value))}]"
        case date():
            return value.isoformat()
        case str():
            is_plain = _PLAIN.fullmatch(value) and _read(value) == value
            return value if is_plain else _UNSAFE.sub(_escaped, json.dumps(value, ensure_ascii=False))
        case _:
            return json.dumps(value)


def _named(key: object) -> str:
    return str(key) if isinstance(key, date) or _PLAIN.fullmatch(str(key)) else render(str(key))


class Nodes(Script):
    """A file's text whose values of any shape are found by place."""

    @cached_property
    def _places(self) -> dict[tuple[int, int, bool], int]:
        found: dict[tuple[int, int, bool], int] = {}
        for number, event in enumerate(self._events):
            if isinstance(event, (yaml.ScalarEvent, yaml.AliasEvent, *_OPENING)):
                mark: Any = event.start_mark
                found.setdefault((mark.line, mark.column, isinstance(event, yaml.ScalarEvent)), number)
        return found

    def value_of(self, holder: Any, key: Any) -> tuple[int, int] | None:
        """Give where a value begins and ends, its anchor left out; None where it cannot be found."""
        mark: Mark = holder.marks[key]
        number = self._places.get((mark.line, mark.column, True))
        if isinstance(holder, Sequence):
            number = self._places.get((mark.line, mark.column, False), number)
            return None if number is None else self._extent(number)
        return None if number is None else self._extent(number + 1)

    def is_in_brackets(self, holder: Any) -> bool:
        """Tell whether a mapping or list is written in braces or brackets."""
        start = self.offset(holder.start)
        anchor = _ANCHOR.match(self.text, start)
        return self.text[anchor.end() if anchor else start] in "{["

    def _extent(self, number: int) -> tuple[int, int]:
        event = self._events[number]
        start, end = self.offset(event.start_mark), self.offset(event.end_mark)
        if isinstance(event, _OPENING):
            depth, last = 1, number
            while depth:
                last += 1
                depth += isinstance(self._events[last], _OPENING)
                depth -= isinstance(self._events[last], _CLOSING)
                mark = self._events[last].end_mark
                end = max(end, self.offset(mark)) if not _is_virtual(self._events[last]) else end
        said = self.text[start:end]
        anchor = _ANCHOR.match(said) if getattr(event, "anchor", None) and not isinstance(event, yaml.AliasEvent) else None
        return start + (anchor.end() if anchor else 0), start + len(said.rstrip())


def _is_virtual(event: Any) -> bool:
    """Tell whether an end is one of indentation, which is seen only where the next thing begins."""
    start, end = event.start_mark, event.end_mark
    return isinstance(event, _CLOSING) and (start.line, start.column) == (end.line, end.column)


def _edit(nodes: Nodes, spot: _Spot, amendment: Amendment) -> Edit:
    if amendment.value is None:
        return _removal(nodes, spot, amendment)
    text = render(_wrapped(spot, amendment.value))
    if not _is_written(spot):
        return _insertion(nodes, spot, text)
    found = nodes.value_of(spot.holder, spot.key)
    if found is None:
        raise _by_hand(amendment)
    start, end = found
    old = spot.holder[spot.key]
    if isinstance(old, Tree | Sequence) and "#" in nodes.text[start:end]:
        raise _by_hand(amendment)
    begins = len(nodes.text[:start].rstrip()) if isinstance(old, Tree | Sequence) and not nodes.is_in_brackets(old) else start
    gap = "" if nodes.text[begins - 1 : begins].isspace() else " "
    return Edit(nodes.file, begins, end, f"{gap}{text}")


def _insertion(nodes: Nodes, spot: _Spot, text: str) -> Edit:
    """Write a key behind the last of its mapping that stands on one line, else before the first."""
    holder, said = spot.holder, f"{spot.key}: {text}"
    for key in reversed(holder.marks):
        found, mark = nodes.value_of(holder, key), holder.marks[key]
        if found is None or BREAK.search(nodes.text, nodes.offset(mark), found[1]):
            continue
        if nodes.is_in_brackets(holder):
            return Edit(nodes.file, found[1], found[1], f", {said}")
        line = mark.line
        stop = BREAK.search(nodes.text, found[1])
        end = stop.start() if stop else len(nodes.text)
        return Edit(nodes.file, end, end, f"{nodes.line_end(line)}{' ' * mark.column}{said}")
    first = next(iter(holder.marks.values()), None)
    return nodes.before(first, spot.key, text) if first else nodes.insert(holder.start, said)


def _removal(nodes: Nodes, spot: _Spot, amendment: Amendment) -> Edit:
    if not _is_written(spot):
        raise _by_hand(amendment)
    holder, key = spot.holder, spot.key
    if isinstance(holder, Sequence) and len(holder) == 1 and spot.above and isinstance(spot.above[0], Tree):
        holder, key = spot.above
    found = nodes.value_of(holder, key)
    if found is None:
        raise _by_hand(amendment)
    start, end = nodes.offset(holder.marks[key]), found[1]
    line = nodes.starts[holder.marks[key].line]
    before = nodes.text[line:start]
    if not nodes.is_in_brackets(holder) and not before.strip(" -" if isinstance(holder, Sequence) else " "):
        stop = BREAK.search(nodes.text, end)
        return Edit(nodes.file, line, stop.end() if stop else len(nodes.text), "")
    return _out_of_brackets(nodes, start, end)


def _out_of_brackets(nodes: Nodes, start: int, end: int) -> Edit:
    """Take something out of braces or brackets, with the comma behind or before it."""
    after = re.compile(r"\s*,\s*").match(nodes.text, end)
    if after:
        return Edit(nodes.file, start, after.end(), "")
    before = re.search(r"\s*,\s*\Z", nodes.text[:start])
    return Edit(nodes.file, before.start() if before else start, end, "")
