"""A document as of a day is of the revision that was live on that day."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from vitalfew.publication import as_it_was, facts, render
from vitalfew.rhythm.governed import apply, plan
from vitalfew.workspace import Workspace, audit

FRAMEWORK = "strategy: {{mission: {mission}}}\nkpis: [{{id: sold, name: Loaves sold}}]\n"


def test_each_day_has_the_revision_that_was_live_then(tmp_path: Path) -> None:
    file = tmp_path / "framework" / "main.yaml"
    file.parent.mkdir()
    workspace = Workspace.open(tmp_path)
    for month, mission in ((3, "Bread for all"), (5, "Cake for all")):
        file.write_text(FRAMEWORK.format(mission=mission), encoding="utf-8")
        found = plan(workspace.store, tmp_path, lambda loaded: audit(loaded, today=date(2026, 3, 1)))
        at = datetime(2026, month, 10, 12, tzinfo=UTC)
        apply(workspace.store, found, waived="no owner yet", by="eva", at=at, message=mission)
    missions = {}
    for day in (date(2026, 1, 1), date(2026, 3, 10), date(2026, 5, 9), date(2026, 5, 10)):
        told = as_it_was(replace(workspace, as_of=day))
        missions[day.isoformat()] = (told.framework.strategy.mission, facts(told).made.revision)
        [document] = render(told, ["strategic-kpi-document"], ["markdown"])
        assert str(told.framework.strategy.mission) in document.content.decode()
    assert missions == {
        "2026-01-01": ("Cake for all", 2),
        "2026-03-10": ("Bread for all", 1),
        "2026-05-09": ("Bread for all", 1),
        "2026-05-10": ("Cake for all", 2),
    }
