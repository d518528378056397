"""From a spreadsheet of metrics to a framework: what is good of it is kept, what flatters goes, what is missing comes in.

Each metric is recognised in the catalogue by name, synonym or meaning. The framework is then chosen as always, except that what
is measured already is no burden, and what serves a stated goal is pinned. Nothing is lost: each row has its fate with the reason,
and all its values stay in the data file, also those of metrics that are retired.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Literal

from vitalfew.base.errors import TargetExists, UnknownName
from vitalfew.base.ref import Ref
from vitalfew.base.said import say
from vitalfew.catalog.entry import Entry
from vitalfew.draft.brief import Brief
from vitalfew.draft.build import files_of
from vitalfew.draft.changes import Step, written
from vitalfew.draft.choice import Candidates, Option, Selection
from vitalfew.draft.context import context_of
from vitalfew.draft.gather import gather
from vitalfew.draft.improve import Audit, Improvement, improve
from vitalfew.draft.program import Infeasible
from vitalfew.draft.recognise import Known, kind_of, recognise
from vitalfew.draft.select import select
from vitalfew.exchange.emit import csv_file, yaml_file
from vitalfew.exchange.nouns import SOURCE
from vitalfew.exchange.start import Gathered
from vitalfew.exchange.start import gather as read_metrics
from vitalfew.load.arrange import remove_noun
from vitalfew.load.read import load_texts
from vitalfew.model.framework import Framework
from vitalfew.model.preset import Preset
from vitalfew.text.activity import effort
from vitalfew.text.engine import Band, Engine, compare
from vitalfew.text.vanity import vanity

Noun = dict[str, object]
SERVES = 0.55
"""How relevant a metric is at least to the pattern of a stated goal to be pinned."""
KNOWN = 0.2
"""How much more relevant a metric counts that people know and measure already."""


@dataclass(frozen=True)
class Fate:
    """What became of a row: `kpi` names the KPI that it is now, None where it is none; `like` the entry that it was taken for."""

    id: str
    name: str
    now: Literal["kpi", "metric", "retired"]
    why: str
    kpi: str | None = None
    like: str | None = None
    band: Band = "none"
    score: float = 0.0

    def as_json(self) -> dict[str, object]:
        """Give the fate in the JSON contract's fields."""
        return {name: getattr(self, name) for name in ("id", "name", "now", "why", "kpi", "like", "band", "score")}


@dataclass(frozen=True)
class Started:
    """The files of a workspace by path, what became of each row, what was chosen, and what reading the sheet had to guess."""

    files: Mapping[str, str]
    fates: tuple[Fate, ...]
    mended: Improvement
    selection: Selection
    guesses: tuple[str, ...]
    skipped: tuple[str, ...]


@dataclass(frozen=True)
class _Row:
    """A row of the sheet: its noun as it was read, what it is taken for, what its name gives away, the row that says the same."""

    noun: Noun
    known: Known
    flatters: str | None
    twin: str | None

    @property
    def id(self) -> str:
        return str(self.noun["id"])

    @property
    def name(self) -> str:
        return str(self.noun["name"])


def from_metrics(brief: Brief, book: Path, *, today: date, engine: Engine, audit: Audit, own: Collection[str] = ()) -> Started:
    """Make a framework of a brief and a spreadsheet; raises BookUnreadable, Infeasible, UnknownName.

    Metrics in `own`, by id, are what only the user knows, whatever their names are like.
    What the audit finds in the whole that a change can clear is cleared, KPIs of the selection staying as they are.
    """
    found = read_metrics(book, today=today)
    ids = [str(noun["id"]) for noun in found.built.kpis]
    for id_ in own:
        if id_ not in ids:
            raise UnknownName("metric", id_, ids)
    context = context_of(brief)
    candidates = gather(context, engine)
    rows = _rows(found, candidates, engine, own)
    owned = _owned(rows)
    chosen = _chosen(candidates, owned)
    fates = tuple(_fates(rows, owned, chosen, _nearness(rows, brief, engine)))
    texts = _texts(chosen, found, rows, fates, book.name, today)
    kept = [each.entry.id for each in chosen.kpis]
    mended = improve(texts, today=today, audit=audit, engine=engine, keep=kept)
    files = {path: content.decode() for path, content in mended.texts.items()}
    files["data/actuals.csv"] = csv_file(_renamed(found, fates))
    return Started(files, fates, mended, chosen, tuple(found.log.guesses), tuple(found.log.skipped))


def _rows(found: Gathered, candidates: Candidates, engine: Engine, own: Collection[str]) -> list[_Row]:
    """Read the rows; a KPI that a stated goal asks for is likely."""
    nouns, book = found.built.kpis, candidates.book
    asked = {id_ for goal in candidates.goals if goal.pattern for id_ in book.pattern[goal.pattern].kpis}
    names = [str(noun["name"]) for noun in nouns]
    kinds = [kind_of(str(noun["unit"]) if noun.get("unit") else None, falls=noun.get("direction") == "down") for noun in nouns]
    known = recognise(names, book, engine, candidates.context.industry, kinds, asked)
    values: dict[str, list[tuple[object, object]]] = {}
    for value in found.built.values:
        values.setdefault(value.kpi, []).append((value.start, value.value))
    first: dict[tuple[tuple[object, object], ...], str] = {}
    rows = []
    for noun, meant in zip(nouns, known, strict=True):
        id_, name = str(noun["id"]), str(noun["name"])
        guess = vanity(name) or effort(name)
        series = tuple(values.get(id_, ()))
        twin = first.setdefault(series, id_) if len(series) > 1 else id_
        taken = Known(None, meant.score, "none") if id_ in own else meant
        rows.append(_Row(noun, taken, str(guess.why) if guess else None, twin if twin != id_ else None))
    return rows


def _owned(rows: Sequence[_Row]) -> dict[str, _Row]:
    """Give the row that stands for each entry of the catalogue: the surest, of equals the first."""
    found: dict[str, _Row] = {}
    for row in rows:
        entry = row.known.entry
        if entry and not row.flatters and not row.twin:
            held = found.get(entry.id)
            found[entry.id] = row if held is None or row.known.score > held.known.score else held
    return found


def _chosen(candidates: Candidates, owned: Mapping[str, _Row]) -> Selection:
    """Choose the framework, with as many pins as all rules allow; what serves the stated goals best is pinned first."""
    wanted = [goal.pattern for goal in candidates.goals if goal.pattern]
    options = tuple(_at_hand(each, wanted) if each.entry.id in owned else each for each in candidates.options)
    worth = {
        each.entry.id: max((each.relevance.get(pattern, 0.0) for pattern in wanted), default=0.0)
        for each in options
        if each.entry.id in owned
    }
    pins = sorted((id_ for id_, score in worth.items() if score >= SERVES), key=lambda id_: (-worth[id_], id_))
    brief = candidates.context.brief
    while True:
        pinned = brief.model_copy(update={"pinned": tuple(dict.fromkeys((*brief.pinned, *pins)))})
        try:
            found = select(replace(candidates, options=options, context=replace(candidates.context, brief=pinned)))
        except Infeasible:
            if not pins:
                raise
            pins.pop()
        else:
            return replace(found, candidates=replace(candidates, context=replace(candidates.context, brief=pinned)))


def _at_hand(option: Option, wanted: Collection[str]) -> Option:
    """Prefer what is measured already: it is no burden, and for what a goal means people know it."""
    known = {id_: min(1.0, score + KNOWN) if id_ in wanted else score for id_, score in option.relevance.items()}
    return replace(option, burden=0.0, relevance=known)


def _nearness(rows: Sequence[_Row], brief: Brief, engine: Engine) -> Mapping[str, float]:
    """Give how near each metric is to the stated goal that it is nearest to."""
    scores = compare(engine, [row.name for row in rows], list(brief.goals))
    return {row.id: round(float(max(each)), 4) for row, each in zip(rows, scores, strict=True)}


def _fates(rows: Sequence[_Row], owned: Mapping[str, _Row], chosen: Selection, nearness: Mapping[str, float]) -> Iterator[Fate]:
    """Decide what becomes of each row."""
    placed = {each.entry.id: each for each in chosen.kpis}
    room = _room(chosen.candidates.context.preset, chosen) - len(placed)
    watched = {row.id for row in _watched(rows, owned, placed, nearness)[: max(room, 0)]}
    for row in rows:
        entry, known = row.known.entry, row.known
        said: dict[str, Any] = {"like": entry.id if entry else None, "band": known.band, "score": round(known.score, 2)}
        if row.flatters:
            yield Fate(row.id, row.name, "retired", _instead(row, chosen), **said)
        elif row.twin:
            yield Fate(row.id, row.name, "retired", say("it has the same values as `{twin}`", twin=row.twin), **said)
        elif entry and owned[entry.id] is not row:
            why = say("it tells the same as “{name}”", name=owned[entry.id].name)
            yield Fate(row.id, row.name, "retired", why, **said)
        elif entry and entry.id in placed:
            yield Fate(row.id, row.name, "kpi", _serves(row, entry, chosen), kpi=entry.id, **said)
        elif "target" not in row.noun and entry is None:
            why = say("nobody has set a target for it, and the catalogue does not know it")
            yield Fate(row.id, row.name, "retired", why, **said)
        elif row.id in watched:
            why = say("its team acts on it; no objective is judged by it")
            yield Fate(row.id, row.name, "metric", why, kpi=row.id, **said)
        else:
            why = say("nobody can look at more than {n} numbers: this one stands further from the goals", n=room + len(placed))
            yield Fate(row.id, row.name, "retired", why, **said)


def _room(preset: Preset, chosen: Selection) -> int:
    """Give how many KPIs and metrics there may be in all, as the rules have it."""
    framework = Framework(preset=preset.name, policy=chosen.candidates.context.brief.policy)
    most = framework.span("in-all", framework.rules.in_all).max
    return most if most is not None else len(chosen.kpis) + 10


def _watched(
    rows: Sequence[_Row], owned: Mapping[str, _Row], placed: Mapping[str, object], nearness: Mapping[str, float]
) -> list[_Row]:
    """Give the rows that could be operational metrics, those that are nearest to a goal first."""
    left = [row for row in rows if not row.flatters and not row.twin and ("target" in row.noun or row.known.entry)]
    left = [
        row for row in left if not (row.known.entry and (row.known.entry.id in placed or owned[row.known.entry.id] is not row))
    ]
    return sorted(left, key=lambda row: (-nearness[row.id], row.id))


def _serves(row: _Row, entry: Entry, chosen: Selection) -> str:
    placed = next(each for each in chosen.kpis if each.entry.id == entry.id)
    sure = say("it is “{name}” of the catalogue", name=entry.name)
    if row.known.band != "strong":
        sure = say(
            "it reads like “{name}” of the catalogue ({score:.2f}): see whether it is", name=entry.name, score=row.known.score
        )
    if placed.objective:
        return say("{sure}, and serves `{objective}`", sure=sure, objective=placed.objective)
    return say("{sure}, and contributes to `{above}`", sure=sure, above=placed.above or "")


def _instead(row: _Row, chosen: Selection) -> str:
    """Say why a count that flatters goes, and which chosen KPI tells what it only seems to."""
    from vitalfew.text.phrase import word_set  # noqa: PLC0415  # few rows need it

    own = word_set(row.name)
    near = [each.entry for each in chosen.kpis if any(own & word_set(look) for look in each.entry.vanity)]
    if near:
        return say("{why}; “{name}” tells it now", why=row.flatters, name=near[0].name)
    return str(row.flatters)


def _texts(
    chosen: Selection, found: Gathered, rows: Sequence[_Row], fates: Sequence[Fate], book: str, today: date
) -> dict[str, bytes]:
    """Write the framework with the user's own people, targets and values in it, and the rows that are no KPI of it beside it."""
    texts = {path: text.encode() for path, text in files_of(chosen, today=today).items()}
    by_id = {row.id: row for row in rows}
    people = list(found.around.people.nouns.values())
    texts |= {path: text.encode() for path, text in _own_files(chosen, found, by_id, fates, book, people).items()}
    loaded = load_texts(texts)
    steps = [step for fate in fates if fate.now == "kpi" for step in _taken_over(fate, by_id[fate.id], loaded.framework)]
    made = written(texts, loaded.framework, steps)
    for id_ in _unused(made):
        made = remove_noun(made, Ref("measure", id_))
    return made


def _taken_over(fate: Fate, row: _Row, framework: Framework) -> Iterator[Step]:
    """Write what the sheet says of a KPI where the catalogue's draft stands; a target that contradicts its direction is left."""
    ref = Ref("kpi", fate.kpi or "")
    kpi = framework.kpi.get(ref.id)
    if kpi is None:
        return
    for name in ("name", "formula", "over_time", "every", "unit", "owner", "baseline", "threshold", "definition"):
        if (value := row.noun.get(name)) is not None:
            yield Step("set", ref, name, value)
    target = row.noun.get("target")
    if isinstance(target, dict) and {"at_least": "down", "at_most": "up"}.get(next(iter(target))) != kpi.direction:
        yield Step("set", ref, "target", target)


def _own_files(
    chosen: Selection, found: Gathered, by_id: Mapping[str, _Row], fates: Sequence[Fate], book: str, people: list[Noun]
) -> dict[str, str]:
    kept = [_kept(by_id[fate.id], fate, chosen) for fate in fates if fate.now != "kpi"]
    told = "\n".join(f"{fate.name}: {fate.now}{f' `{fate.kpi}`' if fate.now == 'kpi' else ''}. {fate.why}" for fate in fates)
    head = say("What became of each metric of {book}. The values of all of them stay in data/actuals.csv.", book=book)
    source: Noun = {"id": SOURCE, "kind": "files", "path": "data/actuals.csv", "system": book}
    renamed = {fate.id: fate.kpi for fate in fates if fate.now == "kpi" and fate.kpi}
    measures = [_of_renamed(measure, renamed) for measure in found.built.measures]
    files = {"framework/metrics.yaml": yaml_file(f"{head}\n{told}", {"kpis": kept})}
    words = say("Each measure reads the values of one metric of {book}.", book=book)
    files["framework/actuals.yaml"] = yaml_file(str(words), {"sources": [source], "measures": measures})
    if people:
        files["framework/people.yaml"] = yaml_file(str(say("The people whom {book} names.", book=book)), {"people": people})
    return files


def _of_renamed(measure: Noun, renamed: Mapping[str, str]) -> Noun:
    where = str(measure["where"])
    old = where.removeprefix("kpi = '").removesuffix("'")
    return measure | {"where": f"kpi = '{renamed.get(old, old)}'"}


def _renamed(found: Gathered, fates: Sequence[Fate]) -> list[Any]:
    renamed = {fate.id: fate.kpi for fate in fates if fate.now == "kpi" and fate.kpi}
    return [replace(value, kpi=renamed.get(value.kpi, value.kpi)) for value in found.built.values]


def _kept(row: _Row, fate: Fate, chosen: Selection) -> Noun:
    """Write a metric that is watched or retired as it was read, placed where the framework has room for it."""
    low = max(chosen.candidates.context.units, key=lambda unit: unit.tier)
    names = ("definition", "unit", "direction", "target", "threshold", "baseline", "every", "formula", "over_time", "owner")
    said: Noun = {name: row.noun[name] for name in names if name in row.noun}
    state = "retired" if fate.now == "retired" else "draft"
    level = {"level": low.level, "org_unit": low.id} if low.tier > 1 else {}
    return {"id": row.id, "name": row.name, "kind": "metric", "lifecycle": state, **level, **said}


def _unused(texts: Mapping[str, bytes]) -> list[str]:
    """Give the measures of the catalogue that no formula names any more."""
    framework = load_texts(texts).framework
    named = " ".join(kpi.formula or "" for kpi in framework.kpis).replace("(", " ").replace(")", " ").split()
    return [each.id for each in framework.measures if each.id not in named and each.source != SOURCE]


def write(started: Started, target: Path) -> None:
    """Write a framework and its data below a folder, whole or not at all; raises TargetExists where either stands there."""
    for folder in ("framework", "data"):
        if (target / folder).exists():
            raise TargetExists(target / folder)
    target.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=".vitalfew-", dir=target))
    try:
        for path, text in started.files.items():
            (aside / path).parent.mkdir(parents=True, exist_ok=True)
            (aside / path).write_text(text, encoding="utf-8", newline="\n")
        for folder in ("data", "framework"):  # the framework last, for it is what makes a workspace
            (aside / folder).rename(target / folder)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
