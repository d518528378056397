"""A change of a framework as data: small steps by address, taken on the records to try them, and in the files to keep them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, cast

from vitalfew.base.ref import Ref
from vitalfew.load.amend import Amendment, edit_texts
from vitalfew.load.arrange import KEYS, add_noun
from vitalfew.model.framework import Framework
from vitalfew.model.kpi import Kpi
from vitalfew.model.noun import Noun

Kind = Literal["declare", "restate", "link", "unlink", "re-level", "guard", "metric", "add", "revive", "replace", "retire"]
COSTS: Mapping[Kind, int] = {
    "declare": 10, "restate": 10, "link": 10, "guard": 10, "re-level": 11, "unlink": 11, "metric": 12, "add": 20, "revive": 18,
    "replace": 26,
    "retire": 25,
}  # fmt: skip
"""What a change weighs: every one counts, and taking a KPI away counts as much as mending it twice."""


class Step(NamedTuple):
    """One edit of a noun: `set` a value (None takes it out), `add` to a list or `drop` from it, or a `new` noun of fields."""

    how: Literal["set", "add", "drop", "new"]
    ref: Ref
    field: str
    value: Any


@dataclass(frozen=True)
class Change:
    """A proposed change: what is done to whom, why this and no other, and what speaks for it.

    `id` names it among those of one plan. `doubt` is what a reader should look at before they agree, 0 to 99; of two changes
    that clear the same, the one with less doubt is taken.
    """

    kind: Kind
    ref: Ref
    target: str
    what: str
    reason: str
    steps: tuple[Step, ...]
    doubt: int = 0

    @property
    def id(self) -> str:
        """`link:churn:grow`, which says the same thing of the same framework each time."""
        return ":".join(filter(None, (self.kind, self.ref.id, self.target)))

    @property
    def cost(self) -> int:
        """What it weighs, in hundredths: its kind, then its doubt; what hardly anything speaks for weighs more still."""
        return 100 * COSTS[self.kind] + self.doubt + 600 * (self.doubt >= 75) + 800 * (self.doubt >= 90)


_PLACES: frozenset[Kind] = frozenset({"link", "unlink", "re-level", "guard"})
_ENDS: frozenset[Kind] = frozenset({"retire", "replace", "metric", "revive"})
EXCLUDED: Mapping[Kind, frozenset[Kind]] = {
    "retire": frozenset(COSTS), "replace": frozenset(COSTS), "metric": _PLACES | _ENDS, "revive": _ENDS,
}  # fmt: skip
"""What is not done to a KPI beside each of these: they decide about it as a whole."""


def fields_of(noun: Noun) -> dict[str, Any]:
    """Give what a noun was declared with, as it is written: lists and mappings, links by their ids alone."""
    return cast("dict[str, Any]", _plain(noun.model_dump(by_alias=True, exclude_unset=True)))


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        said = {key: _plain(each) for key, each in value.items() if each is not None}
        return next(iter(said.values())) if len(said) == 1 and {*said} <= {"id", "kpi"} else said
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return int(value)
    return [_plain(each) for each in value] if isinstance(value, tuple | list) else value


def changed(framework: Framework, steps: Iterable[Step]) -> Framework:
    """Give the framework with some steps taken; what is named and not there is left alone."""
    raws = _taken(framework, steps)
    made: dict[str, dict[str, Noun]] = {}
    for ref, raw in raws.items():
        kind = type(framework.index[ref]) if ref in framework.index else Kpi
        made.setdefault(KEYS[ref.kind], {})[ref.id] = kind.model_validate(raw)
    values = {name: getattr(framework, name) for name in Framework.model_fields}
    for key, nouns in made.items():
        old = values[key]
        new = [each for id_, each in nouns.items() if all(one.id != id_ for one in old)]
        values[key] = (*(nouns.get(each.id, each) for each in old), *new)
    # Not `model_copy`, which would take what was computed of the old one along.
    return Framework.model_construct({*framework.model_fields_set, *made}, **values)


def _taken(framework: Framework, steps: Iterable[Step]) -> dict[Ref, dict[str, Any]]:
    """Give all that the touched nouns say after some steps."""
    raws: dict[Ref, dict[str, Any]] = {}
    for step in steps:
        if step.how == "new":
            raws[step.ref] = {"id": step.ref.id, **step.value}
            continue
        if step.ref not in raws:
            noun = framework.index.get(step.ref)
            if noun is None:
                continue
            raws[step.ref] = fields_of(noun)
        _take(raws[step.ref], step)
    return raws


def _take(raw: dict[str, Any], step: Step) -> None:
    *above, last = step.field.split(".")
    holder: Any = raw
    for part in above:
        holder = holder[int(part)] if isinstance(holder, list) else holder.setdefault(part, {})
    if step.how == "set":
        holder[last] = step.value
        if step.value is None:
            del holder[last]
        return
    now = holder.get(last, [])
    now = now if isinstance(now, list) else [now]
    kept = [each for each in now if _id(each) != _id(step.value)]
    holder[last] = [*now, step.value] if step.how == "add" and len(kept) == len(now) else kept if step.how == "drop" else now


def _id(value: Any) -> Any:
    return value.get("id", value.get("kpi")) if isinstance(value, Mapping) else value


def written(texts: Mapping[str, bytes], framework: Framework, steps: Sequence[Step]) -> dict[str, bytes]:
    """Give the framework's files with some steps taken, comments kept; raises Refused where that would do harm."""
    raws = _taken(framework, steps)
    fields = dict.fromkeys((step.ref, step.field) for step in steps if step.how != "new" and step.ref in raws)
    amended = [Amendment(ref, field, _at(raws[ref], field)) for ref, field in fields if ref in framework.index]
    made = edit_texts(texts, amended) if amended else dict(texts)
    for ref in dict.fromkeys(step.ref for step in steps if step.how == "new"):
        made = add_noun(made, ref, {name: value for name, value in raws[ref].items() if name != "id"})
    return made


def _at(raw: dict[str, Any], field: str) -> Any:
    found: Any = raw
    for part in field.split("."):
        found = found[int(part)] if isinstance(found, list) else found.get(part)
        if found is None:
            return None
    return found if found != [] else None
