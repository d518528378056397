"""A scorecard as CSV, one row per KPI with every number unrounded, and as Markdown, one table per objective's perspective."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

from vitalfew.cli.cells import People, badge, signal, triggers
from vitalfew.cli.sparkline import sparkline
from vitalfew.model.framework import Framework
from vitalfew.model.verdict import Rollup, Scorecard, Verdict
from vitalfew.model.wording import number, people, value

Cell = str | float | None


def _bounds(value: float | tuple[float, float] | None) -> Cell:
    return "..".join(map(repr, value)) if isinstance(value, tuple) else value


def _limits(verdict: Verdict) -> Cell:
    limits = verdict.signal.limits if verdict.signal else None
    return _bounds((limits.lower, limits.upper)) if limits else None


FIELDS: dict[str, Callable[[Verdict], Cell]] = {
    "ref": lambda verdict: str(verdict.ref),
    "name": lambda verdict: verdict.name,
    "perspective": lambda verdict: verdict.perspective,
    "objective": lambda verdict: verdict.objective,
    "level": lambda verdict: verdict.level,
    "tier": lambda verdict: verdict.tier,
    "org_unit": lambda verdict: verdict.org_unit,
    "owner": lambda verdict: verdict.owner,
    "unit": lambda verdict: verdict.unit,
    "grain": lambda verdict: verdict.period.grain if verdict.period else None,
    "start": lambda verdict: verdict.period.start.isoformat() if verdict.period else None,
    "end": lambda verdict: verdict.period.end.isoformat() if verdict.period else None,
    "value": lambda verdict: verdict.value,
    "missing": lambda verdict: verdict.missing,
    "status": lambda verdict: verdict.status,
    "state": lambda verdict: verdict.state,
    "last_status": lambda verdict: verdict.last_status,
    "score": lambda verdict: verdict.score,
    "target_now": lambda verdict: _bounds(verdict.target_now),
    "target": lambda verdict: _bounds(verdict.target),
    "threshold": lambda verdict: _bounds(verdict.threshold),
    "progress": lambda verdict: verdict.progress,
    "pace": lambda verdict: verdict.pace,
    "previous": lambda verdict: verdict.change.previous.value,
    "wow": lambda verdict: verdict.change.wow.value,
    "mom": lambda verdict: verdict.change.mom.value,
    "yoy": lambda verdict: verdict.change.yoy.value,
    "trend": lambda verdict: verdict.trend.word,
    "reasons": lambda verdict: "; ".join(verdict.reasons),
    "status_since": lambda verdict: verdict.status_since.isoformat() if verdict.status_since else None,
    "attention": lambda verdict: verdict.attention,
    "assurance": lambda verdict: verdict.assurance,
    "signal": lambda verdict: verdict.signal.direction if verdict.signal else None,
    "signal_rules": lambda verdict: verdict.signal.rules if verdict.signal else None,
    "signal_fired": lambda verdict: "; ".join(verdict.signal.fired) if verdict.signal else None,
    "limits": _limits,
    "triggers": triggers,
    "words": lambda verdict: verdict.words,
}


def as_csv(scorecard: Scorecard) -> str:
    """Give the verdicts as CSV; a missing value is an empty cell beside its reason, a pair of bounds `low..high`."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(FIELDS)
    writer.writerows([cell(verdict) for cell in FIELDS.values()] for verdict in scorecard.verdicts)
    return out.getvalue().rstrip("\n")


def as_markdown(scorecard: Scorecard, framework: Framework) -> str:
    """Give the scorecard as Markdown, a table per perspective."""
    names = people(framework)
    title = framework.organization.name or "Scorecard"
    parts = [f"# {_escaped(title)}, {scorecard.as_of.isoformat()}"]
    lenses = {rollup.ref.id: rollup for rollup in scorecard.perspectives}
    for lens in [*lenses, None]:
        mine = [each for each in scorecard.verdicts if (each.perspective if each.perspective in lenses else None) == lens]
        if mine:
            parts += [f"## {_head(lenses.get(lens or ''))}", _table(mine, names)]
    if scorecard.incomplete:
        missed = (f"- {finding.code} {_escaped(finding.message)}" for finding in scorecard.incomplete)
        parts += ["## Not measured", "\n".join(missed)]
    return "\n\n".join(parts)


def _head(rollup: Rollup | None) -> str:
    if rollup is None:
        return "No perspective"
    return f"{_escaped(rollup.name)}: {badge(rollup)}"


def _table(verdicts: list[Verdict], names: People) -> str:
    titles = ("Status", "KPI", "Value", "Target now", "Signal", "Recent", "Owner", "Period", "Reasons")
    rows = [titles, ("---",) * len(titles), *(_row(verdict, names) for verdict in verdicts)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _row(verdict: Verdict, names: People) -> tuple[str, ...]:
    cells = (
        badge(verdict).plain,
        verdict.name,
        value(verdict),
        number(verdict, verdict.target_now),
        signal(verdict).plain,
        sparkline(verdict.recent),
        names.get(verdict.owner, verdict.owner) if verdict.owner else "no one person",
        verdict.period.label if verdict.period else "–",
        "; ".join((triggers(verdict), *verdict.reasons) if verdict.triggers else verdict.reasons),
    )
    return tuple(_escaped(cell) for cell in cells)


def _escaped(text: str) -> str:
    return " ".join(text.replace("\\", "\\\\").replace("|", "\\|").split())
