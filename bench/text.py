"""How often the text engine finds the objective that a KPI serves, on plans that public bodies have published.

`tests/text/pairs.csv` holds each KPI with the objective under which its plan lists it (`plans.csv`: which plan, by whom, where);
the engine sees the names alone and ranks all objectives of that plan. `orphan_auc` is the chance that a KPI of the plan scores
higher on its best objective than one that belongs to another trade: the packaged catalogue's KPIs of `TRADES`. `tf-idf` is what
a search engine does: stems, weighted by how rare they are in the plan. What was set by hand (weights, bands) was set on plans of
the half `mend`.
"""

from __future__ import annotations

import csv
import re
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache, partial
from itertools import cycle, islice
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import numpy as np

from vitalfew.catalog.read import catalogue
from vitalfew.text.engine import Band, Engine, compare, engine, engines
from vitalfew.text.lexical import FILLER, stem
from vitalfew.text.match import Match, match
from vitalfew.text.phrase import words

if TYPE_CHECKING:
    from vitalfew.text.engine import Matrix

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "tests" / "text"
PAGE = ROOT / "docs" / "text-engine.md"
COMPARED = ("tf-idf", "lexical", "meaning", "blended")
TRADES = ("software-subscription", "e-commerce", "retail", "hospitality", "insurance", "media")
KPIS, OBJECTIVES = 10_000, 1_000
"""What is scored against one another in full."""

Figures = dict[str, Any]
Score = Callable[[Sequence[str], Sequence[str]], "Matrix"]


@dataclass(frozen=True)
class Plan:
    """A public plan: its objectives, and its KPIs each with the places of those that it serves."""

    id: str
    part: str
    objectives: tuple[str, ...]
    kpis: tuple[tuple[str, frozenset[int]], ...]


def figures(share: float) -> Figures:
    """Give how well each engine ranks, per plan and over all, and what scoring costs at a `share` of the full size."""
    with tempfile.TemporaryDirectory() as folder:
        opened = {name: engine(name, Path(folder)) for name in engines()}
        rows = [row(name, plan, score) for name, score in scorers(opened).items() for plan in plans()]
        whole = [total(name, [row for row in rows if row["engine"] == name]) for name in scorers(opened)]
        bands = [band for name, each in opened.items() for band in band_rows(name, each)]
    costs = [cost(name, share) for name in engines()]
    pairs = sum(len(plan.kpis) for plan in plans())
    return {"bench": "text", "pairs": pairs, "orphans": len(orphans()), "rows": [*whole, *rows], "bands": bands, "costs": costs}


def write_page() -> None:
    """Write the figures into the page, between its marks."""
    found = figures(1.0)
    text = PAGE.read_text(encoding="utf-8")
    tables = {"figures": figures_table(found["rows"]), "bands": bands_table(found["bands"]), "costs": costs_table(found["costs"])}
    for mark, table in tables.items():
        text = re.sub(rf"(<!-- {mark}: [^\n]*-->\n).*?(<!-- end -->)", rf"\1\n{table}\n\2", text, flags=re.DOTALL)
    PAGE.write_text(text, encoding="utf-8")


def figures_table(rows: Iterable[Figures]) -> str:
    """Set out, per plan, what each engine reaches."""
    keys = ("recall_1", "recall_5", "mrr", "orphan_auc")
    of: dict[str, dict[str, Figures]] = {}
    for each in rows:
        of.setdefault(str(each["plan"]), {})[str(each["engine"])] = each
    lines = ["| plan | half | objectives | KPIs | engine | recall@1 | recall@5 | MRR | orphan AUC |", "|---" * 9 + "|"]
    for plan, engines_of in of.items():
        for name in COMPARED:
            one = engines_of[name]
            head = f"| {plan} | {one['half']} | {one['objectives']} | {one['kpis']} | {name} | "
            lines.append(head + " | ".join(f"{one[key]:.2f}" for key in keys) + " |")
    return "\n".join(lines) + "\n"


def bands_table(rows: Iterable[Figures]) -> str:
    """Set out what the bands of each engine are worth."""
    lines = ["| engine | of its best matches | KPIs | right | KPIs of another trade |", "|---" * 5 + "|"]
    lines += [
        f"| {each['engine']} | {each['match']} | {each['kpis']:.0%} | {each['right']:.0%} | {each['orphans']:.0%} |"
        for each in rows
    ]
    return "\n".join(lines) + "\n"


def costs_table(rows: Iterable[Figures]) -> str:
    """Set out what scoring costs."""
    lines = ["| engine | KPIs | objectives | first time, s | again, s | peak memory, MiB |", "|---" * 6 + "|"]
    keys = ("kpis", "objectives", "first_s", "again_s", "peak_mib")
    lines += [f"| {each['engine']} | " + " | ".join(f"{each[key]:,}" for key in keys) + " |" for each in rows]
    return "\n".join(lines) + "\n"


def scorers(opened: dict[str, Engine]) -> dict[str, Score]:
    """Give the engines as functions, and the one that they are held against."""
    return {"tf-idf": tf_idf, **{name: scorer(each) for name, each in opened.items()}}


def scorer(each: Engine) -> Score:
    """Give the scores of an engine."""
    return lambda left, right: compare(each, left, right)


@cache
def plans() -> tuple[Plan, ...]:
    """Read the labelled plans."""
    pairs = _read("pairs.csv")
    return tuple(
        _plan(each["plan"], each["part"], [pair for pair in pairs if pair["plan"] == each["plan"]]) for each in _read("plans.csv")
    )


@cache
def orphans() -> tuple[str, ...]:
    """Give KPIs that no public plan asks for."""
    return tuple(entry.name for entry in catalogue().entries if set(entry.industries) & set(TRADES))


def row(name: str, plan: Plan, score: Score) -> Figures:
    """Give how well an engine ranks the objectives of one plan."""
    scores = score([kpi for kpi, _ in plan.kpis], plan.objectives)
    order = np.argsort(-scores, axis=1, kind="stable")
    ranks = [1 + min(list(places).index(one) for one in serves) for places, (_, serves) in zip(order, plan.kpis, strict=True)]
    return {
        "engine": name,
        "plan": plan.id,
        "half": plan.part,
        "objectives": len(plan.objectives),
        "kpis": len(plan.kpis),
        "recall_1": _mean(rank <= 1 for rank in ranks),
        "recall_5": _mean(rank <= 5 for rank in ranks),
        "mrr": _mean(1 / rank for rank in ranks),
        "orphan_auc": round(auc(scores.max(axis=1), score(orphans(), plan.objectives).max(axis=1)), 3),
    }


def band_rows(name: str, each: Engine) -> list[Figures]:
    """Give per band, and for what is decided, how many best matches there are, of them right ones, and how many of orphans."""
    found = [
        (one, one.best in serves)
        for plan in plans()
        for one, (_, serves) in zip(match(each, [kpi for kpi, _ in plan.kpis], plan.objectives), plan.kpis, strict=True)
    ]
    strays = [one for plan in plans() for one in match(each, orphans(), plan.objectives)]
    kinds: dict[str, Callable[[Match], bool]] = {
        **{band: partial(_is_in, band) for band in get_args(Band)},
        "decided": lambda one: one.decided,
        "not decided": lambda one: not one.decided,
    }
    return [
        {
            "engine": name,
            "match": kind,
            "kpis": _mean(is_one(one) for one, _ in found),
            "right": _mean(right for one, right in found if is_one(one)),
            "orphans": _mean(is_one(one) for one in strays),
        }
        for kind, is_one in kinds.items()
        if any(is_one(one) for one, _ in found)
    ]


def _is_in(band: Band, one: Match) -> bool:
    return one.band == band


def total(name: str, rows: Sequence[Figures]) -> Figures:
    """Give the mean of an engine over all KPIs of all plans."""
    counts = [float(row["kpis"]) for row in rows]
    means = {
        key: round(float(np.average([row[key] for row in rows], weights=counts)), 3)
        for key in ("recall_1", "recall_5", "mrr", "orphan_auc")
    }
    objectives = sum(row["objectives"] for row in rows)
    return {"engine": name, "plan": "all", "half": "both", "objectives": objectives, "kpis": int(sum(counts)), **means}


def auc(better: Matrix, worse: Matrix) -> float:
    """Give how often one of the first is greater than one of the second, ties counted half (Mann and Whitney, 1947)."""
    difference = better[:, None] - worse[None, :]
    return float(np.mean((difference > 0) + 0.5 * (difference == 0)))


def tf_idf(left: Sequence[str], right: Sequence[str]) -> Matrix:
    """Compare stems, weighted by how rare they are in these texts (Spärck Jones, 1972)."""
    said = [{stem(word) for word in words(text) if word not in FILLER} for text in (*left, *right)]
    known = {word: place for place, word in enumerate(sorted(set().union(*said)))}
    vectors = np.zeros((len(said), len(known)), dtype=np.float32)
    for vector, found in zip(vectors, said, strict=True):
        vector[[known[word] for word in found]] = 1
    vectors *= np.log((1 + len(said)) / (1 + vectors.sum(axis=0))) + 1
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    vectors /= np.where(lengths > 0, lengths, 1)
    return np.asarray(vectors[: len(left)] @ vectors[len(left) :].T, dtype=np.float32)


def cost(name: str, share: float) -> Figures:
    """Time scoring many KPIs against many objectives in a process of its own: with nothing kept, and again on what is kept."""
    with tempfile.TemporaryDirectory() as folder, ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        first, _ = process.submit(_cost, name, share, folder).result()
        again, peak = process.submit(_cost, name, share, folder).result()
    sizes = {"kpis": _size(KPIS, share), "objectives": _size(OBJECTIVES, share)}
    return {"engine": name, **sizes, "first_s": first, "again_s": again, "peak_mib": peak}


def _cost(name: str, share: float, folder: str) -> tuple[float, int]:
    names = [kpi for plan in plans() for kpi, _ in plan.kpis]
    objectives = [each for plan in plans() for each in plan.objectives]
    many, few = _many(names, _size(KPIS, share)), _many(objectives, _size(OBJECTIVES, share))
    start = time.perf_counter()
    match(engine(name, Path(folder)), many, few)
    return round(time.perf_counter() - start, 2), _peak()


def _peak() -> int:
    """Give the most memory of this process in MiB; `getrusage` would count what the parent held when it started this one."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) // 1024  # type: ignore[index]  # Linux always says it


def _size(full: int, share: float) -> int:
    return max(5, round(full * share))


def _many(names: Sequence[str], count: int) -> list[str]:
    """Make distinct names as long as real ones, each of one of many places."""
    return [f"{name}, district {number}" for number, name in enumerate(islice(cycle(names), count))]


def _plan(id: str, part: str, pairs: Sequence[dict[str, str]]) -> Plan:
    objectives = list(dict.fromkeys(pair["objective"] for pair in pairs))
    serves: dict[str, set[int]] = {}
    for pair in pairs:
        if pair["kpi"]:
            serves.setdefault(pair["kpi"], set()).add(objectives.index(pair["objective"]))
    return Plan(id, part, tuple(objectives), tuple((kpi, frozenset(places)) for kpi, places in serves.items()))


def _read(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _mean(values: Iterable[float]) -> float:
    return round(float(np.mean(list(values))), 3)
