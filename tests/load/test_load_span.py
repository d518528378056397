"""Where each noun and field stands."""

from __future__ import annotations

import pytest

from vitalfew.base.ref import FRAMEWORK, Ref
from vitalfew.load.read import load_texts
from vitalfew.load.smells import WRONG_VALUE

TEXT = """\
strategy:
  mission: Coffee
kpis:
  - name: Churn
    id: churn
    baseline: {value: 1, from: 2026-01-01}
    drives:
      - {kpi: sales, effect: 1}
      - sales
    tests: {effort_only: {by: ana}}
  - {id: sales, owner: ana}
"""
SPANS = load_texts({"framework/a.yaml": TEXT, "framework/b.yaml": "strategy:\n  vision: More coffee\nlevels: []\n"}).spans


@pytest.mark.parametrize(
    ("ref", "field", "at"),
    [
        ("kpi:churn", None, "a.yaml:4:5"),
        ("kpi:churn", "id", "a.yaml:5:5"),
        ("kpi:churn", "owner", "a.yaml:4:5"),
        ("kpi:churn", "baseline.value", "a.yaml:6:16"),
        ("kpi:churn", "baseline.from", "a.yaml:6:26"),
        ("kpi:churn", "baseline.from_", "a.yaml:6:26"),
        ("kpi:churn", "baseline.to", "a.yaml:6:5"),
        ("kpi:churn", "drives", "a.yaml:7:5"),
        ("kpi:churn", "drives.0", "a.yaml:8:9"),
        ("kpi:churn", "drives.0.effect", "a.yaml:8:22"),
        ("kpi:churn", "drives.1.kpi", "a.yaml:9:9"),
        ("kpi:churn", "drives.7", "a.yaml:7:5"),
        ("kpi:churn", "drives.first", "a.yaml:7:5"),
        ("kpi:churn", "tests.effort_only.by", "a.yaml:10:27"),
        ("kpi:sales", None, "a.yaml:11:5"),
        ("kpi:sales", "owner", "a.yaml:11:17"),
        ("strategy:main", None, "a.yaml:1:1"),
        ("strategy:main", "mission", "a.yaml:2:3"),
        ("strategy:main", "vision", "b.yaml:2:3"),
        ("strategy:mission", "destination", "a.yaml:1:1"),
        ("framework:main", "strategy.vision", "b.yaml:2:3"),
        ("framework:main", "kpis", "a.yaml:3:1"),
        ("framework:main", "levels", "b.yaml:3:1"),
        ("file:framework/b.yaml", None, "b.yaml:1:1"),
    ],
)
def test_the_deepest_part_of_the_path_that_is_written_is_the_place(ref: str, field: str | None, at: str) -> None:
    assert str(SPANS.find(Ref.parse(ref), field)) == f"framework/{at}"


@pytest.mark.parametrize(
    ("ref", "field"), [("framework:main", None), ("framework:main", "people"), ("level:company", "tier"), ("calendar:main", None)]
)
def test_what_is_not_written_has_no_place(ref: str, field: str | None) -> None:
    assert SPANS.find(Ref.parse(ref), field) is None


def test_a_finding_gets_its_place_and_keeps_one_it_has() -> None:
    placed = SPANS.place(WRONG_VALUE.at(Ref("kpi", "churn"), "said", field="drives"))

    assert str(placed.place) == "framework/a.yaml:7:5"
    assert SPANS.place(placed) is placed
    assert SPANS.place(WRONG_VALUE.at(FRAMEWORK, "said")).place is None
