"""Where KPIs of different owners pull against each other, as far as the framework says it (AUD-7); shared, no rule itself.

Signs come from `drives`, from formulas read as positive numbers, and from `contributes_to`, which claims to help.
An effect whose sign is not said, and a KPI that is to stay within a band, take no part.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from vitalfew.base.said import say
from vitalfew.model.formula import FormulaError, Node, parse
from vitalfew.model.framework import Framework
from vitalfew.model.graph import formula_kpis
from vitalfew.model.kpi import Drive, Kpi
from vitalfew.rules.path import direction

Effects = dict[str, dict[str, int]]
"""For each KPI the KPIs that its improvement improves (1) or worsens (-1)."""

_WAYS = {"up": 1, "down": -1}


class Conflict(NamedTuple):
    """An improvement of `lever` hurts `worse`, while somebody else does well by `better`; `sides` are the two people."""

    lever: Kpi
    better: Kpi
    worse: Kpi
    sides: frozenset[str]
    words: str


def conflicts(framework: Framework) -> Iterator[Conflict]:
    """Give the conflicts between two owners: of each lever one at most."""
    effects = effects_of(framework)
    helpers: dict[str, list[str]] = defaultdict(list)
    for id_, found in effects.items():
        for target, sign in found.items():
            if sign > 0:
                helpers[target].append(id_)
    for id_, found in effects.items():
        for target in (target for target, sign in found.items() if sign < 0):
            clash = _clash(framework, id_, target, found, helpers[target])
            if clash:
                yield clash
                break


def is_shared(framework: Framework, conflict: Conflict) -> bool:
    """Tell whether one of the KPIs in a conflict, or one that they contribute to, is answered for by both sides."""
    kpis = [conflict.lever, conflict.better, conflict.worse]
    ups = [framework.kpi[link.id] for kpi in kpis for link in kpi.contributes_to if link.id in framework.kpi]
    return any(conflict.sides <= {*kpi.owners, *kpi.co_owners} for kpi in (*kpis, *ups))


def _clash(framework: Framework, id_: str, target: str, found: dict[str, int], helpers: list[str]) -> Conflict | None:
    lever, worse = framework.kpi[id_], framework.kpi[target]
    for better in (framework.kpi[other] for other, sign in found.items() if sign > 0):
        if better.owners and worse.owners and better.owners != worse.owners:
            words = say(
                "better `{id}` helps `{better}` of `{owner}` and hurts `{target}` of `{other}`",
                id=id_,
                better=better.id,
                owner=better.owners[0],
                target=target,
                other=worse.owners[0],
            )
            return Conflict(lever, better, worse, frozenset((better.owners[0], worse.owners[0])), words)
    for better in (framework.kpi[other] for other in helpers):
        if better.owners and lever.owners and better.owners != lever.owners:
            words = say(
                "`{id}` of `{owners}` hurts `{target}`, which `{better}` of `{owners_2}` helps",
                id=id_,
                owners=lever.owners[0],
                target=target,
                better=better.id,
                owners_2=better.owners[0],
            )
            return Conflict(lever, better, worse, frozenset((better.owners[0], lever.owners[0])), words)
    return None


def effects_of(framework: Framework) -> Effects:
    """Give what the improvement of each KPI does to others, as far as a sign is said and believed, or follows."""
    found: Effects = defaultdict(dict)
    current = {kpi.id: kpi for kpi in framework.current_kpis}
    ways = {id_: _WAYS.get(direction(kpi) or "", 0) for id_, kpi in current.items()}
    for kpi in current.values():
        for drive in kpi.drives:
            sign = _sign(drive) * ways[kpi.id] * ways.get(drive.kpi, 0)
            if sign:
                found[kpi.id][drive.kpi] = sign
        for part in formula_kpis(kpi):
            sign = _formula_sign(kpi, part) * ways.get(part, 0) * ways[kpi.id]
            if sign:
                found[part].setdefault(kpi.id, sign)
    for kpi in current.values():
        for link in kpi.contributes_to:
            if link.id in current:
                found[kpi.id].setdefault(link.id, 1)
    return found


def _sign(drive: Drive) -> int:
    amount = drive.elasticity if drive.effect is None else drive.effect
    if not amount or drive.evidence == "none":
        return 0
    return 1 if amount > 0 else -1


def _formula_sign(kpi: Kpi, part: str) -> int:
    try:
        return node_sign(parse(kpi.formula or ""), part) or 0
    except FormulaError:
        return 0


def node_sign(node: Node, part: str, op: str = "kpi") -> int | None:
    """Give how a part's growth moves a formula of positive numbers: 1, -1, 0 not at all; None where both ways."""
    if node.op in {"kpi", "measure"}:
        return int(node.op == op and node.name == part)
    signs = [node_sign(each, part, op) for each in node.parts]
    if node.op == "neg" and signs[0] is not None:
        return -signs[0]
    if node.op in {"-", "/"} and signs[1] is not None:
        signs[1] = -signs[1]
    said = {sign for sign in signs if sign != 0}
    return 0 if not said else said.pop() if len(said) == 1 else None
