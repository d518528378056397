"""What was reported of a KPI's periods over time, and what the present definition says of them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import click

from vitalfew.base.errors import UnknownName
from vitalfew.base.quantity import format_value
from vitalfew.base.ref import Ref
from vitalfew.cli.findings import counted
from vitalfew.cli.stream import write_json
from vitalfew.model.kpi import Kpi
from vitalfew.workspace import Workspace


def show_history(workspace: Workspace, id_: str, *, json: bool) -> None:
    """Write every version of every period of a KPI, or in text those that were restated; raises UnknownName."""
    from vitalfew.model.recipe import recipe

    kpi = workspace.framework.kpi.get(id_)
    if kpi is None:
        raise UnknownName("KPI", id_, workspace.framework.kpi)
    present = recipe(kpi, workspace.framework)
    periods = versions(workspace, kpi.id, present)
    if json:
        write_json({"version": 1, "ref": str(Ref("kpi", kpi.id)), "recipe": present, "periods": periods})
    else:
        _write_text(kpi, periods)


def versions(workspace: Workspace, kpi: str, recipe: str) -> list[dict[str, Any]]:
    """Give each period and slice of a KPI with its value as reported, as defined by a recipe, and all versions in order."""
    from vitalfew.store.versions import versions as told

    kept, shown = workspace.observations, workspace.shown
    return told(shown(kept.history(kpi)), shown(kept.as_reported(kpi)), shown(kept.as_defined(kpi, recipe)))


def _write_text(kpi: Kpi, periods: list[dict[str, Any]]) -> None:
    whole = [each for each in periods if each["slice"] is None]
    restated = [each for each in whole if each["restated"]]
    outdated = [each for each in whole if each["outdated"]]
    counts = f"{counted(len(whole), 'period')}, {len(restated):,} restated, {len(outdated):,} by an earlier definition only"
    click.echo(f"{click.style(kpi.title, bold=True)}: {counts}")
    for each in whole:
        if each["restated"] or each["outdated"]:
            click.echo(f"{each['grain']} {each['start']} to {_last_day(each)}: {_chain(kpi, each)}")


def _last_day(period: dict[str, Any]) -> str:
    return str(datetime.fromisoformat(str(period["end"])).date() - timedelta(days=1))


def _chain(kpi: Kpi, period: dict[str, Any]) -> str:
    """Write the settled versions one after the other, each with the day on which it was recorded."""
    found: list[str] = []
    seen: float | str | None = ""
    for each in period["versions"]:
        if (each["complete"] or each["missing"] == "withdrawn") and each["value"] != seen:
            seen = each["value"]
            shown = each["missing"] if seen is None else format_value(float(seen), kpi.unit, kpi.decimals)
            found.append(f"{shown} (recorded {each['recorded_at'][:10]})")
    return " → ".join(found) + (", by an earlier definition" if period["outdated"] else "")
