"""Many files into one: lists append, sections merge by key, and every noun gets an id of its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from vitalfew.base.finding import Finding, Smell, Span
from vitalfew.base.ref import FRAMEWORK, Ref
from vitalfew.base.said import say
from vitalfew.load.hint import Hints
from vitalfew.load.shape import KEYS, KINDS, SECTIONS, keys_at, noun_word, section, with_article
from vitalfew.load.smells import DOUBLED_ID, DOUBLED_KEY, UNKNOWN_KEY, WRONG_ID, WRONG_SHAPE
from vitalfew.load.span import Spans
from vitalfew.load.tree import START, Mapping, Mark, Sequence, span_at

_ID = re.compile(r"[a-z][a-z0-9-]*\Z")
_IDS = {"measure": re.compile(r"[a-z][a-z0-9_]*\Z"), "cycle": re.compile(r"[a-z0-9][a-z0-9-]*\Z")}
_LONGEST_ID = 80
# Sections whose keys are the user's own, each with one that may stand there.
_EXAMPLES = {"policy": "tier-1", "severity": "vanity-kpi", "per_path": "framework/sales/*"}
_SHAPES: tuple[tuple[type, Callable[[str], str]], ...] = (
    (bool, lambda text: f"`{text}`"),
    (str, lambda text: say("the text `{text}`", text=text)),
    (int, lambda text: say("the number `{text}`", text=text)),
    (float, lambda text: say("the number `{text}`", text=text)),
    (dict, lambda _: say("a mapping")),
    (list, lambda _: say("a list")),
)


@dataclass
class Merged:
    """What the files say together, ready for the models; `refs` are the addresses of the nouns of each list, in order."""

    data: dict[str, Any] = field(default_factory=dict)
    refs: dict[str, list[Ref]] = field(default_factory=lambda: {key: [] for key in KINDS})
    spans: Spans = field(default_factory=Spans)
    findings: list[Finding] = field(default_factory=list)
    faults: set[tuple[Ref, str]] = field(default_factory=set)
    whole: bool = True
    """False where a whole part could not be read, so that rules would judge what they do not know."""
    open_kinds: set[str] = field(default_factory=set)
    """Kinds some of whose ids are not known, so that no reference to them is called dead."""
    hints: Hints = field(default_factory=Hints)
    numbers: dict[str, Iterator[int]] = field(default_factory=dict)

    def flag(self, smell: Smell, ref: Ref, message: str, place: Span | None, field: str | None, help: str | None = None) -> None:
        """Note a fault; the field it is in is not judged again."""
        self.findings.append(smell.at(ref, message, field=field, place=place, help=help))
        if field is not None:
            self.faults.add((ref, field.partition(".")[0]))

    @property
    def known(self) -> dict[str, set[str]]:
        """The ids of each kind."""
        return {KINDS[key]: {ref.id for ref in refs} for key, refs in self.refs.items()}


def merge(tops: Iterable[tuple[str, Any]]) -> Merged:
    """Merge the documents of all files, in the order given."""
    merged = Merged()
    mappings = []
    for file, top in tops:
        if isinstance(top, Mapping):
            mappings.append((file, top))
        elif top is not None:
            _wrong_top(merged, file, top)
    merged.spans = Spans(tops=tuple(mappings))
    for file, top in mappings:
        for key, value in top.items():
            _add(merged, file, top, key, value)
    return merged


def shape_of(value: object) -> str:
    """Name a value by its shape."""
    if value is None:
        return say("empty")
    form = next(form for kind, form in _SHAPES if isinstance(value, kind))
    return form(clipped(value))


def clipped(value: object) -> str:
    """Write a value as in a file, cut where it is long."""
    text = {True: "true", False: "false"}.get(value, "") if isinstance(value, bool) else str(value)
    text = " ".join(text.split())
    return text if len(text) <= 60 else f"{text[:57]}…"


def _wrong_top(merged: Merged, file: str, top: object) -> None:
    message = say("the file holds {shape}, where keys such as `kpis:` belong", shape=shape_of(top))
    place = span_at(file, top.start if isinstance(top, Sequence) else START)
    merged.flag(WRONG_SHAPE, Ref("file", file), message, place, None, say("begin it with a key such as `kpis:`"))
    merged.open_kinds.update(KINDS.values())
    merged.whole = False


def _add(merged: Merged, file: str, top: Mapping, key: str, value: Any) -> None:
    place = span_at(file, top.marks[key])
    if key not in KEYS:
        near = merged.hints.nearest(key, KEYS)
        help = say("did you mean `{near}`?", near=near) if near else say("the keys are {names}", names=", ".join(KEYS))
        merged.flag(
            UNKNOWN_KEY, FRAMEWORK, say("`{value}` is no key of a framework", value=clipped(key)), place, near or key, help
        )
        merged.open_kinds.update(KINDS.values() if near is None else {KINDS.get(near, "")})
        merged.whole = merged.whole and near is None
    elif value is None:
        return
    elif key == "preset":
        _add_preset(merged, place, value)
    elif key in SECTIONS:
        _add_section(merged, file, key, value, place)
    elif isinstance(value, Sequence):
        for number, item in enumerate(value):
            _add_noun(merged, file, key, item, value.marks[number])
    else:
        message = say("`{key}` is {shape}, where a list belongs", key=key, shape=shape_of(value))
        merged.flag(
            WRONG_SHAPE, FRAMEWORK, message, place, key, say("begin each {noun} with `- id:`", noun=noun_word(KINDS[key]))
        )
        merged.open_kinds.add(KINDS[key])
        merged.whole = False


def _add_preset(merged: Merged, place: Span, value: object) -> None:
    first = merged.data.setdefault("preset", value)
    if first != value:
        at = merged.spans.find(FRAMEWORK, "preset")
        merged.flag(
            DOUBLED_KEY,
            FRAMEWORK,
            say("`preset` is `{value}` here and `{first}` at {at}", value=clipped(value), first=clipped(first), at=at),
            place,
            "preset",
        )


def _add_section(merged: Merged, file: str, key: str, value: object, place: Span) -> None:
    if not isinstance(value, Mapping):
        merged.flag(
            WRONG_SHAPE,
            FRAMEWORK,
            say("`{key}` is {shape}, where a mapping belongs", key=key, shape=shape_of(value)),
            place,
            key,
            _mapping_help(key),
        )
        merged.whole = False
        return
    into = merged.data.setdefault(key, {})
    for name, item in value.items():
        if name not in into:
            into[name] = item
            continue
        first = merged.spans.find(FRAMEWORK, f"{key}.{name}")
        merged.flag(
            DOUBLED_KEY,
            section(key),
            say("`{key}.{name}` stands twice, first at {first}", key=key, name=name, first=first),
            span_at(file, value.marks[name]),
            name,
        )


def _mapping_help(key: str) -> str:
    return say("write keys such as `{key}:` under it", key=_EXAMPLES.get(key) or keys_at((key,))[0])


def _add_noun(merged: Merged, file: str, key: str, item: object, mark: Mark) -> None:
    kind, refs = KINDS[key], merged.refs[key]
    if not isinstance(item, Mapping):
        message = say(
            "an item of `{key}` is {shape}, where {noun} with an `id` belongs",
            key=key,
            shape=shape_of(item),
            noun=with_article(noun_word(kind)),
        )
        merged.flag(WRONG_SHAPE, FRAMEWORK, message, span_at(file, mark), key, say("write it as `- id: …`"))
        merged.open_kinds.add(kind)
        return
    id_ = item.get("id")
    place = span_at(file, item.marks.get("id", item.start))
    if not (isinstance(id_, str) and len(id_) <= _LONGEST_ID and _IDS.get(kind, _ID).match(id_)):
        item, id_ = _named(merged, kind, item, place)
    ref = Ref(kind, id_)
    if ref in merged.spans.nouns:
        message = say(
            "{noun} `{id}` is declared twice, first at {first}", noun=noun_word(kind), id=id_, first=merged.spans.find(ref, "id")
        )
        merged.flag(DOUBLED_ID, ref, message, place, None)
        return
    merged.spans.nouns[ref] = (file, item)
    merged.data.setdefault(key, []).append(item)
    refs.append(ref)


def _named(merged: Merged, kind: str, item: Mapping, place: Span) -> tuple[Mapping, str]:
    """Give a noun without a usable id one that is made up, so that it still counts."""
    joint = "_" if kind == "measure" else "-"
    names = (f"unnamed{joint}{number}" for number in merged.numbers.setdefault(kind, count(1)))
    made = next(name for name in names if Ref(kind, name) not in merged.spans.nouns)
    merged.open_kinds.add(kind)
    wrong = item.get("id")
    word = with_article(noun_word(kind))
    slug = re.sub(r"[^a-z0-9]+", joint, str(wrong if wrong is not None else item.get("name", "")).lower()).strip(joint)[
        :_LONGEST_ID
    ]
    help = say("write `id: {slug}`", slug=slug) if slug and _IDS.get(kind, _ID).match(slug) else None
    message = (
        say("{word} has no `id`", word=word)
        if wrong is None
        else say("{shape} is no id of {word}", shape=shape_of(wrong), word=word)
    )
    merged.flag(WRONG_ID, Ref(kind, made), message, place, "id", help)
    named = Mapping(item.start)
    named.update(item, id=made)
    named.marks = {"id": item.start, **item.marks}
    return named, made
