"""Judgements by people: kept in full, refused where they cannot be meant."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from vitalfew.base.errors import BadOption, UnknownName
from vitalfew.base.ref import Ref
from vitalfew.model.framework import Framework
from vitalfew.store.judgement import judgements, record_judgement

FRAMEWORK = Framework.model_validate({"kpis": [{"id": "churn", "every": "month"}, {"id": "calls", "every": "week"}]})
AT = datetime(2026, 6, 2, 8, 15)  # noqa: DTZ001  # UTC, as the store keeps it
SAID: dict[str, Any] = {"kpi": "churn", "status": "amber", "period": "2026-05", "by": "eva", "note": ""}


def say(root: Path, **said: Any) -> None:
    record_judgement(FRAMEWORK, root, today=date(2026, 6, 2), recorded_at=AT, **{**SAID, **said})


def test_what_was_held_stays_and_the_newest_comes_last(tmp_path: Path) -> None:
    say(tmp_path, note='two, "signed"\nnot billed')
    say(tmp_path, status="green", by="max")
    found, findings = judgements(tmp_path, FRAMEWORK.kpi)
    assert findings == ()
    assert [(each.status, each.by, each.note) for each in found["churn"]] == [
        ("amber", "eva", 'two, "signed" not billed'),
        ("green", "max", ""),
    ]
    assert (found["churn"][0].date, found["churn"][0].recorded_at, set(found)) == (date(2026, 5, 1), AT, {"churn"})


@pytest.mark.parametrize(
    ("said", "error"), [({"kpi": "churm"}, UnknownName), ({"period": "2026-07"}, BadOption), ({"period": "W3"}, BadOption)]
)
def test_what_cannot_be_meant_writes_nothing(tmp_path: Path, said: dict[str, str], error: type[Exception]) -> None:
    with pytest.raises(error):
        say(tmp_path, **said)
    assert not list(tmp_path.iterdir())


def test_a_line_that_is_none_counts_for_nothing_spoils_no_other_and_is_told(tmp_path: Path) -> None:
    say(tmp_path)
    file = tmp_path / "judgements" / "churn.csv"
    line = file.read_text(encoding="utf-8").splitlines()[1]
    for broken in ("", "month", line.replace("amber", "blue"), line.replace("2026-05-01", "May"), line.replace("month", "age")):
        file.write_text(f"{file.read_text(encoding='utf-8')}{broken}\n", encoding="utf-8")
    say(tmp_path, status="red")
    found, (finding,) = judgements(tmp_path, ["churn"])
    assert [each.status for each in found["churn"]] == ["amber", "red"]
    assert (finding.code, finding.severity, finding.ref) == ("DAT043", "warning", Ref("kpi", "churn"))
    lacks = "line 4: it lacks `period`, `date`, `status`, `by`, `recorded_at`, `note`"
    lines = f"{lacks}; line 5: `blue` is no status; line 6: `date` is `May`; and 1 more"
    assert str(finding).splitlines() == [
        f"judgements/churn.csv:4:1: DAT043 unreadable-judgement: 4 lines of `judgements/churn.csv` are no judgements: {lines}",
        "  help: mend the line, or take it out and say it again with `vitalfew record KPI --judgement STATUS --for PERIOD`",
    ]


def test_a_file_that_cannot_be_read_on_is_told(tmp_path: Path) -> None:
    say(tmp_path)
    file = tmp_path / "judgements" / "churn.csv"
    file.write_text(file.read_text(encoding="utf-8") + "x" * 200_000, encoding="utf-8")
    found, (finding,) = judgements(tmp_path, ["churn"])
    assert [each.status for each in found["churn"]] == ["amber"]
    assert "cannot be read from there on: field larger than field limit" in finding.message
