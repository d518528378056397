"""What insight knows by what the one who asks may see, each found once for all who see the same: pages and resources share it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from vitalfew.api.look import Look
from vitalfew.draft.event import Event
from vitalfew.draft.reconfigure import Ground, Reconfiguration, ground, reconfigure
from vitalfew.insight.aligned import Aligned
from vitalfew.insight.aligned import aligned as align
from vitalfew.insight.conflict import Conflict, conflicts
from vitalfew.insight.estimate import Estimate, estimates
from vitalfew.insight.heading import Told, tell
from vitalfew.insight.initiative import Effect, effects
from vitalfew.insight.known import DUTIES, Evidence, Kept
from vitalfew.insight.lead import Lead, leads
from vitalfew.insight.lever import Levers, levers
from vitalfew.insight.missed import Missed
from vitalfew.insight.seen import seen_of
from vitalfew.insight.sight import Sight
from vitalfew.insight.whole import sight_of
from vitalfew.load.read import contents
from vitalfew.model.strategy import Objective
from vitalfew.model.visibility import recognised
from vitalfew.rhythm.duty import entered
from vitalfew.rhythm.governed import live_files
from vitalfew.rhythm.happened import happened
from vitalfew.rhythm.missing import Around, edits_of
from vitalfew.rhythm.missing import missing as judge_missing
from vitalfew.rhythm.phantom import may_look, phantoms
from vitalfew.store.leaves import leaves_of
from vitalfew.text.engine import best_engine
from vitalfew.workspace import STORE, audit


def sight(look: Look) -> Sight | None:
    """Give the line of sight; None where nothing is measured."""
    return _seen(look) if look.workspace.is_measured else None


def _seen(look: Look) -> Sight:
    return look.once("sight", lambda: _sight(look))


def _sight(look: Look) -> Sight:
    workspace = look.workspace
    leaves = leaves_of(workspace.root / STORE, workspace.unseen)
    return sight_of(look.framework, workspace.lines, look.observed, look.scorecard, leaves)


def taking(look: Look, found: Sight, objective: Objective) -> Levers:
    """Give what it would take to close the gap of an objective, by what each KPI has reached so far."""
    reached = look.once("reached", lambda: seen_of(look.framework, look.observed))
    return look.once(f"levers {objective.id}", lambda: levers(found, objective, today=look.workspace.today, seen=reached))


def links(look: Look) -> tuple[Estimate, ...]:
    """Give what the data say of every declared link; none where nothing is measured."""
    return look.once("links", lambda: estimates(look.framework, look.observed)) if look.workspace.is_measured else ()


def leading(look: Look) -> tuple[Lead, ...]:
    """Give whether each leading KPI leads what it is said to lead; none where nothing is measured."""
    return look.once("leads", lambda: leads(look.framework, look.observed)) if look.workspace.is_measured else ()


def told(look: Look) -> tuple[Told, ...]:
    """Give what is said of each lead: what it is worth, and what it says now; none where nothing is measured."""
    if not look.workspace.is_measured:
        return ()
    return look.once("told", lambda: tell(look.framework, look.observed, leading(look), look.scorecard))


def moved(look: Look) -> tuple[Effect, ...]:
    """Give what is seen of each movement that an initiative is to bring; none where nothing is measured."""
    return look.once("effects", lambda: _moved(look))


def _moved(look: Look) -> tuple[Effect, ...]:
    return effects(look.framework, look.observed, look.workspace.today) if look.workspace.is_measured else ()


def missing(look: Look) -> tuple[Missed, ...]:
    """Give what each KPI asks for that missed its target again and again, the worst first; none where nothing is measured."""
    return look.once("missing", lambda: _missing(look))


def _missing(look: Look) -> tuple[Missed, ...]:
    if not look.workspace.is_measured:
        return ()
    with look.reading() as desk:
        known = Around(look.framework, desk.today, look.observed, lambda: _seen(look), lambda: moved(look), edits_of(desk))
        return judge_missing(desk, known, look.verdicts)


def conflicting(look: Look) -> tuple[Conflict, ...]:
    """Give where KPIs of different owners pull apart; where nothing is measured, the structure alone speaks."""
    return look.once("conflicts", lambda: conflicts(look.framework, look.observed if look.workspace.is_measured else None))


def aligned(look: Look) -> Aligned:
    """Give how well each KPI is aligned (AUD-14); behaviour counts for the person and their line alone (CAS-5)."""
    shared = look.once("aligned", lambda: _aligned(look))
    own = _behaviour(look)
    return look.once(f"aligned {look.person}", lambda: shared.told(own), of=(id(shared), own)) if own else shared


def _aligned(look: Look) -> Aligned:
    kept = look.workspace.root / STORE
    chosen = best_engine(kept if kept.is_dir() else None)
    return align(look.framework, look.workspace.lines, chosen, Evidence(sight(look), leading(look)))


def _behaviour(look: Look) -> Mapping[str, Sequence[Kept]]:
    viewer = recognised(look.framework, look.person)
    if viewer is None:
        return {}
    with look.reading() as desk:
        found = phantoms(desk, entered(desk.framework, look.workspace.root))
        own = [each for each in found if may_look(desk.framework, each.person, viewer)]
    return {each.person: [Kept(DUTIES[part.kind], part.met, part.due, part.copied) for part in each.parts] for each in own}


def events(look: Look, since: int | None = None) -> tuple[Event, ...]:
    """Give what has happened since a revision, or since the one before the strategy turned, that asks for other KPIs."""
    return look.once(f"happened {since}", lambda: _happened(look, since))


def _happened(look: Look, since: int | None) -> tuple[Event, ...]:
    workspace = look.workspace
    if not workspace.is_measured:
        return happened(workspace.store, look.framework, since=since)
    verdicts = {id_: each for id_, each in look.verdicts.items() if id_ not in workspace.unseen}
    return happened(workspace.store, look.framework, since=since, verdicts=verdicts, leads=leading(look))


def grounds(look: Look) -> Ground:
    """Give the live files, the folder's where nothing is live, read and heard once for all that is tried on them."""
    return look.once("ground", lambda: _ground(look))


def _ground(look: Look) -> Ground:
    workspace = look.workspace
    kept = workspace.root / STORE
    return ground(
        live_files(workspace.store)[1] or contents(workspace.root)[0],
        today=workspace.today,
        audit=lambda loaded: audit(loaded, today=workspace.today, evidence=workspace.evidence),
        engine=best_engine(kept if kept.is_dir() else None).engine,
    )


def tried(look: Look, event: Event, since: int | None = None) -> Reconfiguration:
    """Try on the live files what an event since a revision asks for."""
    return look.once(f"tried {event.id} {since}", lambda: reconfigure(grounds(look), event))
