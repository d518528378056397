"""Text into plain data that remembers where each key and item stands.

One pass over PyYAML's events, never its composer: the C composer crashes the interpreter on deep nesting (tried on 6.0.3).
Everything is bounded. Marks count lines and columns from 0, as PyYAML does; `Span` counts from 1.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

import yaml

from vitalfew.base.finding import Finding, Smell, Span
from vitalfew.base.ref import Ref
from vitalfew.base.said import say
from vitalfew.load.scalar import plain
from vitalfew.load.smells import BROKEN_YAML, DOUBLED_KEY, OVERSIZED_FILE, UNKNOWN_TAG, WRONG_SHAPE
from vitalfew.load.syntax import in_words

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the pure-Python one where PyYAML was built without libyaml
MOST_DEPTH = 64
MOST_NODES = 500_000
MOST_ALIASES = 1_000
_CORE = "tag:yaml.org,2002:"
_SCALAR_TAGS = {f"{_CORE}{name}" for name in ("str", "int", "float", "bool", "null")}
_KEPT_TAGS = {f"{_CORE}map", f"{_CORE}seq", "!", None}
_DROPPED = "\0"  # where the value of a doubled key goes; NUL cannot stand in a file


class Mark(Protocol):
    """A place in a text, counted from 0."""

    line: int
    column: int


START: Mark = yaml.Mark("", 0, 0, 0, None, 0)


class Mapping(dict[str, Any]):
    """A mapping with the mark of each key; `start` is the mark of its first key, or of its brace."""

    __slots__ = ("marks", "start")

    def __init__(self, start: Mark) -> None:
        self.start = start
        self.marks: dict[str, Mark] = {}


class Sequence(list[Any]):
    """A list with the mark of each item."""

    __slots__ = ("marks", "start")

    def __init__(self, start: Mark) -> None:
        self.start = start
        self.marks: list[Mark] = []


@dataclass
class Tree:
    """What one text holds: a tree per document, what is wrong with it, and whether it could be read to its end."""

    file: str
    documents: list[Any] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    whole: bool = True

    def flag(self, smell: Smell, message: str, mark: Mark, *, help: str | None = None) -> None:
        """Note a fault at a mark."""
        self.findings.append(smell.at(Ref("file", self.file), message, place=span_at(self.file, mark), help=help))


class _Stop(Exception):  # it ends one reading and never leaves this module
    def __init__(self, smell: Smell, message: str, mark: Mark, help: str | None = None) -> None:
        super().__init__(message)
        self.smell, self.message, self.mark, self.help = smell, message, mark, help


def span_at(file: str, mark: Mark) -> Span:
    """Turn a mark into a place."""
    return Span(file, mark.line + 1, mark.column + 1)


def read_tree(text: str, file: str) -> Tree:
    """Read a text; a fault that ends the reading leaves no documents."""
    tree = Tree(file)
    try:
        tree.documents = _Growth(tree).grow(text)
    except _Stop as stop:
        tree.flag(stop.smell, stop.message, stop.mark, help=stop.help)
        tree.whole = False
    except yaml.YAMLError as error:
        message, help, mark = in_words(error, text)
        tree.flag(BROKEN_YAML, message, mark, help=help)
        tree.whole = False
    return tree


class _Anchored:
    """A container that an alias may stand for: where it opened, its depth so far, the nodes before it."""

    __slots__ = ("deepest", "level", "name", "nodes")

    def __init__(self, name: str, level: int, nodes: int) -> None:
        self.name, self.level, self.nodes, self.deepest = name, level, nodes, level


class _Growth:
    """The state of one pass: the container being filled (`top`), those around it, the key that waits for its value."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.top: Any = Sequence(START)
        self.key: str | None = None
        self.outer: list[Any] = []
        self.nodes = 0
        self.aliases = 0
        self.anchors: dict[str, tuple[Any, int, int]] = {}  # what it stands for, its nodes, its depth
        self.open: list[_Anchored] = []
        self.doubled: list[Mapping] = []

    def grow(self, text: str) -> list[Any]:
        """Read all documents."""
        take = LOADER(text).get_event
        while (event := take()) is not None:
            _STEPS.get(event.__class__, _Growth.bound)(self, event)
        for mapping in self.doubled:
            del mapping[_DROPPED]
        return list(self.top)

    def bound(self, _: Any) -> None:
        """Begin or end a document: anchors do not reach beyond it."""
        self.anchors.clear()

    def scalar(self, event: Any) -> None:
        """Take a key or a value."""
        self.nodes += 1
        value = event.value
        if event.anchor is not None:
            self.anchors[event.anchor] = (value, 1, 0)
        if self.key is None and self.top.__class__ is Mapping:
            self.begin(value, event.start_mark)
            return
        if event.implicit[0]:
            value = plain(value)
        elif event.tag is not None:
            value = self.tagged(event)
        self.put(value, event.start_mark)

    def begin(self, key: object, mark: Mark) -> None:
        """Note a key and where it stands; of a doubled one the first value stays."""
        if not isinstance(key, str):
            raise _Stop(WRONG_SHAPE, say("a list or mapping stands where a key belongs"), mark, _QUOTE)
        marks = self.top.marks
        if key not in marks:
            marks[key] = mark
            self.key = key
            return
        first = span_at(self.tree.file, marks[key])
        self.tree.flag(DOUBLED_KEY, say("`{key}` stands twice in one mapping, first at {first}", key=key, first=first), mark)
        self.doubled += [] if _DROPPED in self.top else [self.top]
        self.top[_DROPPED] = None
        self.key = _DROPPED

    def put(self, value: Any, mark: Mark) -> None:
        """Put a value where it belongs: under the waiting key, or at the end of the list."""
        if self.nodes > MOST_NODES:
            message = say("the file holds more than {most:,} values, aliases written out", most=MOST_NODES)
            raise _Stop(OVERSIZED_FILE, message, mark, _WRITE_OUT if self.aliases else None)
        if self.key is None:
            self.top.append(value)
            self.top.marks.append(mark)
        else:
            self.top[self.key] = value
            self.key = None

    def tagged(self, event: Any) -> Any:
        """Give a scalar with a tag of the core its value; any other tag is a fault, and the text stays."""
        if event.tag in _SCALAR_TAGS:
            return event.value if event.tag == f"{_CORE}str" else plain(event.value)
        self.check_tag(event)
        return event.value

    def check_tag(self, event: Any) -> None:
        """Flag a tag that is none of the core's."""
        if event.tag not in _KEPT_TAGS:
            tag = event.tag.replace(_CORE, "!!")
            self.tree.flag(UNKNOWN_TAG, say("the tag `{tag}` says nothing here", tag=tag), event.start_mark)

    def start(self, event: Any) -> None:
        """Open a list or mapping."""
        mark = event.start_mark
        if self.key is None and self.top.__class__ is Mapping:
            raise _Stop(WRONG_SHAPE, say("a list or mapping stands where a key belongs"), mark, _QUOTE)
        self.check_tag(event)
        self.nodes += 1
        value = Mapping(mark) if event.__class__ is yaml.MappingStartEvent else Sequence(mark)
        self.put(value, mark)
        self.outer.append(self.top)
        self.top = value
        self.deepen(len(self.outer), mark)
        if event.anchor is not None:
            self.open.append(_Anchored(event.anchor, len(self.outer), self.nodes))

    def deepen(self, level: int, mark: Mark) -> None:
        """Note how deep the nesting goes."""
        if level > MOST_DEPTH:
            raise _Stop(OVERSIZED_FILE, say("lists and mappings are nested more than {most} deep", most=MOST_DEPTH), mark, _DEEP)
        for each in self.open:
            each.deepest = max(each.deepest, level)

    def end(self, _: Any) -> None:
        """Close a list or mapping; from here aliases may stand for it."""
        if self.open and self.open[-1].level == len(self.outer):
            done = self.open.pop()
            self.anchors[done.name] = (self.top, self.nodes - done.nodes + 1, done.deepest - done.level + 1)
        self.top = self.outer.pop()

    def alias(self, event: Any) -> None:
        """Put what an alias stands for, counted as if it were written out."""
        mark = event.start_mark
        if event.anchor not in self.anchors:
            message = say("the alias `*{anchor}` stands for nothing: no `&{anchor}` ends before it", anchor=event.anchor)
            raise _Stop(BROKEN_YAML, message, mark, say("write the value itself, in quotes where it begins with `*`"))
        value, nodes, depth = self.anchors[event.anchor]
        self.aliases += 1
        self.nodes += nodes
        if self.aliases > MOST_ALIASES:
            raise _Stop(OVERSIZED_FILE, say("the file holds more than {most:,} aliases", most=MOST_ALIASES), mark, _WRITE_OUT)
        self.deepen(len(self.outer) + depth, mark)
        if self.key is None and self.top.__class__ is Mapping:
            self.begin(value, mark)
        else:
            self.put(value, mark)


_STEPS: dict[type, Callable[[_Growth, Any], None]] = {
    yaml.ScalarEvent: _Growth.scalar,
    yaml.MappingStartEvent: _Growth.start,
    yaml.SequenceStartEvent: _Growth.start,
    yaml.MappingEndEvent: _Growth.end,
    yaml.SequenceEndEvent: _Growth.end,
    yaml.AliasEvent: _Growth.alias,
}
_QUOTE = say("put the value in quotes where it begins with `{` or `[`")
_DEEP = say("look for brackets that never close; a framework needs fewer than ten levels")
_WRITE_OUT = say("write the values out instead of repeating them by `*alias`")
