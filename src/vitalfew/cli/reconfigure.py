"""Show what has happened to the strategy, and what each event asks of the KPIs; write or propose one of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from vitalfew.base.errors import BadOption, Refused, UnknownName
from vitalfew.cli.call import Call, command_with
from vitalfew.cli.improve import done, take
from vitalfew.cli.proposal import files_of
from vitalfew.cli.stream import note, write_json
from vitalfew.store.variable import is_shared
from vitalfew.workspace import STORE, Workspace, audit

STYLES = {"title": (True, None), "id": (False, "cyan"), "people": (False, "yellow")}

if TYPE_CHECKING:
    from vitalfew.draft.event import Event
    from vitalfew.draft.reconfigure import Reconfiguration


@command_with("text", "json")
@click.option("--event", "id_", metavar="EVENT", help="This event alone, by its id.")
@click.option("--assume", metavar="TEXT", help="A belief, law or rule that is new: show what it would change.")
@click.option("--affects", metavar="objective:ID", multiple=True, help="With --assume: an objective that rests on it.")
@click.option("--since", metavar="REVISION", type=int, help="Compare the files with this revision, not with the live one.")
@click.option("--without", metavar="CHANGE", multiple=True, help="All changes of the event but this.")
@click.option("--yes", is_flag=True, help="Write it, or propose it where changes are approved.")
@click.option("--language", metavar="CODE", help="The language to tell it in.")
@click.option("--by", metavar="PERSON", help="Who proposes, where changes are approved.")
def command(
    call: Call, *, id_: str | None, assume: str | None, affects: tuple[str, ...], since: int | None,
    without: tuple[str, ...], yes: bool, language: str | None, by: str | None,
) -> int:  # fmt: skip
    """Show what has happened to the strategy, and what each event asks of the KPIs: retire, replace, add, move, set anew.

    Events are a strategy that was revised, a broken assumption, a leading KPI that stopped leading, a target that is reached, a
    level that moved, and what --assume enters. Each proposal is tried before anybody adopts it: the audit before and after.
    """
    from vitalfew.language.tongue import ENGLISH, languages, speaking

    if language and language not in languages():
        raise BadOption("--language", language, f"it is one of {', '.join(languages())}")
    workspace = call.workspace()
    found = _found(workspace, assume, affects, since)
    if id_ is not None:
        known = [each.id for each in found]
        if id_ not in known:
            raise UnknownName("event", id_, known)
        found = [each for each in found if each.id == id_]
    if (yes or without) and len(found) != 1:
        raise Refused("what is written is one event", "name it with `--event`")
    made = _made(workspace, found, without)
    if id_ is None and assume is None:
        made = [each for each in made if not each.is_empty]
    taken: dict[str, object] = {"applied": False, "proposal": None, "files": []}
    if yes and made and made[0].edit:
        said = "\n".join(f"{each.what}: {each.reason}" for each in made[0].changes)
        taken = take(workspace, made[0].texts, title=made[0].event.what, text=said, by=by)
    if call.format == "json":
        write_json({"version": 1, "events": [each.as_json() for each in made], **taken})
        return 0
    with speaking(language or ENGLISH):
        click.echo("\n".join(text_of(made)))
    if yes and made and made[0].edit:
        click.echo("\n".join(done(taken)))
    return 0


def _found(workspace: Workspace, assume: str | None, affects: tuple[str, ...], since: int | None) -> list[Event]:
    from vitalfew.draft.event import entered
    from vitalfew.rhythm.happened import happened

    framework = workspace.framework
    if assume is not None:
        return [entered(framework, assume, [each.removeprefix("objective:") for each in affects])]
    store = workspace.store if since is not None or (workspace.root / STORE).is_dir() or is_shared() else None
    if not workspace.is_measured:
        note("nothing is measured: verdicts and leading KPIs tell of no event")
        return list(happened(store, framework, since=since))
    from vitalfew.insight.lead import leads

    shown = workspace.shown(workspace.observations.latest())
    verdicts = {each.ref.id: each for each in workspace.status().verdicts if each.ref.id not in workspace.unseen}
    return list(happened(store, framework, since=since, verdicts=verdicts, leads=leads(framework, shown)))


def _made(workspace: Workspace, found: list[Event], without: tuple[str, ...]) -> list[Reconfiguration]:
    from vitalfew.draft.reconfigure import ground, reconfigure
    from vitalfew.text.engine import best_engine

    if not found:
        return []
    kept = workspace.root / STORE
    on = ground(
        files_of(workspace),
        today=workspace.today,
        audit=lambda loaded: audit(loaded, today=workspace.today, evidence=workspace.evidence),
        engine=best_engine(kept if kept.is_dir() else None).engine,
    )
    return [reconfigure(on, each, without=without) for each in found]


def text_of(made: list[Reconfiguration]) -> Iterator[str]:
    """Write each event with what it asks for, in the language that is spoken."""
    from vitalfew.draft.told import NOTHING, lines
    from vitalfew.language.tongue import told

    if not made:
        yield f"{click.style('✓', fg='green', bold=True)} {told(NOTHING)}"
    for line in lines(made):
        bold, colour = STYLES.get(line.tone, (False, None))
        yield f"{'  ' * line.depth}{click.style(str(told(line.text)), fg=colour, bold=bold)}"
