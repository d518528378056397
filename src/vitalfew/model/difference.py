"""What a change of the framework means for the strategy: objectives, lines, owners, targets, thresholds, not lines of text.

A pure comparison of two frameworks. Values stand as words; a noun that got another id is one that went and one that came.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from vitalfew.base.ref import Ref
from vitalfew.base.said import say, several
from vitalfew.base.word import noun_word
from vitalfew.model.framework import NOUN_KEYS, Framework
from vitalfew.model.kpi import Kpi
from vitalfew.model.noun import Noun, Record
from vitalfew.model.recipe import recipe
from vitalfew.model.rhythm import Cadence

How = Literal["added", "removed", "changed"]
Topic = Literal["line", "owner", "target", "threshold", "definition", "rhythm", "other"]
TOPICS: tuple[Topic, ...] = get_args(Topic)
_FIELDS: Mapping[Topic, str] = {
    "line": "supports objectives objective contributes_to drives headline moves guards replaces parent",
    "owner": "owner updater reviewer co_owners chair head manager deputy structure_owner approvals left",
    "target": "target baseline",
    "threshold": "threshold escalate ladder steps",
    "definition": (
        "name statement definition excludes formula unit direction "
        "source table date value where sql by empty over_time over_org_units"
    ),
    "rhythm": "every due review rhythm tiers org_units minutes audience calibration",
}
_TOPIC: Mapping[str, Topic] = {field: topic for topic, fields in _FIELDS.items() for field in fields.split()}
NOTHING = say("nothing that means anything to the strategy")
_SECTION = "main"
_SECTIONS: Mapping[How, Callable[[str], str]] = {
    "added": lambda noun: say("{noun} added", noun=noun),
    "removed": lambda noun: say("{noun} removed", noun=noun),
    "changed": lambda noun: say("{noun} changed", noun=noun),
}
_COUNTS: Mapping[How, Callable[[int, str], str]] = {
    "added": lambda count, noun: say("{count:,} {noun} added", count=count, noun=noun),
    "removed": lambda count, noun: say("{count:,} {noun} removed", count=count, noun=noun),
    "changed": lambda count, noun: say("{count:,} {noun} changed", count=count, noun=noun),
}
_SAID_OF_NEW = frozenset({"line", "owner", "target", "threshold"})
_ORDER = ("objectives", "kpis", "key_results", "initiatives", "measures", "sources", "people", "org_units", "cadences", "ladders")


@dataclass(frozen=True, slots=True)
class Edit:
    """A field that is another one, in words; None where nothing stood or stands."""

    topic: Topic
    field: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Change:
    """A noun, or a section such as `strategy:main`, that came, went or was changed.

    Of what came, lines, owner, target and threshold are said.
    """

    how: How
    ref: Ref
    name: str
    edits: tuple[Edit, ...] = ()


@dataclass(frozen=True, slots=True)
class TouchedReview:
    """A review on whose agenda a changed KPI stands."""

    ref: Ref
    name: str
    chair: str | None
    kpis: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """What a change means; `outdated` are KPIs whose history was measured by another definition than the new one."""

    changes: tuple[Change, ...] = ()
    reviews: tuple[TouchedReview, ...] = ()
    outdated: tuple[Ref, ...] = ()

    def as_json(self) -> dict[str, object]:
        """Give the difference in the JSON contract's fields."""
        return {
            "changes": [
                {
                    "how": change.how,
                    "ref": str(change.ref),
                    "name": change.name,
                    "edits": [
                        {"topic": edit.topic, "field": edit.field, "before": edit.before, "after": edit.after}
                        for edit in change.edits
                    ],
                }
                for change in self.changes
            ],
            "reviews": [
                {"ref": str(review.ref), "name": review.name, "chair": review.chair, "kpis": list(review.kpis)}
                for review in self.reviews
            ],
            "outdated": [str(ref) for ref in self.outdated],
        }


def difference(before: Framework, after: Framework) -> Difference:
    """Compare two frameworks in terms of the strategy."""
    changes = tuple(_changes(before, after))
    touched = {change.ref.id for change in changes if change.ref.kind == "kpi"}
    both = [kpi for kpi in after.current_kpis if kpi.id in before.kpi]
    other = tuple(kpi.ref for kpi in both if recipe(before.kpi[kpi.id], before) != recipe(kpi, after))
    touched |= {ref.id for ref in other}
    return Difference(changes, tuple(_reviews(before, after, touched)), other)


def said(change: Change, edit: Edit) -> str:
    """Write what becomes of a field: of a noun that came what it says, else what it said and says."""
    if change.how == "added":
        return edit.after or str(None)
    return several([edit.before or say("nothing"), edit.after or say("nothing")], " → ")


def noun_of(ref: Ref, number: int = 1) -> str:
    """Write what kind of noun something is, or several of them: `KPI`, `key results`."""
    return noun_word(ref.kind, number)


def counts_of(found: Difference) -> str:
    """Sum the changes up: `2 KPIs added, 1 objective changed`."""
    counts = Counter((change.ref.kind, change.how) for change in found.changes if change.ref.id != _SECTION)
    sections = [_SECTIONS[change.how](noun_of(change.ref)) for change in found.changes if change.ref.id == _SECTION]
    nouns = [_COUNTS[how](number, noun_word(kind, number)) for (kind, how), number in counts.items()]
    return several([*nouns, *sections]) or NOTHING


def _changes(before: Framework, after: Framework) -> Iterator[Change]:
    sections = [name for name in Framework.model_fields if name not in NOUN_KEYS]
    for name in sections:
        edits = tuple(_edits(*(_as_fields(getattr(each, name), name) for each in (before, after))))
        if edits:
            yield Change("changed", Ref(name, _SECTION), name.replace("_", " ").capitalize(), edits)
    for key in sorted(NOUN_KEYS, key=lambda key: (_ORDER.index(key) if key in _ORDER else len(_ORDER), key)):
        yield from _of_nouns(*({noun.id: noun for noun in reversed(getattr(each, key))} for each in (before, after)))


def _of_nouns(before: Mapping[str, Noun], after: Mapping[str, Noun]) -> Iterator[Change]:
    for id_, noun in sorted(after.items()):
        was = before.get(id_)
        edits = tuple(_edits(_as_fields(was) if was else {}, _as_fields(noun)))
        if was is None:
            yield Change("added", noun.ref, _name(noun), tuple(edit for edit in edits if edit.topic in _SAID_OF_NEW))
        elif edits:
            yield Change("changed", noun.ref, _name(noun), edits)
    for id_ in sorted(before.keys() - after.keys()):
        yield Change("removed", before[id_].ref, _name(before[id_]))


def _name(noun: Noun) -> str:
    for field in ("name", "statement", "phase", "text"):
        said = getattr(noun, field, None)
        if isinstance(said, str):
            return said
    return noun.id


def _as_fields(value: object, name: str = "") -> dict[str, object]:
    """Give the fields of a record that differ from what is left unsaid; of a mapping its keys."""
    if isinstance(value, Record):
        fields = type(value).model_fields
        return {(fields[key].alias or key): getattr(value, key) for key in fields if key != "id" and _is_said(value, key)}
    return {str(key): each for key, each in value.items()} if isinstance(value, Mapping) else {name: value}


def _is_said(record: Record, key: str) -> bool:
    return bool(getattr(record, key) != type(record).model_fields[key].get_default(call_default_factory=True))


def _edits(before: Mapping[str, object], after: Mapping[str, object]) -> Iterator[Edit]:
    for field in sorted(before.keys() | after.keys(), key=lambda field: (TOPICS.index(_TOPIC.get(field, "other")), field)):
        was, now = (each.get(field) for each in (before, after))
        if was != now:
            yield Edit(_TOPIC.get(field, "other"), field, _words(was), _words(now))


def _words(value: object) -> str | None:
    """Write a value as a reader says it; None where there is nothing to say."""
    if value is None or value in ((), {}):
        return None
    if isinstance(value, bool):
        return say("yes") if value else say("no")
    if isinstance(value, float):
        return f"{value:,.12g}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Record):
        parts = _as_fields(value)
        link = [str(value.id)] if "id" in type(value).model_fields else []  # type: ignore[attr-defined]  # a link is no noun
        return ", ".join([*link, *(f"{key.replace('_', ' ')} {_words(each)}" for key, each in parts.items())]) or "–"
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {_words(each)}" for key, each in value.items())
    return "; ".join(_items(value)) if isinstance(value, tuple) else str(value)


def _items(values: Iterable[object]) -> Iterator[str]:
    return (_words(each) or "–" for each in values)


def _reviews(before: Framework, after: Framework, touched: set[str]) -> Iterator[TouchedReview]:
    kpis = [after.kpi.get(id_) or before.kpi[id_] for id_ in sorted(touched)]
    for cadence in after.cadences:
        own = tuple(kpi.id for kpi in kpis if is_on(cadence, kpi, after if kpi.id in after.kpi else before))
        if own:
            yield TouchedReview(cadence.ref, _name(cadence), cadence.chair, own)


def is_on(cadence: Cadence, kpi: Kpi, framework: Framework) -> bool:
    """Tell whether a KPI is looked at in a review: by its own word, else by the tiers and units that the review is of."""
    if kpi.review:
        return cadence.id in kpi.review
    in_unit = not cadence.org_units or kpi.org_unit in cadence.org_units
    return framework.tier_of(kpi) in cadence.tiers and in_unit
