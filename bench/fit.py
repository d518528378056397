"""How well the alignment score tells KPIs that serve their objective from those that do not, and how steady it is.

On the labelled plans of `bench/text.py` each plan is a framework whose KPIs name their objectives. A KPI is never its own
neighbour, so the objective that it names tells the fit nothing. `link_auc` is the chance that a KPI fits an objective of its own
better than another objective of the plan; `misplaced_found` is how often the right one is named for a KPI that stands under
another objective, the next one of the plan, and `misled` how often another one is named for a KPI that stands right. What was set
by hand (half the weight for neighbours, two of them, how much better is better) was set on plans of the half `mend`.

The packaged catalogue's own patterns make frameworks too, with definitions: they show what bands are worth, and what a synonym
moves. Their labels are ours.
"""

from __future__ import annotations

import csv
import re
import tempfile
import time
from collections.abc import Collection, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from bench.bands import WHOLE, borders, cases
from bench.bands import rows as worth
from bench.text import FOLDER, ROOT, Plan, auc, orphans, plans, scorer, tf_idf
from vitalfew.catalog.entry import Entry
from vitalfew.catalog.pattern import Pattern
from vitalfew.catalog.read import catalogue
from vitalfew.insight.fit import Alignment, alignment_of
from vitalfew.insight.meant import Fit, Meant, better_of
from vitalfew.model.framework import Framework
from vitalfew.model.graph import Lines
from vitalfew.model.kpi import Kpi
from vitalfew.model.noun import ObjectiveLink
from vitalfew.model.strategy import Objective, Strategy
from vitalfew.text.engine import WORDS_ONLY, Engine, best_engine, engine

if TYPE_CHECKING:
    from bench.text import Score
    from vitalfew.text.engine import Matrix

PAGE = ROOT / "docs" / "alignment-score.md"
WORDINGS = FOLDER.parent / "insight" / "rewordings.csv"
TOGETHER = 8
"""Patterns that make one framework of the catalogue."""
STEADY = ("changed", "KPIs", "median", "80th percentile", "90th", "most", "of them under 10")
KEYS = ("recall_1", "link_auc", "orphan_auc")
SIZE = 2_000
FEW = 6
"""Every which KPI is put under another objective at a time."""

Figures = dict[str, Any]


def figures(share: float) -> Figures:
    """Give the figures of the plans and of the catalogue, and what scoring costs at a `share` of the full size."""
    with tempfile.TemporaryDirectory() as folder:
        by = Remembering(best_engine(Path(folder)).engine)
        rows = [row for plan in plans() for row in plan_rows(by, plan)]
        names = tuple(dict.fromkeys(row["method"] for row in rows))
        labelled, plain = cases(by), cases(Remembering(engine(WORDS_ONLY)))
        whole = [total(rows, name, half) for half in ("mend", "hold-out") for name in names]
        return {
            "bench": "fit",
            "engine": by.id,
            "rows": [*whole, *rows],
            "bands": band_rows(by),
            "borders": borders([each for each in labelled if each.half == "mend"]),
            "worth": [*worth(labelled, "engine"), *worth(plain, "words alone")],
            "stability": [steady(by, "synonym"), steady(by, "rewording")],
            "cost": cost(by.by, share),
        }


def write_page() -> None:
    """Write the figures into the page, between its marks."""
    found = figures(1.0)
    text = PAGE.read_text(encoding="utf-8")
    tables = {
        "plans": plans_table(found["rows"]),
        "bands": _table(("KPI", "KPIs", "strong", "fair", "weak", "not decided", "median"), found["bands"]),
        "worth": _table(("engine", "half", "band", "KPIs", "of them serve", "95 %"), found["worth"]),
        "stability": _table(
            ("changed", "KPIs", "median", "80th percentile", "90th", "most", "of them under 10"), found["stability"]
        ),
        "cost": _table(("KPIs", "objectives", "first time, s", "again, s"), [found["cost"]]),
    }
    for mark, table in tables.items():
        text = re.sub(rf"(<!-- {mark}: [^\n]*-->\n).*?(<!-- end -->)", rf"\1\n{table}\n\2", text, flags=re.DOTALL)
    PAGE.write_text(text, encoding="utf-8")


def plans_table(rows: Sequence[Figures]) -> str:
    """Set out what each method reaches per plan."""
    lines = ["| plan | half | objectives | KPIs | by | recall@1 | link AUC | orphan AUC | misplaced found | misled |"]
    lines.append("|---" * 10 + "|")
    for each in rows:
        moved = [f"{each[key]:.2f}" if key in each else "" for key in ("misplaced_found", "misled")]
        head = f"| {each['plan']} | {each['half']} | {each['objectives']} | {each['kpis']} | {each['method']} | "
        lines.append(head + " | ".join([*(f"{each[key]:.2f}" for key in KEYS), *moved]) + " |")
    return "\n".join(lines) + "\n"


def _table(titles: Sequence[str], rows: Sequence[Figures]) -> str:
    lines = [f"| {' | '.join(titles)} |", "|---" * len(titles) + "|"]
    return "\n".join([*lines, *(f"| {' | '.join(map(str, row.values()))} |" for row in rows)]) + "\n"


def framework_of(plan: Plan) -> Framework:
    """Make a framework of a plan: names and statements alone, each KPI naming the objectives under which the plan lists it."""
    objectives = tuple(Objective(id=f"o{place}", statement=text) for place, text in enumerate(plan.objectives))
    kpis = tuple(
        Kpi(id=f"k{place}", name=name, objectives=tuple(ObjectiveLink(id=f"o{one}") for one in sorted(serves)))
        for place, (name, serves) in enumerate(plan.kpis)
    )
    return Framework(strategy=Strategy(mission="Serve the public"), objectives=objectives, kpis=kpis)


def meant_of(by: Engine, framework: Framework) -> Meant:
    """Compare the texts of a framework."""
    return Meant(framework, Lines(framework), by)


def plan_rows(by: Engine, plan: Plan) -> Iterator[Figures]:
    """Give how well three methods do on a plan: TF-IDF and the engine by names alone, and the score's meaning and structure."""
    names = [name for name, _ in plan.kpis]
    methods: dict[str, Score] = {"tf-idf": tf_idf, "engine": scorer(by)}
    for name, score in methods.items():
        yield _row(plan, name, score(names, plan.objectives), score(orphans(), plan.objectives))
    meant = meant_of(by, framework_of(plan))
    strays = meant.fits_of(meant.vectors(orphans(), orphans()), ())
    fits = np.array([[fit.both for fit in _in_order(meant, row)] for row in range(len(names))])
    best = np.array([[meant.ranked(row, strays)[0].both] for row in range(len(orphans()))])
    yield {**_row(plan, "score", fits, best), **_moved(meant, plan)}


def _in_order(meant: Meant, row: int) -> list[Fit]:
    return sorted(meant.ranked(row, meant.fits), key=lambda fit: int(fit.objective[1:]))


def _row(plan: Plan, method: str, scores: Matrix, strays: Matrix) -> Figures:
    right = [serves for _, serves in plan.kpis]
    own = np.array([max(row[one] for one in serves) for row, serves in zip(scores, right, strict=True)])
    other = np.array(
        [score for row, serves in zip(scores, right, strict=True) for at, score in enumerate(row) if at not in serves]
    )
    return {
        "method": method,
        "plan": plan.id,
        "half": plan.part,
        "objectives": len(plan.objectives),
        "kpis": len(plan.kpis),
        "recall_1": _mean([row.argmax() in serves for row, serves in zip(scores, right, strict=True)]),
        "link_auc": round(auc(own, other), 3),
        "orphan_auc": round(auc(scores.max(axis=1), strays.max(axis=1)), 3),
    }


def _moved(meant: Meant, plan: Plan) -> Figures:
    """Put each KPI under the next objective that it does not serve, and see whether the right one is named."""
    found, misled, total = [], [], len(plan.objectives)
    for place, (_, serves) in enumerate(plan.kpis):
        ranked = meant.all_of(f"k{place}")
        right = {f"o{one}" for one in serves}
        wrong = next(one % total for one in range(min(serves) + 1, min(serves) + 1 + total) if one % total not in serves)
        better = better_of(ranked, {f"o{wrong}"})
        found.append(better is not None and better.objective in right)
        misled.append(better_of(ranked, right) is not None)
    return {"misplaced_found": _mean(found), "misled": _mean(misled)}


def total(rows: Sequence[Figures], method: str, half: str) -> Figures:
    """Give the mean of a method over the KPIs of one half of the plans."""
    some = [row for row in rows if row["method"] == method and row["half"] == half]
    counts = [row["kpis"] for row in some]
    keys = [key for key in (*KEYS, "misplaced_found", "misled") if key in some[0]]
    means = {key: round(float(np.average([row[key] for row in some], weights=counts)), 3) for key in keys}
    sums = {"objectives": sum(row["objectives"] for row in some), "kpis": sum(counts)}
    return {"method": method, "plan": "all", "half": half, **sums, **means}


class Remembering:
    """An engine that keeps in memory what it has compared: the same few hundred texts stand in all frameworks."""

    def __init__(self, by: Engine) -> None:
        self.by, self.id, self.bands = by, by.id, by.bands
        self.known: dict[str, Matrix] = {}

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Give one vector a row for each text."""
        new = [text for text in dict.fromkeys(texts) if text not in self.known]
        if new:
            self.known |= dict(zip(new, self.by.encode(new), strict=True))
        return np.array([self.known[text] for text in texts], dtype=np.float32) if texts else self.by.encode(texts)


@cache
def catalogued() -> tuple[tuple[Pattern, ...], ...]:
    """Take the catalogue's patterns together, far ones side by side, as the objectives of frameworks."""
    patterns = catalogue().patterns
    step = len(patterns) // TOGETHER
    return tuple(patterns[first::step] for first in range(step))


def organisation(patterns: Sequence[Pattern], *, off: Collection[str] = (), renamed: dict[str, Entry] | None = None) -> Framework:
    """Make a framework of patterns; KPIs of `off` stand under one that does not list them, `renamed` are in other words."""
    book = {**catalogue().entry, **(renamed or {})}
    serves: dict[str, list[int]] = {}
    for place, pattern in enumerate(patterns):
        for kpi in pattern.kpis:
            serves.setdefault(kpi, []).append(place)
    kpis = []
    for id_, places in serves.items():
        under = [place for place in range(len(patterns)) if place not in places][:1] if id_ in off else places
        links = tuple(ObjectiveLink(id=patterns[place].id) for place in under)
        kpis.append(book[id_].kpi("EUR").model_copy(update={"objectives": links, **WHOLE}))
    objectives = tuple(pattern.objective() for pattern in patterns)
    return Framework(strategy=Strategy(mission="Do well"), objectives=objectives, kpis=tuple(kpis))


def scored(by: Engine, framework: Framework) -> tuple[Alignment, ...]:
    """Score all KPIs of a framework, without data."""
    return alignment_of(meant_of(by, framework))


def band_rows(by: Engine) -> list[Figures]:
    """Give the bands of the catalogue's KPIs where they belong, under another objective, and without any."""
    kinds = {
        "under its objective": [each for some in catalogued() for each in scored(by, organisation(some))],
        "under another objective": [each for some in catalogued() for each in _misplaced(by, some)],
        "without objective": [each for some in catalogued() for each in scored(by, _unlinked(organisation(some)))],
    }
    return [_bands(kind, found) for kind, found in kinds.items()]


def _misplaced(by: Engine, patterns: Sequence[Pattern]) -> Iterator[Alignment]:
    """Score KPIs under another objective, few at a time, so that most neighbours are where they belong."""
    kpis = [kpi.id for kpi in organisation(patterns).kpis]
    for first in range(FEW):
        off = set(kpis[first::FEW])
        yield from (each for each in scored(by, organisation(patterns, off=off)) if each.kpi in off)


def _unlinked(framework: Framework) -> Framework:
    kpis = tuple(kpi.model_copy(update={"objectives": ()}) for kpi in framework.kpis)
    return framework.model_copy(update={"kpis": kpis})


def _bands(kind: str, found: Sequence[Alignment]) -> Figures:
    shares = {band: f"{np.mean([each.band == band for each in found]):.0%}" for band in ("strong", "fair", "weak")}
    open_ = f"{np.mean([not each.decided for each in found]):.0%}"
    median = round(float(np.median([each.score for each in found])), 1)
    return {"kpi": kind, "kpis": len(found), **shares, "open": open_, "median": median}


def steady(by: Engine, kind: str, *, every: int = 1) -> Figures:
    """Give how far the score of a KPI moves where it alone is said in other words; `every` takes fewer frameworks."""
    book = catalogue().entry
    if kind == "synonym":
        new = {entry.id: entry.model_copy(update={"name": entry.synonyms[0]}) for entry in catalogue().entries if entry.synonyms}
    else:
        new = {
            row["kpi"]: book[row["kpi"]].model_copy(update={"name": row["name"], "definition": row["definition"]})
            for row in rewordings()
        }
    moved = np.array(list(_moves(by, new, every)))
    median, fifth, ninth = (round(float(each), 1) for each in np.quantile(moved, [0.5, 0.8, 0.9]))
    under = f"{np.mean(moved < 10):.0%}"
    said = "name, by a synonym" if kind == "synonym" else "name and definition, by hand"
    return {
        "changed": said,
        "kpis": len(moved),
        "median": median,
        "most_of_five": fifth,
        "ninth": ninth,
        "most": round(float(moved.max()), 1),
        "under": under,
    }


def _moves(by: Engine, new: dict[str, Entry], every: int) -> Iterator[float]:
    for patterns in catalogued()[::every]:
        before = {each.kpi: each.score for each in scored(by, organisation(patterns))}
        for kpi in sorted(before.keys() & new.keys()):
            after = scored(by, organisation(patterns, renamed={kpi: new[kpi]}))
            yield next(abs(each.score - before[kpi]) for each in after if each.kpi == kpi)


def rewordings() -> tuple[dict[str, str], ...]:
    """Read KPIs of the catalogue in other words."""
    with WORDINGS.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def cost(by: Engine, share: float) -> Figures:
    """Time scoring many KPIs, with no text compared before and again."""
    number = max(20, round(SIZE * share))
    entries = catalogue().entries
    objectives = tuple(each.objective() for each in catalogue().patterns[: max(5, round(100 * share))])
    kpis = tuple(
        entries[place % len(entries)]
        .kpi("EUR")
        .model_copy(
            update={
                "id": f"k{place}",
                "name": f"{entries[place % len(entries)].name}, district {place}",
                "drives": (),
                "objectives": (ObjectiveLink(id=objectives[place % len(objectives)].id),),
            }
        )
        for place in range(number)
    )
    framework = Framework(objectives=objectives, kpis=kpis)
    seconds = []
    for _ in range(2):
        start = time.perf_counter()
        scored(by, framework)
        seconds.append(round(time.perf_counter() - start, 2))
    return {"kpis": number, "objectives": len(objectives), "first_s": seconds[0], "again_s": seconds[1]}


def _mean(values: Sequence[Any]) -> float:
    return round(float(np.mean(values)), 3)
