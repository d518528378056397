"""What somebody wants to be different in the framework, one thing each, and all of them made in its files in turn.

Each remembers what stood there when it was wanted, so that it can be told whether somebody else has changed the same meanwhile.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal, NamedTuple

from vitalfew.base.errors import Refused
from vitalfew.base.ref import Ref
from vitalfew.base.said import say
from vitalfew.load.amend import Amendment, edit_texts
from vitalfew.load.arrange import KEYS, add_noun, order_nouns, remove_noun
from vitalfew.load.read import load_texts
from vitalfew.load.shape import KINDS
from vitalfew.load.span import Spans

How = Literal["set", "add", "remove", "order"]


class Wanted(NamedTuple):
    """A field to set (None takes it out), a noun to add with its fields, one to remove, or nouns of a kind in another order.

    A field is set as a whole, and only what differs of it is written. Of an order the ref names the first noun, and the value
    all ids. `before` is what stood there in the live framework.
    """

    how: How
    ref: Ref
    field: str = ""
    value: Any = None
    before: Any = None

    @property
    def place(self) -> tuple[str, str]:
        """What it is about: of several about the same the last counts."""
        return ("order", self.ref.kind) if self.how == "order" else (str(self.ref), self.field)


class Clash(NamedTuple):
    """Something that is wanted where somebody else has changed the same: what stands there now."""

    wanted: Wanted
    now: Any


class Made(NamedTuple):
    """The files with what is wanted, and what could not be made of it since something else stands there by now."""

    texts: dict[str, bytes]
    clashes: tuple[Clash, ...]


def make(texts: Mapping[str, bytes], wanted: Sequence[Wanted]) -> Made:
    """Make what is wanted, in turn; raises Refused where a file cannot be changed without harm."""
    present, clashes = dict(texts), list[Clash]()
    sets = [leaf for each in wanted if each.how == "set" for leaf in differences(each.ref, each.field, each.before, each.value)]
    spans = load_texts(present).spans
    for each in wanted:
        if each.how == "add" and each.ref in spans.nouns:
            clashes.append(Clash(each, dict(spans.nouns[each.ref][1])))
        elif each.how == "add":
            present = add_noun(present, each.ref, each.value)
    fits = []
    for each in sets:
        now = value_at(spans, each.ref, each.field)
        if now == each.before:
            fits.append(Amendment(each.ref, each.field, each.value))
        elif now != each.value:
            clashes.append(Clash(each, now))
    present = edit_texts(present, fits)
    for each in wanted:
        if each.how in {"remove", "order"}:
            present = _arranged(present, each)
    return Made(present, tuple(clashes))


def _arranged(texts: dict[str, bytes], wanted: Wanted) -> dict[str, bytes]:
    nouns = load_texts(texts).spans.nouns
    if wanted.how == "remove":
        return remove_noun(texts, wanted.ref) if wanted.ref in nouns else texts
    known = {ref.id for ref in nouns if ref.kind == wanted.ref.kind}
    refs = [Ref(wanted.ref.kind, id_) for id_ in wanted.value if id_ in known]
    return order_nouns(texts, refs) if refs else texts


def value_at(spans: Spans, ref: Ref, field: str) -> Any:
    """Give what is written at an address; None where nothing is."""
    node: Any = spans.nouns[ref][1] if ref in spans.nouns else None
    if ref.kind not in KINDS.values():
        node = next((top[ref.kind] for _, top in spans.tops if ref.kind in top), None)
    for part in field.split("."):
        if isinstance(node, list) and part.isdigit() and int(part) < len(node):
            node = node[int(part)]
        elif isinstance(node, dict):
            node = node.get(part, node.get(part.rstrip("_")))
        else:
            return node if part == "0" and node is not None and not isinstance(node, list) else None
    return node


def together(present: Iterable[Wanted], more: Iterable[Wanted]) -> tuple[Wanted, ...]:
    """Add to what is wanted: of two about the same place the later one counts, and what stood before either stays known."""
    found = {each.place: each for each in present}
    for each in more:
        noun = found.get((str(each.ref), ""))
        if each.how == "remove":
            found = {place: one for place, one in found.items() if place[0] != str(each.ref)}
            if noun and noun.how == "add":
                continue
        elif each.how == "set" and noun and noun.how == "add":
            value = {**noun.value, each.field: each.value}
            found[noun.place] = noun._replace(value={key: one for key, one in value.items() if one is not None})
            continue
        was = found.pop(each.place, None)
        kept = each._replace(before=was.before) if was else each
        if not (kept.how == "set" and kept.value == kept.before):
            found[each.place] = kept
    return tuple(found.values())


def differences(ref: Ref, field: str, before: Any, after: Any) -> list[Wanted]:
    """Give what is to be set so that a field holds another value, as little of it as there is."""
    if before == after:
        return []
    if isinstance(before, dict) and isinstance(after, dict) and before and after:
        keys = dict.fromkeys((*after, *before))
        return [one for key in keys for one in differences(ref, f"{field}.{key}", before.get(key), after.get(key))]
    if isinstance(before, list) and isinstance(after, list) and len(before) == len(after) and before:
        pairs = enumerate(zip(before, after, strict=True))
        return [one for number, (was, now) in pairs for one in differences(ref, f"{field}.{number}", was, now)]
    return [Wanted("set", ref, field, after, before)]


def written(wanted: Iterable[Wanted]) -> bytes:
    """Write what is wanted as one text."""
    rows = [{**each._asdict(), "ref": str(each.ref)} for each in wanted]
    return json.dumps(rows, ensure_ascii=True, default=str).encode()


def read(text: bytes) -> tuple[Wanted, ...]:
    """Read what was written."""
    return tuple(Wanted(**{**each, "ref": Ref.parse(each["ref"])}) for each in json.loads(text))


def kind_of(kind: str) -> str:
    """Give the key of a kind of noun; raises Refused where there is none."""
    if kind not in KEYS:
        msg = say("there is no kind of noun `{kind}`", kind=kind)
        raise Refused(msg, say("known: {names}", names=", ".join(sorted(KEYS))))
    return KEYS[kind]
