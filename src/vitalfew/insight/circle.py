"""Circles among the links that carry a number are opened where the evidence is weakest.

Links are laid down from the best evidence to the worst: by formula, by data from the surest on, as people declared. One that
would close a circle with those that lie already is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from graphlib import TopologicalSorter

from vitalfew.insight.edge import GRADES, Edge, is_unseen


def opened(edges: Iterable[Edge]) -> tuple[tuple[str, ...], tuple[Edge, ...]]:
    """Give the KPIs so that each stands after all that it leads to, and the edges left out because they close a circle."""
    every = tuple(edges)
    leaving: dict[str, list[str]] = {}
    cut = []
    for edge in sorted(_tangled(every), key=_weakness):
        if edge.start in _ahead(edge.end, leaving):
            cut.append(edge)
        else:
            leaving.setdefault(edge.start, []).append(edge.end)
    dropped = {(edge.start, edge.end) for edge in cut}
    order: TopologicalSorter[str] = TopologicalSorter()
    for edge in every:
        if (edge.start, edge.end) not in dropped:
            order.add(edge.start, edge.end)
    return tuple(order.static_order()), tuple(cut)


def _weakness(edge: Edge) -> tuple[int, bool, float]:
    """Rank by grade, then what the data were asked and do not show, then the share of false ones."""
    seen = edge.estimate
    return GRADES.index(edge.grade), is_unseen(edge), seen.q if seen is not None and seen.q is not None else 1.0


def _tangled(edges: Sequence[Edge]) -> Sequence[Edge]:
    """Give the edges that may be part of a circle: those between KPIs that edges both lead to and leave."""
    while True:
        starts, ends = {edge.start for edge in edges}, {edge.end for edge in edges}
        fewer = [edge for edge in edges if edge.start in ends and edge.end in starts]
        if len(fewer) == len(edges):
            return fewer
        edges = fewer


def _ahead(start: str, leaving: Mapping[str, Sequence[str]]) -> set[str]:
    found, ahead = {start}, [start]
    while ahead:
        new = [end for end in leaving.get(ahead.pop(), ()) if end not in found]
        found.update(new)
        ahead += new
    return found
