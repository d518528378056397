"""Three or more consecutive levels of which no KPI is a part of anything above."""

from __future__ import annotations

from vitalfew.base.ref import Ref
from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.model.graph import Lines
from vitalfew.rules.count import names, of_level
from vitalfew.rules.engine import Flags, rule
from vitalfew.rules.unread import Unread


def rising(lines: Lines) -> set[Ref]:
    """Give all from which a vertical line, without cause and effect, leads to an objective."""
    below: dict[Ref, list[Ref]] = {}
    for ref, edges in lines.edges.items():
        for edge in edges:
            if edge.link != "drives":
                below.setdefault(edge.to, []).append(ref)
    found, work = set(), [ref for ref in below if ref.kind == "objective"]
    while work:
        new = [ref for ref in below.get(work.pop(), ()) if ref not in found]
        found.update(new)
        work += new
    return found


@rule(
    "ALN012",
    severity="error",
    requirements=("CAS-3", "AUD-1"),
    help="name under `contributes_to` the KPI above that each is a part of, from the top of these levels down",
)
def check(framework: Framework, lines: Lines, unread: Unread) -> Flags:
    if unread.linked or unread.lost("kpis") or any(unread.any(kpi.ref, "level", "org_unit") for kpi in framework.current_kpis):
        return
    kpis, up = of_level(framework), rising(lines)
    run: list[str] = []
    for level in (*framework.all_levels, None):
        found = kpis.get(level.id, []) if level else []
        if level and found and level.tier > 1 and not any(kpi.ref in up for kpi in found):
            run.append(level.id)
            continue
        if len(run) >= framework.policy_number("levels-without-path"):
            yield (
                Ref("level", run[0]),
                None,
                say("no KPI of the levels {names} is a part of anything above them", names=names(run)),
            )
        run = []
