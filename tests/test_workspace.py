from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

import vitalfew
from vitalfew import Ref, Workspace
from vitalfew.base.errors import UnknownName, WorkspaceMissing
from vitalfew.base.finding import by_place
from vitalfew.rhythm.governed import unapplied
from vitalfew.workspace import smells

FRAMEWORK = """\
strategy: {mission: Bread that people walk for.}
calendar: {timezone: Pacific/Kiritimati}
objectives:
  - {id: loved, statement: People come back for bread every week}
sources:
  - {id: till, kind: files, path: data/sales.csv}
measures:
  - {id: takings, source: till, date: day, value: sum(amount)}
kpis:
  - {id: revenue, formula: takings, objectives: [loved], target: {at_least: 100}, owner: ana}
  - {id: stray}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "framework" / "deep").mkdir(parents=True)
    (tmp_path / "data").mkdir()
    (tmp_path / "framework" / "deep" / "main.yaml").write_text(FRAMEWORK, encoding="utf-8")
    rows = [f"2026-{month:02}-{day:02},10" for month in range(1, 6) for day in (1, 10, 20, 28)]
    (tmp_path / "data" / "sales.csv").write_text("\n".join(["day,amount", *rows, "2026-05-31,10", ""]), encoding="utf-8")
    return tmp_path


def test_check_measure_and_status_from_python(folder: Path) -> None:
    workspace = Workspace.open(folder, as_of=date(2026, 6, 10))
    assert {finding.rule for finding in workspace.check()} >= {"orphan-kpi", "unknown-reference"}
    assert not workspace.is_measured
    measured = workspace.measure()
    assert workspace.is_measured
    assert measured.table.num_rows > 0
    found = {verdict.ref: verdict for verdict in workspace.status().verdicts}
    assert (found[Ref("kpi", "revenue")].value, found[Ref("kpi", "revenue")].status) == (50.0, "amber")
    assert found[Ref("kpi", "stray")].value is None


def test_findings_are_sorted_by_place(folder: Path) -> None:
    findings = Workspace.open(folder).check()
    assert findings == sorted(findings, key=by_place)
    assert findings[-1].place is not None


def test_a_field_that_reading_flagged_is_not_flagged_again(folder: Path) -> None:
    path = folder / "framework" / "deep" / "main.yaml"
    path.write_text(FRAMEWORK.replace("target: {at_least: 100}", "target: {at_least: lots}"), encoding="utf-8")
    rules = [finding.rule for finding in Workspace.open(folder).check() if finding.ref == Ref("kpi", "revenue")]
    assert "wrong-value" in rules
    assert "missing-target" not in rules


def test_the_files_are_named_from_the_folder(folder: Path) -> None:
    assert Workspace.open(folder).files == ("framework/deep/main.yaml",)


def test_the_nearest_folder_upward_is_found(folder: Path) -> None:
    assert Workspace.find(folder / "framework" / "deep").root == folder.resolve()


def test_no_framework_folder_is_said_with_the_place(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceMissing, match=r"^no `framework/` folder in `[^`]+`$"):
        Workspace.open(tmp_path)
    with pytest.raises(WorkspaceMissing, match=r"or above it$"):
        Workspace.find(tmp_path)


@pytest.mark.parametrize(
    ("calendar", "as_of", "today"),
    [
        ("{today: 2026-06-30}", None, date(2026, 6, 30)),
        ("{today: 2026-06-30}", date(2026, 1, 2), date(2026, 1, 2)),
        ("{timezone: UTC}", date(2026, 1, 2), date(2026, 1, 2)),
    ],
)
def test_the_clock_is_the_option_then_the_calendar(folder: Path, calendar: str, as_of: date | None, today: date) -> None:
    path = folder / "framework" / "deep" / "main.yaml"
    path.write_text(FRAMEWORK.replace("{timezone: Pacific/Kiritimati}", calendar), encoding="utf-8")
    assert Workspace.open(folder, as_of=as_of).today == today


def test_an_unknown_time_zone_does_not_stop_the_clock(folder: Path) -> None:
    path = folder / "framework" / "deep" / "main.yaml"
    path.write_text(FRAMEWORK.replace("Pacific/Kiritimati", "Nowhere/At-all"), encoding="utf-8")
    assert Workspace.open(folder).today.year >= 2024


def test_names_that_do_not_exist_are_refused(folder: Path) -> None:
    workspace = Workspace.open(folder)
    with pytest.raises(UnknownName, match="`revenu`") as caught:
        workspace.measure(["revenu"])
    assert caught.value.help == "did you mean `revenue`?"
    with pytest.raises(UnknownName):
        workspace.trace(Ref("kpi", "nothing"))


def test_the_line_of_a_kpi(folder: Path) -> None:
    workspace = Workspace.open(folder)
    assert workspace.trace(Ref("kpi", "revenue")).broken is None
    assert workspace.trace(Ref("kpi", "stray")).broken


def test_every_kind_of_finding_is_known_by_code() -> None:
    codes = [smell.code for smell in smells()]
    assert codes == sorted(set(codes))
    assert {code[:3] for code in codes} >= {"FIL", "OWN", "DAT"}


@pytest.mark.parametrize("name", vitalfew.__all__)
def test_every_public_name_is_there(name: str) -> None:
    assert getattr(vitalfew, name).__module__.startswith("vitalfew.")
    assert name in dir(vitalfew)


def test_an_unknown_attribute_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="`Nothing`"):
        vitalfew.Nothing  # noqa: B018  # reading it is the test


def test_importing_the_package_loads_nothing_else() -> None:
    program = "import sys, vitalfew; assert not {'pydantic', 'yaml', 'click'} & set(sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_what_is_live_is_measured_and_judged_whatever_the_files_say_meanwhile(folder: Path) -> None:
    """The rhythm runs on the live revision; the files are the working copy, and it is told where they differ (RHY-6)."""
    workspace = Workspace.open(folder)
    assert (workspace.governed().framework, unapplied(workspace.store, folder)) == (workspace.framework, ())
    with workspace.writing(by="ana"):
        pass
    path = folder / "framework" / "deep" / "main.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("id: revenue", "id: turnover"), encoding="utf-8")

    live = Workspace.open(folder).governed(date(2026, 6, 10))
    assert set(live.measure().table["kpi"].to_pylist()) == {"revenue"}
    assert {verdict.ref.id for verdict in live.judged().verdicts} == {"revenue", "stray"}
    assert live.today == date(2026, 6, 10)
    assert unapplied(workspace.store, folder) == ("framework/deep/main.yaml",)
    path.write_bytes(b"\xff")
    assert unapplied(workspace.store, folder) == ("framework/deep/main.yaml",)
