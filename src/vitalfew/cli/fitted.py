"""`vitalfew score --kpis`: the alignment score of each KPI, its parts and their reasons, and what fits better (AUD-14)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from vitalfew.base.errors import UnknownName
from vitalfew.cli.assisted import Asking, assistant_for, told
from vitalfew.cli.call import Call
from vitalfew.cli.stream import note, write_json
from vitalfew.workspace import STORE, Workspace

if TYPE_CHECKING:
    from vitalfew.draft.opinion import Opinions
    from vitalfew.insight.aligned import Aligned
    from vitalfew.insight.fit import Alignment
    from vitalfew.insight.known import Evidence, Kept
    from vitalfew.insight.replace import Gap

COLOURS = {"strong": "green", "fair": "yellow", "weak": "red"}
SHOWN = 3


def run(call: Call, kpi: str | None, how: Asking | None) -> int:
    """Show the scores of all KPIs, or all of one; with a language model's opinion beside, where it may be asked."""
    workspace = call.workspace()
    found = _found(workspace)
    if kpi is not None:
        known = {each.kpi: each for each in found.scored}
        one = known.get(kpi.removeprefix("kpi:"))
        if one is None:
            raise UnknownName("KPI", kpi, known)
        found = replace(found, scored=(one,), proposals=[each for each in found.proposals if each.kpi == one.kpi], gaps=())
    second = _second(found, how) if how else None
    if call.format == "json":
        write_json(found.as_json() | ({"opinion": second.as_json()} if second else {}))
    else:
        click.echo("\n".join(_text(found, workspace, second, whole=kpi is not None)))
    return 0


def _second(found: Aligned, how: Asking) -> Opinions | None:
    """Ask for a second opinion; None where there is nobody to ask."""
    from vitalfew.draft.opinion import opinions

    by = assistant_for(how)
    if by is None:
        return None
    second = opinions(found, by)
    told(second.notices, second.dropped)
    note(f"{second.model}: {second.usage.told}")
    return second


def _found(workspace: Workspace) -> Aligned:
    """Score the KPIs of a workspace, for the eyes of its viewer."""
    from vitalfew.insight.aligned import aligned
    from vitalfew.text.engine import best_engine

    kept = workspace.root / STORE
    return aligned(workspace.framework, workspace.lines, best_engine(kept if kept.is_dir() else None), _evidence(workspace))


def _evidence(workspace: Workspace) -> Evidence:
    """Read what the data say, as far as the viewer may see it."""
    from vitalfew.insight.known import Evidence

    if not workspace.is_measured:
        return Evidence(behaviour=_behaviour(workspace))
    from vitalfew.insight.lead import leads
    from vitalfew.insight.whole import sight_of
    from vitalfew.store.leaves import leaves_of

    framework, latest = workspace.framework, workspace.shown(workspace.observations.latest())
    sight = sight_of(framework, workspace.lines, latest, workspace.status(), leaves_of(workspace.root / STORE, workspace.unseen))
    return Evidence(sight, leads(framework, latest), _behaviour(workspace))


def _behaviour(workspace: Workspace) -> Mapping[str, Sequence[Kept]]:
    """Read how owners took part: each person's own for them and their line, and for nobody else (CAS-5)."""
    from vitalfew.model.visibility import recognised

    viewer = recognised(workspace.framework, workspace.viewer)
    if viewer is None or not (workspace.root / STORE).is_dir():
        return {}
    from vitalfew.insight.known import DUTIES, Kept
    from vitalfew.rhythm.duty import entered
    from vitalfew.rhythm.phantom import may_look, phantoms

    with workspace.reading() as desk:
        found = phantoms(desk, entered(desk.framework, workspace.root))
        seen = [each for each in found if may_look(desk.framework, each.person, viewer)]
    return {each.person: [Kept(DUTIES[part.kind], part.met, part.due, part.copied) for part in each.parts] for each in seen}


def _text(found: Aligned, workspace: Workspace, second: Opinions | None, *, whole: bool) -> Iterator[str]:
    if found.chosen.lacks:
        yield f"note: words alone are compared: {found.chosen.lacks}"
    names = {kpi.id: kpi.title for kpi in workspace.framework.kpis}
    for each in sorted(found.scored, key=lambda each: (each.score, each.kpi)):
        yield from (_one(each, names) if whole else _line(each, names))
        yield from _opinion(each, second)
    if not whole:
        yield from _gaps(found.gaps)
    yield from (f"{click.style('catalogue:', fg='cyan')} {each.words}" for each in found.proposals)


def _opinion(each: Alignment, second: Opinions | None) -> Iterator[str]:
    if second and each.kpi in second.of:
        from vitalfew.draft.opinion import told_of

        yield f"       {told_of(second.of[each.kpi], second.model)}"


def _head(each: Alignment, names: Mapping[str, str]) -> str:
    band = click.style(each.band, fg=COLOURS[each.band], bold=True) + ("" if each.decided else " (near the border)")
    return f"{each.score:>5.1f}  {band}  {click.style(names[each.kpi], bold=True)} ({each.kpi})"


def _line(each: Alignment, names: Mapping[str, str]) -> Iterator[str]:
    yield _head(each, names)
    yield "       " + ", ".join(f"{part.id} {part.points:g}/{part.most:g}" for part in each.parts if part.most)
    yield from (f"       +{item.most - item.points:.1f} {item.raises}" for item in each.raises[:SHOWN] if each.band != "strong")
    yield from _links(each)


def _links(each: Alignment) -> Iterator[str]:
    yield from (f"       weak link: to objective `{link.objective}` ({link.band})" for link in each.weak_links)
    if each.better:
        yield f"       fits better: objective `{each.better.objective}` ({each.better.band})"
    elif each.abstained and each.weak_links:
        yield "       no other objective is named: the nearest fit alike"


def _one(each: Alignment, names: Mapping[str, str]) -> Iterator[str]:
    yield _head(each, names)
    for part in each.parts:
        yield f"  {click.style(part.name, bold=True)} {part.points:g} of {part.most:g}" + (
            f": {part.unknown}" if part.unknown else ""
        )
        for item in part.items:
            yield f"    {item.points:g} of {item.most:g}  {item.says}"
            if item.raises:
                yield f"      {click.style('to raise it:', fg='cyan')} {item.raises}"
    yield from _links(each)


def _gaps(gaps: Sequence[Gap]) -> Iterator[str]:
    for gap in gaps:
        yield f"{click.style('gap:', fg='yellow')} {gap.words}"
        yield from (f"  {click.style('catalogue:', fg='cyan')} {each.entry.id} ({each.entry.name})" for each in gap.proposals)
