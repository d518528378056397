"""Show what has happened to the strategy, and what each event asks of the KPIs; write or propose one of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from vitalfew.base.errors import Refused, UnknownName
from vitalfew.cli.call import Call, command_with
from vitalfew.cli.improve import done, take
from vitalfew.cli.proposal import files_of
from vitalfew.cli.stream import note, write_json
from vitalfew.workspace import STORE, Workspace, audit

if TYPE_CHECKING:
    from vitalfew.draft.event import Event
    from vitalfew.draft.reconfigure import Reconfiguration
    from vitalfew.text.engine import Engine


@command_with("text", "json")
@click.option("--event", "id_", metavar="EVENT", help="This event alone, by its id.")
@click.option("--assume", metavar="TEXT", help="A belief, law or rule that is new: show what it would change.")
@click.option("--affects", metavar="objective:ID", multiple=True, help="With --assume: an objective that rests on it.")
@click.option("--since", metavar="REVISION", type=int, help="Compare the files with this revision, not with the live one.")
@click.option("--without", metavar="CHANGE", multiple=True, help="All changes of the event but this.")
@click.option("--yes", is_flag=True, help="Write it, or propose it where changes are approved.")
@click.option("--by", metavar="PERSON", help="Who proposes, where changes are approved.")
def command(
    call: Call, *, id_: str | None, assume: str | None, affects: tuple[str, ...], since: int | None,
    without: tuple[str, ...], yes: bool, by: str | None,
) -> int:  # fmt: skip
    """Show what has happened to the strategy, and what each event asks of the KPIs: retire, replace, add, move, set anew.

    Events are a strategy that was revised, a broken assumption, a leading KPI that stopped leading, a target that is reached, a
    level that moved, and what --assume enters. Each proposal is tried before anybody adopts it: the audit before and after.
    """
    workspace = call.workspace()
    found = _found(workspace, assume, affects, since)
    if id_ is not None:
        known = [each.id for each in found]
        if id_ not in known:
            raise UnknownName("event", id_, known)
        found = [each for each in found if each.id == id_]
    if (yes or without) and len(found) != 1:
        raise Refused("what is written is one event", "name it with `--event`")
    engine = _engine(workspace)
    made = [_made(workspace, each, engine, without) for each in found]
    taken: dict[str, object] = {"applied": False, "proposal": None, "files": []}
    if yes and made[0].edit:
        said = "\n".join(f"{each.what}: {each.reason}" for each in made[0].changes)
        taken = take(workspace, made[0].texts, title=made[0].event.what, text=said, by=by)
    if call.format == "json":
        write_json({"version": 1, "events": [each.as_json() for each in made], **taken})
        return 0
    click.echo("\n".join(text_of(made)))
    if yes and made[0].edit:
        click.echo("\n".join(done(taken)))
    return 0


def _engine(workspace: Workspace) -> Engine:
    from vitalfew.text.engine import best_engine

    kept = workspace.root / STORE
    return best_engine(kept if kept.is_dir() else None).engine


def _found(workspace: Workspace, assume: str | None, affects: tuple[str, ...], since: int | None) -> list[Event]:
    from vitalfew.draft.event import entered, events

    framework = workspace.framework
    if assume:
        wanted = [each.removeprefix("objective:") for each in affects]
        for each in wanted:
            if each not in framework.objective:
                raise UnknownName("objective", each, framework.objective)
        if not wanted:
            raise Refused("nothing rests on it", "name an objective with `--affects objective:ID`")
        words = re.findall(r"[a-z0-9]+", assume.lower())[:6]
        slug = "-".join(words) if words and words[0][0].isalpha() else "-".join(["assumed", *words])
        taken = {each.id for each in framework.assumptions}
        id_ = next(
            name for number in range(1, len(taken) + 3) if (name := f"{slug}-{number}" if number > 1 else slug) not in taken
        )
        return [entered(assume, wanted, id_)]
    before = None
    if since is not None or (workspace.root / STORE).is_dir():
        from vitalfew.rhythm.governed import framework_of

        live = workspace.plan().live
        number = since if since is not None else live.number if live else None
        before = framework_of(workspace.store, number) if number is not None else None
    if not workspace.is_measured:
        note("nothing is measured: verdicts and leading KPIs tell of no event")
        return list(events(framework, before=before))
    from vitalfew.insight.lead import leads

    shown = workspace.shown(workspace.observations.latest())
    verdicts = {each.ref.id: each for each in workspace.status().verdicts if each.ref.id not in workspace.unseen}
    return list(events(framework, before=before, verdicts=verdicts, leads=leads(framework, shown)))


def _made(workspace: Workspace, event: Event, engine: Engine, without: tuple[str, ...]) -> Reconfiguration:
    from vitalfew.draft.reconfigure import reconfigure

    return reconfigure(
        files_of(workspace),
        event,
        today=workspace.today,
        audit=lambda loaded: audit(loaded, today=workspace.today, evidence=workspace.evidence),
        engine=engine,
        without=without,
    )


def text_of(made: list[Reconfiguration]) -> Iterator[str]:
    """Write each event with what it asks for."""
    if not made:
        yield f"{click.style('✓', fg='green', bold=True)} nothing has happened that asks for other KPIs"
    for each in made:
        yield f"{click.style(each.event.what, bold=True)} ({each.event.why})"
        yield f"  {click.style(each.event.id, fg='cyan')}"
        for change in each.changes:
            yield f"  {change.what}"
            yield f"    {click.style(change.id, fg='cyan')}: {change.reason}"
        for opened in each.reopened:
            yield f"  {click.style('left to people:', fg='yellow')} {opened.ref}: {opened.why}"
        for touched in each.touched:
            owners, reviews = (", ".join(found) or "nobody's" for found in (touched.owners, touched.reviews))
            yield f"  touches {touched.kpi}, of {owners}, in {reviews}: {touched.history}"
            if touched.formulas:
                yield f"    and the formulas of {', '.join(touched.formulas)}"
        yield from _audited(each)
        yield ""


def _audited(each: Reconfiguration) -> Iterator[str]:
    from vitalfew.draft.improve import by_severity

    if not each.edit:
        yield "  nothing to write: it is for people to decide"
        return
    before, after = by_severity(each.before), by_severity(each.after)
    words = {"error": "errors", "warning": "warnings", "info": "notes"}
    yield "  audit: " + ", ".join(f"{words[kind]} {before[kind]} → {after[kind]}" for kind in words)
    for finding in each.new:
        if finding.severity != "info":
            yield f"    new {finding.code} {finding.message}"
