"""A small bakery whose framework has flaws, and the ways to run the program on it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from vitalfew.cli.app import app

FRAMEWORK = """\
preset: small-business
organization: {name: Corner Bakery}
strategy: {mission: Bread that people walk for.}
calendar: {today: 2026-06-15}
people:
  - {id: eva, name: Eva Lind}
  - {id: max, name: Max Roth}
org_units:
  - {id: bakery, name: Bakery, level: company, head: eva}
  - {id: shop, name: Shop, level: company, parent: bakery, head: max}
objectives:
  - {id: loved, statement: People come back for bread every week, perspective: customer, org_unit: bakery, owner: eva}
sources:
  - {id: till, kind: files, path: data/sales.csv}
measures:
  - {id: takings, source: till, date: day, value: sum(amount), unit: EUR}
  - {id: visits, source: till, date: day, value: count(*), empty: zero}
kpis:
  - id: revenue
    name: Revenue
    objectives: [loved]
    org_unit: bakery
    level: company
    timing: lagging
    unit: EUR
    formula: takings
    every: month
    direction: up
    baseline: {value: 900, on: 2025-12-31}
    target: {at_least: 1000}
    threshold: 800
    owner: eva
  - id: basket
    name: Basket
    contributes_to: [revenue]
    org_unit: shop
    level: company
    timing: leading
    unit: EUR
    formula: takings / visits
    every: month
    direction: up
    baseline: {value: 50, on: 2025-12-31}
    target: {at_least: 140}
    threshold: 130
    owner: max
  - id: stray
    name: Stray
    level: company
    owner: eva
"""


def sales() -> str:
    """Give ten sales of 120 a month, from January 2025 to May 2026."""
    months = [(2025, month) for month in range(1, 13)] + [(2026, month) for month in range(1, 6)]
    rows = [f"{year}-{month:02}-{day:02},120" for year, month in months for day in range(1, 31, 3) if day <= 28]
    return "day,amount\n" + "\n".join([*rows, "2026-05-31,120", "2026-06-10,120"]) + "\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a workspace that loads, has flaws and can be measured."""
    root = tmp_path / "bakery"
    (root / "framework").mkdir(parents=True)
    (root / "data").mkdir()
    (root / "framework" / "main.yaml").write_text(FRAMEWORK, encoding="utf-8")
    (root / "data" / "sales.csv").write_text(sales(), encoding="utf-8")
    return root


Run = Callable[..., Result]
Spawn = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def run() -> Run:
    """Run the program in this process."""

    def invoke(*args: object, input: str | None = None) -> Result:
        return CliRunner().invoke(app, [str(each) for each in args], input, prog_name="vitalfew", catch_exceptions=False)

    return invoke


@pytest.fixture
def spawn(tmp_path: Path) -> Spawn:
    """Run the program in a process of its own, as users do."""

    def start(*args: object, cwd: Path = tmp_path, **variables: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "vitalfew", *map(str, args)]
        environment = {**os.environ, "PYTHONIOENCODING": "utf-8", **variables}
        return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, encoding="utf-8", check=False)

    return start
