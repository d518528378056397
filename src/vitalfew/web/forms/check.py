"""A form held against the framework as it is now: what is wanted of it, and what the audit would say with that made."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from vitalfew.base.compared import parted
from vitalfew.base.errors import UnknownName
from vitalfew.base.finding import Finding
from vitalfew.base.ref import Ref
from vitalfew.base.said import say
from vitalfew.load.arrange import KEYS
from vitalfew.load.read import Loaded, contents, load_texts
from vitalfew.load.shape import noun_word
from vitalfew.load.wanted import Wanted, make, value_at
from vitalfew.model.visibility import told_to
from vitalfew.rhythm.drafts import Draft, draft
from vitalfew.web.forms.field import Field, fields_of
from vitalfew.web.forms.text import Texts, below, texts_of, value_of
from vitalfew.web.visit import Visit
from vitalfew.workspace import audit

EDITABLE = tuple(kind for kind in KEYS if kind != "source")
"""Kinds that there are forms for; where data comes from is written in the files."""
FIGURES = frozenset({"baseline", "target", "threshold"})
"""Fields of a KPI that are closed to those who may not see its figures."""
NAMES = ("name", "statement", "phase", "text")
_SLUG = 60


@dataclass(frozen=True)
class Ground:
    """What a form is made over: the live files, one's own draft, the files with it, and how those and the live ones read."""

    live: Mapping[str, bytes]
    draft: Draft | None
    texts: Mapping[str, bytes]
    loaded: Loaded
    before: Loaded


@dataclass(frozen=True)
class Checked:
    """What a form wants, and what is said of it: at its fields by path, of the noun as a whole, of others.

    `clashes` are fields that others changed meanwhile: what they say now.
    """

    ref: Ref
    wanted: tuple[Wanted, ...]
    at: Mapping[str, tuple[Finding, ...]]
    whole: tuple[Finding, ...]
    others: tuple[Finding, ...]
    clashes: Mapping[str, str]
    is_refused: bool


def ground(visit: Visit) -> Ground:
    """Give what forms of the visitor are made over."""
    live = visit.workspace.texts or contents(visit.workspace.root)[0]
    with visit.reading() as desk:
        own = draft(desk)
    texts = make(live, own.wanted).texts if own else dict(live)
    is_read = visit.workspace.texts is not None or visit.workspace.loaded.whole  # what could not be opened is not among its texts
    before = visit.workspace.loaded if is_read else visit.once("ground", lambda: load_texts(live), of=live)
    if own is None:
        return Ground(live, own, texts, before, before)
    loaded = visit.once(f"ground of {visit.person}", lambda: load_texts(texts), of=texts)
    return Ground(live, own, texts, loaded, before)


def see_kind(kind: str) -> None:
    """Raise UnknownName where there is no form for a kind of noun."""
    if kind not in EDITABLE:
        raise UnknownName("form", kind, EDITABLE)


def open_fields(visit: Visit, ref: Ref) -> tuple[Field, ...]:
    """Give the fields of a noun that the visitor may see and change."""
    is_closed = ref.kind == "kpi" and ref.id in visit.workspace.unseen
    return tuple(each for each in fields_of(ref.kind) if not (is_closed and each.key in FIGURES))


def texts_at(over: Ground, ref: Ref, fields: tuple[Field, ...]) -> Texts:
    """Give what the fields of a noun say now."""
    found = over.loaded.spans.nouns.get(ref)
    node: Mapping[str, Any] = found[1] if found else {}
    said = ((field, node.get(field.key, node.get(f"{field.key}_"))) for field in fields)
    return {name: text for field, raw in said for name, text in texts_of(field, raw, field.key).items()}


def shown_in(form: Mapping[str, str]) -> Texts:
    """Give what the fields said when the form was made."""
    try:
        said = json.loads(form.get("shown", ""))
    except ValueError:
        return {}
    return {str(name): str(text) for name, text in said.items()} if isinstance(said, dict) else {}


def typed(form: Mapping[str, str], fields: tuple[Field, ...], now: Texts) -> tuple[Texts, dict[str, str]]:
    """Give the texts of a form over what stands there now, and what others have changed of the same since it was made."""
    shown, texts, clashes = shown_in(form), dict(now), dict[str, str]()
    for field in fields:
        sent, was = below(form, field.key), below(shown, field.key)
        changed = {name: text for name, text in sent.items() if _same(text) != _same(was.get(name, ""))}
        others = {name for name in {*was, *below(now, field.key)} if was.get(name, "") != now.get(name, "")}
        meets = bool(changed and others) if field.is_many else bool(changed.keys() & others)
        for name, text in changed.items():
            theirs = now.get(name, "")
            if meets and (field.is_many or name in others) and _same(text) != _same(theirs) and shown:
                clashes[name] = theirs
            texts[name] = text
    return texts, clashes


def _same(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def check(visit: Visit, over: Ground, ref: Ref, form: Mapping[str, str], *, is_new: bool) -> Checked:
    """Read the framework with what a form wants, as the linter does."""
    fields = open_fields(visit, ref)
    texts, clashes = typed(form, fields, texts_at(over, ref, fields))
    wanted = _added(ref, fields, texts) if is_new else tuple(_set(over, ref, fields, texts))
    after = load_texts(make(over.texts, _upon(over, wanted)).texts)
    before, now = (_audited(visit, loaded) for loaded in (over.loaded, after))
    new, _, same = parted(before, now)
    own = [each for each in (*new, *same) if each.ref == ref]
    at: dict[str, list[Finding]] = {}
    for each in own:
        at.setdefault(_place(each.field or "", fields), []).append(each)
    is_refused = any(each.severity == "error" and each.ref == ref for each in new) or bool(clashes)
    return Checked(
        ref,
        wanted,
        {path: tuple(found) for path, found in at.items() if path},
        tuple(at.get("", ())),
        tuple(each for each in new if each.ref != ref),
        clashes,
        is_refused,
    )


def _audited(visit: Visit, loaded: Loaded) -> tuple[Finding, ...]:
    found = audit(loaded, today=visit.workspace.today, evidence=visit.workspace.evidence)
    unseen = {kpi.id for kpi in loaded.framework.kpis} & visit.workspace.unseen
    return told_to(found, loaded.framework, unseen)


def _place(path: str, fields: tuple[Field, ...]) -> str:
    head = path.partition(".")[0]
    return path if any(head in {each.key, f"{each.key}_"} for each in fields) else ""


def _set(over: Ground, ref: Ref, fields: tuple[Field, ...], texts: Texts) -> list[Wanted]:
    """Give what is to be set, against what is live: a field whose texts stay as they are is left alone."""
    now, live = texts_at(over, ref, fields), over.before.spans
    found = []
    for field in fields:
        was, said = below(now, field.key), {name: _same(text) for name, text in below(texts, field.key).items()}
        if {name: _same(text) for name, text in was.items() if _same(text)} != {
            name: text for name, text in said.items() if text
        }:
            found.append(Wanted("set", ref, field.key, value_of(field, texts, field.key), value_at(live, ref, field.key)))
    return found


def _upon(over: Ground, wanted: tuple[Wanted, ...]) -> list[Wanted]:
    """Give what is wanted against the files with the draft, of which it is a part then."""
    spans = over.loaded.spans
    return [each._replace(before=value_at(spans, each.ref, each.field)) if each.how == "set" else each for each in wanted]


def _added(ref: Ref, fields: tuple[Field, ...], texts: Texts) -> tuple[Wanted, ...]:
    values = {field.key: value_of(field, texts, field.key) for field in fields}
    return (Wanted("add", ref, "", {key: value for key, value in values.items() if value is not None}),)


def new_ref(over: Ground, kind: str, form: Mapping[str, str]) -> Ref:
    """Give the address of a new noun: the id that was typed, else one made of its name."""
    joint = "_" if kind == "measure" else "-"
    said = form.get("id", "") or next((form[name] for name in NAMES if form.get(name)), "")
    slug = (
        re.sub(r"[^a-z0-9]+", joint, _plain(said)).strip(f"{joint}0123456789" if kind != "cycle" else joint)[:_SLUG].strip(joint)
    )
    slug = form["id"] if form.get("id") else slug or f"new{joint}{kind.replace('_', joint)}"
    taken, number, made = over.loaded.spans.nouns, 1, slug
    while Ref(kind, made) in taken and not form.get("id"):
        number += 1
        made = f"{slug}{joint}{number}"
    return Ref(kind, made)


_LATIN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "é": "e", "è": "e", "á": "a", "ã": "a", "ç": "c", "ñ": "n"})


def _plain(text: str) -> str:
    return text.lower().translate(_LATIN)


def word(kind: str) -> str:
    """Name a kind of noun."""
    return noun_word(kind)


def broken(over: Ground, ref: Ref) -> list[str]:
    """Say where else a noun is named."""
    from vitalfew.model.reference import references  # noqa: PLC0415  # only who removes something asks

    index = over.loaded.framework.index
    found = [(each, one.field) for each in index.values() for one in references(each) if (one.to, one.id) == (ref.kind, ref.id)]
    framework = over.loaded.framework
    found += [(kpi, "formula") for kpi in framework.kpis if ref.kind == "kpi" and f"kpi.{ref.id}" in (kpi.formula or "")]
    return [
        say("`{field}` of {noun} `{id}`", field=field, noun=noun_word(each.kind_), id=each.id)
        for each, field in found
        if each.ref != ref
    ]
