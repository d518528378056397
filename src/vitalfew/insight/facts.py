"""What insight found, kept for rules that may not ask it: links that do not hold, leads that ended, KPIs that went apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from vitalfew.insight.conflict import conflicts
from vitalfew.insight.estimate import estimates
from vitalfew.insight.follow import ENOUGH
from vitalfew.insight.initiative import effects
from vitalfew.insight.lead import leads
from vitalfew.model.evidence import Apart, Evidence, Moved, Tie, declared_as, expected_as
from vitalfew.model.framework import Framework
from vitalfew.model.leaves import Leaves
from vitalfew.store.evidence import read_evidence, write_evidence
from vitalfew.store.leaves import write_leaves
from vitalfew.store.summary import sum_up

if TYPE_CHECKING:
    import pyarrow as pa


def keep_summary(
    framework: Framework, root: Path, store: Path, latest: pa.Table, today: date, leaves: Mapping[str, Leaves]
) -> None:
    """Write what later commands read without the data engine: the evidence, and what formulas were computed from."""
    write_evidence(store, with_facts(framework, latest, sum_up(framework, root, latest, today), read_evidence(store)))
    write_leaves(store, leaves, framework.kpi)


def with_facts(framework: Framework, latest: pa.Table, evidence: Evidence, before: Evidence | None = None) -> Evidence:
    """Add to the evidence what insight finds in it (`latest`: `Observations.latest`); little where hardly anything is known.

    Thousands of links take a minute: where nothing changed since `before`, what was found then is found again.
    """
    long = {kpi for kpi, series in evidence.series.items() if len(series.values) >= ENOUGH}
    if not long:
        return evidence
    moved, made_of = tuple(_moved(framework, latest, evidence.as_of)), _made_of(framework, latest)
    if before and before.made_of == made_of:
        return replace(evidence, ties=before.ties, apart=before.apart, moved=moved, made_of=made_of)
    ties, apart = tuple(_ties(framework, latest, long)), tuple(_apart(framework, latest, long))
    return replace(evidence, ties=ties, apart=apart, moved=moved, made_of=made_of)


def _made_of(framework: Framework, latest: pa.Table) -> str:
    """Name all that links are estimated from: what is declared, what was observed, and by which release."""
    written = blake2b(f"{version('vitalfew')} {framework.model_dump_json()}".encode(), digest_size=16)
    for name in ("kpi", "grain", "number", "value", "recipe", "slice", "complete"):
        written.update("\n".join(map(repr, latest.column(name).to_pylist())).encode())
    return written.hexdigest()


def _ties(framework: Framework, latest: pa.Table, long: set[str]) -> Iterator[Tie]:
    if not any(kpi.id in long and any(drive.kpi in long for drive in kpi.drives) for kpi in framework.current_kpis):
        return
    led = {(each.kpi, each.place): each for each in leads(framework, latest)}
    for link in estimates(framework, latest):
        kpi, lead = framework.kpi[link.kpi], led.get((link.kpi, link.place))
        declared = declared_as(framework, kpi, kpi.drives[link.place])
        tie = Tie(
            link.kpi, link.drives, declared, link.grain, link.pairs, link.said, link.form, link.declared, link.effect,
            link.low, link.high, link.lag,
        )  # fmt: skip
        yield replace(tie, led=lead.said, ahead=lead.lag, stopped=lead.stopped) if lead else tie


def _apart(framework: Framework, latest: pa.Table, long: set[str]) -> Iterator[Apart]:
    if len({framework.kpi[kpi].owners[:1] for kpi in long if kpi in framework.kpi}) < 2:
        return
    for each in conflicts(framework, latest):
        seen = each.against
        if seen is None or seen.said != "against" or each.settled or seen.effect is None or seen.step is None:
            continue
        yield Apart(seen.one, seen.other, seen.grain, seen.pairs, seen.step, seen.effect, seen.low or 0.0, seen.high or 0.0)


def _moved(framework: Framework, latest: pa.Table, today: date) -> Iterator[Moved]:
    for each in effects(framework, latest, today):
        if each.effect is None or each.low is None or each.high is None:
            continue
        initiative = framework.initiative[each.initiative]
        declared = expected_as(initiative, initiative.moves[each.place])
        yield Moved(
            initiative.id, each.kpi, declared, each.grain, each.said, each.effect, each.low, each.high, each.after, each.expected
        )
