from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from datetime import date

import pytest
from rich.console import Console

from vitalfew.base.finding import Smell
from vitalfew.base.ref import Ref
from vitalfew.cli.cells import badge, moved, signal, triggers
from vitalfew.cli.scorecard import Grouping, show
from vitalfew.cli.sheet import as_csv, as_markdown
from vitalfew.cli.sparkline import sparkline
from vitalfew.model.framework import Framework
from vitalfew.model.verdict import (
    Attention,
    Change,
    Changes,
    Fired,
    Judged,
    Limits,
    Rollup,
    Scorecard,
    Signal,
    State,
    Status,
    Trend,
    Verdict,
)
from vitalfew.model.wording import number

FRAMEWORK = Framework.model_validate(
    {
        "organization": {"name": "Meridian Roasters"},
        "people": [{"id": "rui", "name": "Rui Sá"}, {"id": "lead", "role": "Head of data"}],
        "objectives": [{"id": "grow"}],
        "kpis": [
            {"id": "revenue", "objectives": ["grow"]},
            {"id": "churn", "contributes_to": ["revenue"]},
            {"id": "margin", "objectives": ["grow"]},
            {"id": "renewals", "contributes_to": ["churn"]},
            {"id": "stray"},
            {"id": "orders", "kind": "metric"},
        ],
    }
)
MOVED = Change(2.0, 0.021, better=True)
NOTHING = Change(None, missing="grain")


def verdict(
    name: str = "Revenue",
    *,
    status: Status | None = "green",
    state: State = "ok",
    last_status: Status | None = None,
    value: float | None = 97.5,
    unit: str | None = "EUR",
    change: Change = MOVED,
    objective: str | None = "grow",
) -> Verdict:
    """Give a verdict of a monthly KPI."""
    return Verdict(
        ref=Ref("kpi", name.lower().split()[0]),
        name=name,
        lifecycle="live",
        level="company",
        tier=1,
        org_unit=None,
        unit=unit,
        decimals=None,
        direction="up",
        owner="rui",
        objective=objective,
        perspective="financial" if objective else None,
        period=Judged("month", date(2026, 5, 1), date(2026, 6, 1), complete=True, label="2026-05"),
        value=value,
        missing=None if value is not None else "no-rows",
        status=status,
        state=state,
        last_status=last_status,
        score=5.0,
        target_now=100.0,
        target=120.0,
        threshold=90.0,
        progress=0.5,
        pace=0.9,
        change=Changes(change, NOTHING, change, NOTHING),
        trend=Trend("up", better=True, p=0.01, slope=1.0, periods=12),
        recent=(1.0, None, 3.0),
        to_date=None,
        reasons=("below the threshold of €90",) if status == "red" else (),
    )


CARD = Scorecard(
    date(2026, 6, 30),
    (
        verdict(),
        verdict("Margin", status="red", unit="%", change=Change(-1.25, None, better=False)),
        verdict("Churn", status=None, state="stale", last_status="red"),
        verdict("Renewals [and their upgrades] of all subscriptions that began last year", status="amber"),
        verdict("Stray", status=None, state="no-data", value=None, objective=None),
    ),
    (Rollup(Ref("objective", "grow"), "Grow | renew", "financial", "amber", "ok", 5.0, 4.0, 6.1, 4, 3, ()),),
    (Rollup(Ref("perspective", "financial"), "Financial", None, "amber", "ok", 5.0, None, None, 1, 1, ()),),
    (),
)


def drawn(card: Scorecard, width: int, *, by: Grouping = "perspective", terminal: bool = False) -> str:
    out = io.StringIO()
    show(card, FRAMEWORK, by=by, console=Console(file=out, width=width, force_terminal=terminal, highlight=False))
    return out.getvalue()


@pytest.mark.parametrize("width", [40, 60, 80, 100, 120, 160])
@pytest.mark.parametrize("by", ["perspective", "level"])
def test_no_line_is_wider_than_the_terminal_and_no_row_is_broken(width: int, by: Grouping) -> None:
    lines = drawn(CARD, width, by=by).splitlines()
    assert max(map(len, lines)) <= width
    assert sum("97.5" in line or "€98" in line for line in lines) == 4
    assert sum(line.lstrip().startswith(("●", "▲", "■", "○")) for line in lines) >= len(CARD.verdicts)


def test_columns_go_by_rank_as_the_terminal_narrows() -> None:
    assert "Owner" in drawn(CARD, 140)
    assert "Recent" in drawn(CARD, 110)
    narrow = drawn(CARD, 80)
    assert "Owner" not in narrow
    assert all(title in narrow for title in ("Status", "KPI", "Value", "Target", "Change", "Trend"))


def test_a_pipe_gets_plain_text_and_a_terminal_colour() -> None:
    assert "\x1b" not in drawn(CARD, 100)
    assert "\x1b[" in drawn(CARD, 100, terminal=True)


def test_no_color_is_respected(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert not re.search(r"\x1b\[[0-9;]*3[1-6]m", drawn(CARD, 100, terminal=True))


def test_the_head_counts_statuses_and_a_stale_red_is_not_among_the_reds() -> None:
    head = drawn(CARD, 100).splitlines()[1]
    assert head == "● 1 green   ▲ 1 amber   ■ 1 red   ○ 2 without a status"


def test_a_red_says_why_and_names_with_brackets_stand_as_written() -> None:
    text = drawn(CARD, 120)
    assert "    below the threshold of €90" in text
    assert "Renewals [and" in text


def test_an_objective_shows_results_and_drivers_apart_and_what_has_no_data() -> None:
    assert "▲ Grow | renew  results 4.0 · drivers 6.1 · 3 of 4 with data" in drawn(CARD, 100)


def test_what_serves_no_objective_stands_last_and_metrics_are_told_apart() -> None:
    """CAS-6: a KPI is no operational metric."""
    card = replace(CARD, verdicts=(verdict("Orders", objective=None), *CARD.verdicts))
    text = drawn(card, 100)
    places = [text.index(word) for word in ("Grow | renew", "No objective ─", "Stray", "Operational metrics ─", "Orders")]
    assert places == sorted(places)


def test_a_scorecard_without_kpis_says_why() -> None:
    empty = Scorecard(date(2026, 6, 30), (), (), (), ())
    assert "no KPI to show: retired ones and drafts without data are not judged" in drawn(empty, 100)


def test_what_could_not_be_measured_is_listed_in_the_form_of_the_house() -> None:
    smell = Smell("DAT001", "source-missing", "error", "put the file there", room="measure")
    findings = tuple(smell.at(Ref("kpi", f"k{number}"), f"file {number} is not there") for number in range(7))
    text = drawn(replace(CARD, incomplete=findings), 80)
    assert "Not all could be measured: 7 findings" in text
    assert "  DAT001 source-missing: file 0 is not there\n    help: put the file there\n" in text
    assert "… and 2 more: vitalfew measure" in text


def test_the_worst_red_is_named_as_the_next_to_trace() -> None:
    assert "vitalfew trace margin" in drawn(CARD, 100)


@pytest.mark.parametrize(
    ("status", "state", "last", "words"),
    [
        ("green", "ok", None, "● green"),
        ("amber", "ok", None, "▲ amber"),
        ("red", "ok", None, "■ red"),
        (None, "no-data", None, "○ no data"),
        (None, "no-target", None, "○ no target"),
        (None, "paused", None, "○ paused"),
        (None, "stale", "green", "○ stale"),
        (None, "stale", "red", "■ red, stale"),
    ],
)
def test_every_status_and_state_has_its_shape_and_word(
    status: Status | None, state: State, last: Status | None, words: str
) -> None:
    assert badge(verdict(status=status, state=state, last_status=last)).plain == words


@pytest.mark.parametrize(
    ("unit", "change", "words"),
    [
        ("EUR", Change(20.0, 0.021, better=True), "↑ 2.1 % MoM"),
        ("%", Change(-1.25, None, better=False), "↓ 1.2 pt MoM"),
        ("EUR", Change(-20.0, None, better=False), "↓ €20 MoM"),
        ("EUR", Change(0.0, 0.0, better=None), "→ 0.0 % MoM"),
        ("EUR", NOTHING, "–"),
    ],
)
def test_a_movement_is_relative_or_in_points_and_nothing_is_never_zero(unit: str, change: Change, words: str) -> None:
    assert moved(change, verdict(unit=unit), "MoM").plain == words


def test_bounds_are_written_as_a_pair() -> None:
    assert number(verdict(), (40.0, 50.0)) == "40–€50"


@pytest.mark.parametrize(
    ("values", "line"),
    [((), ""), ((None, None), ""), ((5.0, 5.0), "▅▅"), ((1.0, None, 2.0), "▁·█"), ((-3.0, 0.0, 3.0), "▁▅█")],
)
def test_a_sparkline_runs_from_lowest_to_highest_with_gaps(values: tuple[float | None, ...], line: str) -> None:
    assert sparkline(values) == line


def test_csv_gives_every_number_whole_and_a_missing_one_as_an_empty_cell() -> None:
    head, *rows = as_csv(CARD).splitlines()
    stray = dict(zip(head.split(","), rows[-1].split(","), strict=True))
    assert len(rows) == len(CARD.verdicts)
    assert (stray["value"], stray["missing"], stray["status"]) == ("", "no-rows", "")


def test_markdown_has_a_table_per_perspective_and_escapes_bars() -> None:
    text = as_markdown(CARD, FRAMEWORK)
    assert "## Financial: ▲ amber" in text
    assert "| ■ red | Margin | 97.5 % |" in text
    assert "## No perspective" in text


LIMITS = Limits(80.0, 90.0, 100.0, 12.0, 20, provisional=False, since=date(2024, 1, 1))
DOWN = Signal("wheeler", ("beyond a limit",), "down", better=False, since=date(2026, 5, 1), limits=LIMITS)
WORSE = Fired("worse_in_a_row", "worse 3 times in a row", 1, date(2026, 5, 1), "watch")
BEYOND = Fired("beyond_threshold", "beyond the threshold", 2, date(2026, 4, 1), "escalation")


@pytest.mark.parametrize(
    ("attention", "found", "text"),
    [
        ("act-now", DOWN, "↓ act now"),
        ("investigate", DOWN, "↓ look"),
        ("learn", replace(DOWN, direction="up", better=True), "↑ learn"),
        ("change-process", Signal("wheeler", limits=LIMITS), "change it"),
        ("pass-over", Signal("wheeler", limits=LIMITS), "routine"),
        (None, Signal("wheeler", missing="too-few"), "–"),
        (None, DOWN, "↓ signal"),
    ],
)
def test_the_signal_says_in_a_word_what_the_kpi_asks_for(attention: Attention | None, found: Signal, text: str) -> None:
    """Without a status there is no attention, and the signal still shows."""
    assert signal(replace(verdict(), attention=attention, signal=found)).plain == text


def test_triggers_stand_under_their_kpi_escalations_first() -> None:
    fired = replace(verdict("Margin", status="red", unit="%"), triggers=(WORSE, BEYOND))
    said = "escalation: beyond the threshold since 2026-04-01; watch: worse 3 times in a row since 2026-05-01"
    assert triggers(fired) == said
    assert triggers(verdict()) == ""
    card = replace(CARD, verdicts=(verdict(), fired))
    lines = drawn(card, 140).splitlines()
    row = next(at for at, line in enumerate(lines) if "Margin" in line)
    assert lines[row + 2].strip() == said
    assert max(map(len, drawn(card, 60).splitlines())) <= 60
    assert f"{said}; below the threshold" in as_markdown(card, FRAMEWORK)


def test_csv_holds_signal_limits_attention_and_triggers() -> None:
    told = replace(
        verdict(), status_since=date(2026, 3, 1), signal=DOWN, attention="investigate", assurance="hit-or-miss", triggers=(WORSE,)
    )
    names, first, second = csv.reader(io.StringIO(as_csv(replace(CARD, verdicts=(told, verdict())))))
    cells, empty = dict(zip(names, first, strict=True)), dict(zip(names, second, strict=True))
    assert cells["status_since"] == "2026-03-01"
    assert (cells["signal"], cells["signal_rules"], cells["signal_fired"]) == ("down", "wheeler", "beyond a limit")
    assert (cells["limits"], cells["attention"], cells["assurance"]) == ("80.0..100.0", "investigate", "hit-or-miss")
    assert cells["triggers"] == "watch: worse 3 times in a row since 2026-05-01"
    assert {empty[name] for name in ("signal", "limits", "attention", "assurance", "triggers", "status_since")} == {""}
