"""Values entered by hand: refused where they cannot be meant, and never lost."""

from __future__ import annotations

from datetime import date, datetime
from multiprocessing import get_context
from pathlib import Path
from threading import Barrier

import pytest

from vitalfew.base.errors import BadOption, UnknownName
from vitalfew.base.period import Calendar, Grain
from vitalfew.load.read import load_texts
from vitalfew.model.framework import Framework
from vitalfew.store.entry import Recorded, append, read_period, record

TEXT = """
sources: [{id: by-hand, kind: manual}, {id: shop, kind: files, path: data/a.csv}]
measures:
  - {id: team_mood, source: by-hand, table: team-mood, date: date, value: sum(value)}
  - {id: sales, source: shop, date: day, value: sum(amount)}
kpis:
  - {id: team-mood, formula: team_mood, every: month}
  - {id: sales, formula: sales, every: month}
  - {id: bare, every: month}
"""


@pytest.fixture
def framework() -> Framework:
    """A KPI that is entered by hand, one that is not, and one without a formula."""
    loaded = load_texts({"framework/main.yaml": TEXT})
    assert loaded.findings == ()
    return loaded.framework


def _record(
    framework: Framework, root: Path, kpi: str = "team-mood", value: str = "7.5", period: str = "2026-05", **more: str
) -> Recorded:
    at = datetime.fromisoformat(more.get("at", "2026-06-02T08:30:00"))
    by, note = more.get("by", "eva"), more.get("note", "")
    return record(framework, root, kpi=kpi, value=value, period=period, by=by, note=note, today=date(2026, 6, 15), recorded_at=at)


def test_a_correction_keeps_what_it_corrects(framework: Framework, tmp_path: Path) -> None:
    first = _record(framework, tmp_path, note='by "hand",\n from the survey')
    second = _record(framework, tmp_path, value="8", by="max", at="2026-06-03T09:00:00")
    assert first.before is None
    assert (second.before, second.file) == (first.entry, "data/manual/team-mood.csv")
    assert (tmp_path / second.file).read_text(encoding="utf-8").splitlines() == [
        "every,period,date,value,by,recorded_at,note",
        'month,2026-05,2026-05-01,7.5,eva,2026-06-02T08:30:00,"by ""hand"", from the survey"',
        "month,2026-05,2026-05-01,8.0,max,2026-06-03T09:00:00,",
    ]


def _append_with_another(folder: Path, files: int, start: Barrier, value: str) -> None:
    for n in range(files):
        start.wait(30)
        append(folder / f"{n}.csv", ("value",), (value,))


def test_a_file_that_two_processes_begin_at_once_has_one_first_line(tmp_path: Path) -> None:
    files, context = 60, get_context("spawn")
    start = context.Barrier(2)
    both = [context.Process(target=_append_with_another, args=(tmp_path, files, start, value)) for value in ("1", "2")]
    for each in both:
        each.start()
    for each in both:
        each.join(60)
    assert [each.exitcode for each in both] == [0, 0]
    found = [(tmp_path / f"{n}.csv").read_text(encoding="utf-8").splitlines() for n in range(files)]
    assert [(first, *sorted(rest)) for first, *rest in found] == [("value", "1", "2")] * files
    assert len(list(tmp_path.iterdir())) == files


def test_a_line_without_an_end_is_ended_first(framework: Framework, tmp_path: Path) -> None:
    file = tmp_path / _record(framework, tmp_path).file
    file.write_bytes(file.read_bytes().rstrip(b"\n"))
    _record(framework, tmp_path, period="2026-04")
    assert [line.split(",")[1] for line in file.read_text(encoding="utf-8").splitlines()] == ["period", "2026-05", "2026-04"]


@pytest.mark.parametrize("value", ["n/a", "", "1,250", "12 %", "nan", "inf", "1e999", "0x10", "1_000"])
def test_what_is_no_number_is_refused(framework: Framework, tmp_path: Path, value: str) -> None:
    with pytest.raises(BadOption, match=r"^`VALUE` cannot be"):
        _record(framework, tmp_path, value=value)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("period", "help_"),
    [
        ("2026-07", "that month has not begun on 2026-06-15; the last whole one is 2026-05"),
        ("2027-05", "that month has not begun on 2026-06-15; the last whole one is 2026-05"),
        ("2026-13", "name a month as here: 2026-05"),
        ("2026-W20", "name a month as here: 2026-05"),
        ("May 2026", "name a month as here: 2026-05"),
        ("1926-05", "name a month as here: 2026-05"),
        ("", "name a month as here: 2026-05"),
    ],
)
def test_a_period_that_is_none_or_has_not_begun_is_refused(framework: Framework, tmp_path: Path, period: str, help_: str) -> None:
    with pytest.raises(BadOption) as caught:
        _record(framework, tmp_path, period=period)
    assert caught.value.help == help_
    assert list(tmp_path.iterdir()) == []


def test_only_kpis_that_are_entered_by_hand_are_taken(framework: Framework, tmp_path: Path) -> None:
    with pytest.raises(UnknownName, match="there is no KPI `team-moot`") as unknown:
        _record(framework, tmp_path, "team-moot")
    assert "team-mood" in unknown.value.help
    for kpi in ("sales", "bare"):
        with pytest.raises(BadOption) as caught:
            _record(framework, tmp_path, kpi)
        assert f"table: {kpi}, date: date, value: sum(value)" in caught.value.help


@pytest.mark.parametrize(
    ("grain", "text", "start"),
    [
        ("day", "2026-06-15", date(2026, 6, 15)),
        ("week", "2026-W01", date(2025, 12, 29)),
        ("week", "2026-w24", date(2026, 6, 8)),
        ("month", " 2026-06 ", date(2026, 6, 1)),
        ("quarter", "FY 2025/26-Q4", date(2026, 1, 1)),
        ("year", "fy 2026/27", date(2026, 4, 1)),
    ],
)
def test_periods_are_named_as_they_are_shown(grain: Grain, text: str, start: date) -> None:
    assert read_period(Calendar(fiscal_month=4), grain, text, date(2026, 6, 15)).start == start
