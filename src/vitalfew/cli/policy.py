"""Each number that rules judge by, what it bounds, and whether the policy, the preset, a document or the project set it."""

from __future__ import annotations

from typing import NamedTuple

import click

from vitalfew.base.ref import Ref
from vitalfew.cli.stream import write_json
from vitalfew.model.policy import NUMBERS
from vitalfew.model.preset import FREE, LEADING_SHARE, TIER_1_MOST, Span
from vitalfew.workspace import Workspace

POLICY = Ref("policy", "main")


class Row(NamedTuple):
    """A number or range as it holds; `default` holds without a policy, `origin` is policy, preset, document or project."""

    name: str
    value: str
    unit: str
    bounds: str
    origin: str
    source: str
    default: str
    place: str | None


def explain(workspace: Workspace, format_: str) -> int:
    """Write all numbers; raises UsageError for a format that has no such table."""
    if format_ not in {"text", "json"}:
        msg = "--explain-policy is written as text or json"
        raise click.UsageError(msg)
    rows = [*_ranges(workspace), *_numbers(workspace)]
    (_write_json if format_ == "json" else _write_text)(workspace, rows)
    return 0


def _ranges(workspace: Workspace) -> list[Row]:
    framework = workspace.framework
    preset = framework.rules
    first = next((spec.kpis for spec in preset.levels if spec.tier == 1), FREE)
    known = {
        "tier-1": (first, "KPIs", f"KPIs at tier 1, never more than {TIER_1_MOST}"),
        "objectives": (preset.objectives, "objectives", "objectives that support no other"),
        "per-objective": (preset.per_objective, "KPIs", "KPIs of an objective"),
        "per-perspective": (preset.per_perspective, "objectives", "objectives of a perspective"),
        "in-all": (preset.in_all, "KPIs", "KPIs in all"),
    }
    for level in framework.all_levels:
        specs = [spec for spec in preset.levels if spec.tier == level.tier]
        spec = next((spec for spec in specs if spec.id == level.id), specs[0] if specs else None)
        whose = "of the organisation" if level.tier == 1 else "of each unit"
        known[level.id] = (spec.kpis if spec else FREE, "KPIs", f"KPIs {whose} at level {level.id}, tier {level.tier}")
    rows = [_range(workspace, name, *each, "preset", preset.source) for name, each in known.items()]
    share = Span(*(round(each * 100) for each in LEADING_SHARE))
    return [*rows, _range(workspace, "leading-share", share, "%", "leading KPIs at tier 1", "document", "002, AUD-6")]


def _range(workspace: Workspace, name: str, default: Span, unit: str, bounds: str, origin: str, source: str) -> Row:
    framework = workspace.framework
    is_top = name in {level.id for level in framework.all_levels if level.tier == 1}
    key = "tier-1" if is_top and name not in framework.policy else name
    own = framework.policy.get(key)
    holds = default
    if own and (own.min, own.max) != (None, None):
        least, most = _whole(own.min, unit), _whole(own.max, unit)
        holds = Span(default.min if least is None else least, default.max if most is None else most)
        origin = "policy"
    return Row(name, _words(holds), unit, bounds, origin, source, _words(default), _place(workspace, key, origin))


def _whole(bound: float | None, unit: str) -> int | None:
    """Give a bound as it is counted; a share may be written 0.35 or 35."""
    return None if bound is None else round(bound * 100) if unit == "%" and bound <= 1 else int(bound)


def _numbers(workspace: Workspace) -> list[Row]:
    rows = []
    for name, number in NUMBERS.items():
        own = workspace.framework.policy.get(name)
        is_own = own is not None and own.value is not None
        document, _, demand = number.source.partition(", ")
        origin = "policy" if is_own else "project" if document == "own" else "document"
        source = demand if document == "own" else number.source
        value = f"{workspace.framework.policy_number(name):g}"
        place = _place(workspace, name, origin)
        rows.append(Row(name, value, number.unit, number.bounds, origin, source, f"{number.default:g}", place))
    return rows


def _words(span: Span) -> str:
    return "free" if span == FREE else str(span)


def _place(workspace: Workspace, name: str, origin: str) -> str | None:
    return str(workspace.loaded.spans.find(POLICY, name)) if origin == "policy" else None


def _write_text(workspace: Workspace, rows: list[Row]) -> None:
    click.echo(f"preset {workspace.framework.preset}\n")
    names, values = (max(len(each) for each in column) for column in zip(*((row.name, _value(row)) for row in rows), strict=True))
    for row in rows:
        whence = f"policy at {row.place}, else {row.default}" if row.place else row.origin
        whence = f"{whence} ({row.source})"
        click.echo(f"{row.name:<{names}}  {_value(row):<{values}}  {whence}: {row.bounds}")
    for rule, severity in workspace.framework.severity.items():
        click.echo(f"severity of {rule}: {severity}, set at {workspace.loaded.spans.find(Ref('severity', 'main'), rule)}")


def _value(row: Row) -> str:
    return row.value if row.value == "free" else f"{row.value} {row.unit}"


def _write_json(workspace: Workspace, rows: list[Row]) -> None:
    framework = workspace.framework
    found = [{"from" if key == "origin" else key: value for key, value in row._asdict().items()} for row in rows]
    paths = {path: settings.model_dump() for path, settings in framework.per_path.items()}
    write_json(
        {"version": 1, "preset": framework.preset, "numbers": found, "severity": dict(framework.severity), "per_path": paths}
    )
