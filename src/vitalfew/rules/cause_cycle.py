"""Cause and effect, or a hierarchy, that leads back to itself."""

from __future__ import annotations

from collections.abc import Iterator

from vitalfew.base.ref import Ref
from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.model.graph import cycles
from vitalfew.rules.engine import Flag, Flags, rule


def _graphs(framework: Framework) -> Iterator[tuple[str, str, dict[str, list[str]]]]:
    """Give each kind of line by itself: the kind of noun, the field, the steps."""
    yield "kpi", "drives", {kpi.id: [drive.kpi for drive in kpi.drives] for kpi in framework.current_kpis}
    yield "kpi", "contributes_to", {kpi.id: [link.id for link in kpi.contributes_to] for kpi in framework.current_kpis}
    yield "objective", "drives", {each.id: [link.id for link in each.drives] for each in framework.objectives}
    yield "objective", "supports", {each.id: [link.id for link in each.supports] for each in framework.objectives}


@rule("ALN005", severity="warning", requirements=("STR-5", "CAS-3"), help="cut the step that is least certain")
def check(framework: Framework) -> Flags:
    for kind, link, edges in _graphs(framework):
        for walk in cycles(edges):
            round_ = " → ".join(f"`{each}`" for each in (*walk, walk[0]))
            yield Flag(
                Ref(kind, walk[0]),
                link,
                say("`{link}` leads round: {round}", link=link, round=round_),
                severity="warning" if link == "drives" else "error",
            )
