"""Another target is asked for where nothing known would reach it, and never because it is missed (RHY-7)."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import chain

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pytest

from bench.missed import TRUTHS, Told, organisation
from vitalfew.base.period import Calendar
from vitalfew.insight.missed import Missed
from vitalfew.insight.told_missed import proposed, stands
from vitalfew.judge.run import judge
from vitalfew.load.read import load_texts
from vitalfew.model.framework import Framework
from vitalfew.rhythm.course import Live
from vitalfew.rhythm.missing import NO_EDITS, Edits, around, judged_all
from vitalfew.store.change import SCHEMA

Values = npt.NDArray[np.float64]
TODAY = date(2026, 6, 23)
WEEKS = 60
NOISE = np.random.default_rng(3).normal(0.0, 1.0, WEEKS)
STAFF = 20 + np.cumsum(np.random.default_rng(4).normal(0.0, 0.4, WEEKS))
KPI = "- {id: calls, name: Calls, unit: points, every: week, direction: up, objectives: [near], target: {at_least: 60}}"
HELP = (
    "- {id: staff, name: Staff, unit: people, every: week, direction: up, target: {at_least: TO}, "
    "drives: [{kpi: calls, effect: 1}]}"
)


@pytest.fixture(scope="module")
def told() -> list[Told]:
    """What is said of the KPIs of some organisations."""
    return list(chain.from_iterable(map(organisation, range(5_000, 5_020))))


def test_a_target_is_seldom_lowered_where_the_process_turned_worse_or_a_lever_would_close_the_gap(told: list[Told]) -> None:
    process = [each for each in told if TRUTHS[each.plant] == "process"]
    assert len(process) == 120
    assert sum(each.said == "target" for each in process) <= 0.05 * len(process)


def test_most_are_told_right(told: list[Told]) -> None:
    assert sum(each.said == TRUTHS[each.plant] for each in told) >= 0.75 * len(told)


def framework(*lines: str, kpi: str = KPI, more: str = "") -> Framework:
    objective = "objectives: [{id: near, name: Near, headline: calls}]"
    text = "\n".join([objective, "kpis:", *(f"  {line}" for line in (kpi, *lines)), more])
    return load_texts({"framework/main.yaml": text}).framework


def table(**series: Values) -> pa.Table:
    """Give complete weeks up to the last before today."""
    last, rows = Calendar().period("week", TODAY).number - 1, []
    for kpi, values in series.items():
        for place, value in enumerate(values):
            period = Calendar().numbered("week", last - WEEKS + 1 + place)
            row = dict[str, object](dict.fromkeys(SCHEMA.names))
            row |= {"kpi": kpi, "grain": "week", "number": period.number, "start": period.start, "end": period.end}
            rows.append(row | {"complete": True, "share": 1.0, "value": float(value), "slice": "", "recipe": "", "run": "r"})
    return pa.Table.from_pylist(rows, schema=SCHEMA)


def asked(*told: Framework, edits: Edits = NO_EDITS, **more: Values) -> Missed:
    """Ask what the calls ask for, of frameworks of which each was live three weeks."""
    seen = table(**{"calls": 50 + NOISE, **more})
    lived = [Live(date.min if not at else TODAY - timedelta(weeks=3 * (len(told) - at)), each) for at, each in enumerate(told)]
    scorecard = judge(told[-1], seen, today=TODAY)
    known = around(told[-1], TODAY, seen, scorecard, edits=edits)
    (found,) = [
        each for each in judged_all(lived, known, {each.ref.id: each for each in scorecard.verdicts}) if each.kpi == "calls"
    ]
    return found


def test_out_of_reach_with_nothing_known_either_may_change_and_why_is_said() -> None:
    found = asked(framework())
    assert (found.said, found.run, found.periods) == ("both", 60, 26)
    assert "nothing is declared to drive it with a number" in found.why
    assert stands(found, framework()).startswith("missed 60 times in a row, by")
    assert proposed(found, framework()).startswith("at least 50")
    assert found.costs.startswith("“Near” is measured by it: it would ask for")


def test_a_weak_lever_speaks_for_the_target_and_a_strong_one_for_the_process() -> None:
    weak, strong = (framework(HELP.replace("TO", str(to))) for to in (23, 60))
    found = asked(weak, staff=STAFF)
    assert (found.said, bool(found.drafted)) == ("target", True)
    assert found.why.startswith("all that is known to move it closes")
    found = asked(strong, staff=STAFF)
    assert (found.said, found.drafted, found.costs) == ("process", None, "")
    assert "Staff at" in found.why


def test_a_lever_whose_figures_are_not_seen_is_named_without_one_and_leaves_it_open() -> None:
    """CAS-5."""
    found = asked(framework(HELP.replace("TO", "60")))
    assert found.said == "both"
    assert found.why.endswith("is not known: how far Staff would move it")


def test_who_eased_the_target_and_why_is_told_and_it_is_not_eased_again_at_once() -> None:
    eased = framework(more="people: [{id: ana, name: Ana Silva}]")
    hard = framework(kpi=KPI.replace("60", "80"))
    found = asked(hard, eased, edits={TODAY - timedelta(weeks=3): ("ana", "Too steep")})
    assert found.said == "process"
    assert found.why == "the target was changed on 2 June 2026 by Ana Silva (“Too steep”) already, and is still missed"


def test_an_initiative_that_is_due_later_is_waited_for_unless_it_brings_too_little() -> None:
    work = "initiatives: [{id: shops, name: More shops, starts: 2026-06-01, moves: [{kpi: calls, by: BY, until: 2026-09-30}]}]"
    found = asked(framework(more=work.replace("BY", "9")))
    assert (found.said, found.why) == ("wait", "More shops: to move it by 30 September 2026")
    assert asked(framework(more=work.replace("BY", "1"))).said == "both"
    over = (
        work.replace("BY", "9")
        .replace("starts: 2026-06-01", "status: done, starts: 2025-12-01")
        .replace("2026-09-30", "2026-03-30")
    )
    found = asked(framework(more=over))
    assert found.said == "both"
    assert ("process", "More shops was to move it, is over, and did not: another way is needed") in found.reasons


def test_a_level_that_fell_asks_for_the_process_unless_it_is_measured_otherwise_since() -> None:
    day = TODAY - timedelta(weeks=20)
    fallen = 62 + NOISE - np.where(np.arange(WEEKS) >= WEEKS - 20, 12, 0)
    found = asked(framework(), calls=fallen)
    assert (found.said, found.run) == ("process", 20)
    assert found.why.endswith("20 periods ago: find what changed then")
    assert asked(framework(kpi=KPI.replace("name: Calls", f"name: Calls, since: {day}")), calls=fallen).said == "both"


@pytest.mark.parametrize(
    ("way", "target", "near"), [("down", "at_most: 40", "at most 50"), ("within", "within: [60, 64]", "within 48")]
)
def test_less_is_better_and_bands_are_judged_by_their_own_side(way: str, target: str, near: str) -> None:
    kpi = KPI.replace("direction: up", f"direction: {way}").replace("at_least: 60", target)
    strong = HELP.replace("TO", "60").replace("effect: 1", f"effect: {-1 if way == 'down' else 1}")
    found = asked(framework(kpi=kpi))
    assert found.said == "both"
    assert proposed(found, framework(kpi=kpi)).startswith(near)
    assert asked(framework(strong, kpi=kpi), staff=STAFF).said == "process"
