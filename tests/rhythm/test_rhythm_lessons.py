"""What a calibration learns from pure facts: targets, triggers, use, churn, memory (RHY-4, RHY-5, RHY-7)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pytest

from vitalfew.base.period import Calendar
from vitalfew.base.ref import Ref
from vitalfew.model.framework import Framework
from vitalfew.model.kpi import Kpi
from vitalfew.model.verdict import Scorecard
from vitalfew.rhythm.churn import churn, quarters, unstable
from vitalfew.rhythm.course import Course, Live, courses
from vitalfew.rhythm.lesson import Lesson, Untold, interval, least_share, most_share, read_lesson
from vitalfew.rhythm.missing import around
from vitalfew.rhythm.recall import leaders, match
from vitalfew.rhythm.use import Meeting, absent, gaps, uninformative
from vitalfew.rhythm.wolf import Call, alarms, is_real, replay
from vitalfew.rhythm.wrong_target import targets
from vitalfew.store.change import SCHEMA

TODAY = date(2026, 6, 23)
WEEKS = 60
SINCE = TODAY - timedelta(weeks=20)
WEEK = timedelta(weeks=1)


Values = npt.NDArray[np.float64]


def noise(seed: int = 1, weeks: int = WEEKS) -> Values:
    """Give weekly values around 100 with a standard deviation of 2."""
    return np.random.default_rng(seed).normal(100.0, 2.0, weeks)


def framework_of(**kpi: object) -> Framework:
    """Give a framework with one weekly KPI."""
    return Framework.model_validate({"kpis": [{"id": "k", "every": "week", "direction": "up", **kpi}]})


def table(values: Values, kpi: str = "k") -> pa.Table:
    """Give complete weeks up to the last before today."""
    calendar = Calendar()
    last = calendar.period("week", TODAY).number - 1
    rows = []
    for place, value in enumerate(values):
        period = calendar.numbered("week", last - len(values) + 1 + place)
        row = dict[str, object](dict.fromkeys(SCHEMA.names))
        row |= {"kpi": kpi, "grain": "week", "number": period.number, "start": period.start, "end": period.end}
        rows.append(row | {"complete": True, "share": 1.0, "value": float(value), "slice": "", "recipe": "", "run": "r"})
    return pa.Table.from_pylist(rows, schema=SCHEMA)


def course(values: Values, **kpi: object) -> Course:
    return courses([Live(date.min, framework_of(**kpi))], table(values), today=TODAY)["k"]


def judged(framework: Framework, seen: Mapping[str, Course], values: Values, since: date = SINCE) -> list[Lesson | Untold]:
    """Judge the targets of a framework, with nothing known but the values."""
    known = around(framework, TODAY, table(values), Scorecard(TODAY, (), (), (), ()))
    return [*targets(framework, seen, {}, known, since=since)]


def found(values: Values, **kpi: object) -> list[Lesson | Untold]:
    framework = framework_of(**kpi)
    return judged(framework, courses([Live(date.min, framework)], table(values), today=TODAY), values)


def heard(values: Values, calls: Sequence[Call], **kpi: object) -> list[Lesson | Untold]:
    framework = framework_of(**kpi)
    seen = courses([Live(date.min, framework)], table(values), today=TODAY)
    return [*alarms(framework, seen, calls, since=SINCE, until=TODAY)]


def lessons(said: Sequence[Lesson | Untold]) -> list[Lesson]:
    return [each for each in said if isinstance(each, Lesson)]


def test_an_exact_interval_is_the_textbook_one() -> None:
    """Ten of twenty: 27.2 to 72.8 % (Clopper and Pearson's tables); none of thirteen: up to 24.7 %."""
    assert interval(20, 10) == pytest.approx((0.27196, 0.72804), abs=1e-5)
    assert interval(13, 0) == pytest.approx((0.0, 0.24705), abs=1e-5)
    assert least_share(5, 5) == pytest.approx(0.05**0.2, abs=1e-5)
    assert (least_share(0, 0), most_share(0, 0)) == (0.0, 1.0)


def test_a_target_beyond_the_reach_of_its_process_is_wrong_and_the_proposal_is_within_it() -> None:
    """RHY-4, RHY-7."""
    (said,) = lessons(found(noise(), target={"at_least": 112.0}, threshold=90.0))
    assert (said.kind, said.about, said.evidence["reached"]) == ("never-reached", Ref("kpi", "k"), 0)
    (edit,) = said.edits
    assert edit.field == "target"
    assert isinstance(edit.value, dict)
    assert 98.0 < edit.value["at_least"] < 102.0
    assert lessons(found(noise(), target=edit.value, threshold=90.0)) == []


def test_a_target_that_noise_meets_and_misses_is_not_called_wrong() -> None:
    for seed in range(30):
        assert lessons(found(noise(seed), target={"at_least": 99.0}, threshold=90.0)) == []


def test_a_target_that_is_met_by_far_asks_for_nothing() -> None:
    (said,) = lessons(found(noise(), target={"at_least": 80.0}, threshold=70.0))
    assert (said.kind, said.evidence["reached"]) == ("always-reached", 20)
    assert lessons(found(noise(), target={"at_least": 92.0}, threshold=70.0)) == []


def test_less_is_better_and_bands_are_judged_by_their_own_side() -> None:
    assert [each.kind for each in lessons(found(noise(), direction="down", target={"at_most": 88.0}))] == ["never-reached"]
    (said,) = lessons(found(noise(), direction="within", target={"within": [120.0, 130.0]}))
    (edit,) = said.edits
    assert isinstance(edit.value, dict)
    low, high = edit.value["within"]
    assert low < 100.0 < high
    assert high - low == pytest.approx(10.0, abs=0.5)


def test_a_gap_that_closes_is_on_its_way_and_not_wrong() -> None:
    values = noise()
    values[-20:] += np.linspace(0, 12, 20)
    said = lessons(found(values, target={"at_least": 120.0}))
    assert [(each.kind, each.evidence["recommended"]) for each in said] == [("target-or-process", "keep both")]


def test_a_process_that_turned_worse_is_asked_about_and_not_its_target() -> None:
    values = noise()
    values[-9:] -= 12
    (said,) = lessons(found(values, target={"at_least": 99.0}, threshold=80.0))
    assert (said.kind, said.evidence["recommended"], said.edits) == ("target-or-process", "change the process", ())


def test_too_few_periods_say_nothing() -> None:
    framework = framework_of(target={"at_least": 112.0})
    seen = courses([Live(date.min, framework)], table(noise()), today=TODAY)
    (said,) = judged(framework, seen, noise(), TODAY - 5 * WEEK)
    assert isinstance(said, Untold)
    assert said.reason == "5 periods since its target stands; 8 are needed"


def test_an_eased_target_does_not_make_earlier_misses_good_and_is_held_against_another_easing() -> None:
    """RHY-7: the history of target edits is evidence."""
    hard, easy = (framework_of(target={"at_least": value}) for value in (125.0, 110.0))
    told = [Live(date.min, hard), Live(TODAY - 10 * WEEK, easy)]
    seen = courses(told, table(noise()), today=TODAY)
    assert seen["k"].stands == TODAY - 10 * WEEK
    assert set(seen["k"].target.tolist()) == {125.0, 110.0}
    (said,) = lessons(judged(easy, seen, noise()))
    assert said.kind == "never-reached"
    assert said.evidence["periods"] in {9, 10}
    told[1] = Live(TODAY - 3 * WEEK, easy)
    (said,) = lessons(judged(easy, courses(told, table(noise()), today=TODAY), noise()))
    assert (said.kind, said.evidence["target_edits"]) == ("target-or-process", 1)
    assert said.advice.startswith("change the process: the target was changed on")


def test_a_lesson_is_read_as_it_was_written() -> None:
    (said,) = lessons(found(noise(), target={"at_least": 112.0}))
    assert read_lesson(said.as_json()) == said


def calls_on(trigger: str, seen: Course, *, acted: bool = False) -> list[Call]:
    """Call as the trigger would have, day by day, since the window began."""
    days = [date.fromordinal(int(day)) for day in seen.day]
    made = [Call("k", trigger, days[run.first] + WEEK, days[run.last] + WEEK, acted) for run in replay(seen, trigger)]
    return [each for each in made if each.opened >= SINCE]


def test_a_trigger_that_calls_on_every_worse_week_cries_wolf_and_is_loosened() -> None:
    """RHY-4, MON-4."""
    kpi = {"target": {"at_least": 100.0}, "threshold": 85.0, "escalate": [{"worse_in_a_row": 1}]}
    calls = calls_on("worse_in_a_row", course(noise(), **kpi))
    assert len(calls) > 3
    (said,) = lessons(heard(noise(), calls, **kpi))
    assert said.kind == "cry-wolf"
    assert float(said.evidence["share_at_least"] or 0) > 0.5
    (edit,) = said.edits
    assert isinstance(edit.value, list)
    assert edit.value[0]["worse_in_a_row"] > 1
    loose = {**kpi, "escalate": edit.value}
    assert lessons(heard(noise(), calls_on("worse_in_a_row", course(noise(), **loose)), **loose)) == []


def test_calls_that_led_to_an_action_are_no_false_ones() -> None:
    kpi = {"target": {"at_least": 100.0}, "threshold": 85.0, "escalate": [{"worse_in_a_row": 1}]}
    calls = calls_on("worse_in_a_row", course(noise(), **kpi), acted=True)
    assert lessons(heard(noise(), calls, **kpi)) == []


def test_a_threshold_inside_the_noise_cries_wolf_and_moves_outside() -> None:
    kpi = {"target": {"at_least": 101.0}, "threshold": 99.0}
    seen = course(noise(), **kpi)
    (said,) = lessons(heard(noise(), calls_on("beyond_threshold", seen), **kpi))
    (edit,) = said.edits
    assert (said.kind, edit.field) == ("cry-wolf", "threshold")
    assert isinstance(edit.value, float)
    assert edit.value == pytest.approx(seen.lower[-1], abs=0.1)


def test_a_call_on_a_fall_is_real_in_hindsight() -> None:
    values = noise()
    values[-4:] -= 15
    kpi = {"target": {"at_least": 100.0}, "threshold": 85.0}
    assert is_real(course(values, **kpi), Call("k", "missed", TODAY - 3 * WEEK, None, acted=False))
    assert not is_real(course(noise(), **kpi), Call("k", "missed", TODAY - 3 * WEEK, None, acted=False))


def test_a_fall_that_nothing_called_for_was_slept_through() -> None:
    values = noise()
    values[-9:] -= 8
    kpi = {"target": {"at_least": 90.0}, "threshold": 60.0, "escalate": [{"worse_in_a_row": 4}]}
    (said,) = lessons(heard(values, [], **kpi))
    assert (said.kind, said.edits[0].field) == ("slept", "escalate")
    assert said.edits[0].value == [{"worse_in_a_row": 4}, {"signal_against": True}]
    call = Call("k", "worse_in_a_row", TODAY - 8 * WEEK, TODAY - 7 * WEEK, acted=False)
    assert lessons(heard(values, [call], **kpi)) == []


def test_noise_is_not_slept_through() -> None:
    kpi = {"target": {"at_least": 99.0}, "threshold": 85.0}
    slept = sum(bool(lessons(heard(noise(seed), [], **kpi))) for seed in range(60))
    assert slept <= 2


def meetings(count: int, *, held: bool = True, present: Sequence[str] = ("ana",)) -> list[Meeting]:
    people = ("ana", "ben")
    days = [TODAY - WEEK * (count - place) for place in range(count)]
    return [Meeting(f"m{at}", "weekly", day, held, ("k",), people, tuple(present)) for at, day in enumerate(days)]


def test_a_kpi_that_gave_cause_on_agenda_after_agenda_and_moved_nobody_is_uninformative() -> None:
    """RHY-4: KPIs that informed no decision."""
    seen = {"k": course(noise(), target={"at_least": 100.0}, threshold=85.0)}
    (said,) = uninformative(seen, meetings(6), set(), since=SINCE)
    assert isinstance(said, Lesson)
    assert (said.kind, said.edits[0].value) == ("uninformative", "metric")
    assert [*uninformative(seen, meetings(6), {"k"}, since=SINCE)] == []
    assert [type(each) for each in uninformative(seen, meetings(3), set(), since=SINCE)] == [Untold]
    quiet = {"k": course(noise(), target={"at_least": 80.0}, threshold=70.0)}
    assert [*uninformative(quiet, meetings(6), set(), since=SINCE)] == []


PEOPLE = [{"id": "ana", "name": "Ana"}, {"id": "ben", "name": "Ben"}]


def test_who_never_comes_is_absent_unless_excused() -> None:
    framework = Framework.model_validate({"people": PEOPLE})
    (said,) = absent(framework, meetings(6))
    assert (said.kind, said.person, said.about) == ("absent", "ben", Ref("cadence", "weekly"))
    assert "ben" not in str(said.as_json())
    assert [*absent(framework, meetings(4))] == []
    assert [*absent(framework, [each._replace(excused=("ben",)) for each in meetings(6)])] == []


def test_gaps_are_objectives_and_kpis_without_data_and_dead_cadences() -> None:
    framework = Framework.model_validate(
        {
            "objectives": [{"id": "a"}, {"id": "b"}],
            "kpis": [
                {"id": "one", "objectives": ["a"]},
                {"id": "two", "objectives": ["b"]},
                {"id": "three", "objectives": ["b"]},
            ],
            "cadences": [{"id": "weekly", "rhythm": "weekly on monday"}],
        }
    )
    said = [*gaps(framework, {"two"}, meetings(4, held=False), since=SINCE)]
    assert [str(each.about) for each in said] == ["objective:a", "kpi:three", "cadence:weekly"]
    assert [*gaps(framework, {"one", "two", "three"}, meetings(4), since=SINCE)] == []


def core(*ids: str) -> Framework:
    return Framework.model_validate({"kpis": [{"id": id_, "level": "company"} for id_ in ids]})


def test_core_kpis_that_come_and_go_are_a_sign_of_an_unstable_strategy() -> None:
    """RHY-5."""
    launched = TODAY - timedelta(days=364)
    told = [Live(launched, core("a", "b", "c")), Live(TODAY - 5 * WEEK, core("a", "d", "e"))]
    moved = churn(told, launched, TODAY)
    assert (moved.came, moved.went, moved.stayed, moved.share) == (("d", "e"), ("b", "c"), 1, 0.8)
    assert [each.share for each in quarters(told, launched, TODAY)] == [0.0, 0.0, 0.0, 0.8]
    (said,) = unstable(told, launched, TODAY)
    assert (said.kind, said.evidence["share"]) == ("churn", 0.8)
    assert [*unstable(told[:1], launched, TODAY)] == []


def test_names_said_from_memory_are_known_by_their_words() -> None:
    names = {"nps": "Net promoter score", "gm": "Gross margin", "rr": "Recurring revenue", "nr": "Net revenue", "churn": "Churn"}
    kpis = [Kpi.model_validate({"id": id_, "name": name}) for id_, name in names.items()]
    assert match(["gross margins", "Promoter score", "churn", "recuring revenue"], kpis) == ("nps", "gm", "rr", "churn")
    assert match(["margin", "the score", "revenue", ""], kpis) == ()
    assert match(["net revenue", "net revenue"], kpis) == ("nr",)


def test_leaders_are_those_who_look_at_tier_1_alone_and_who_own_the_structure() -> None:
    people = [*PEOPLE, {"id": "cy", "name": "Cy"}, {"id": "board", "name": "Board", "group": True}]
    cadences = [
        {"id": "a", "tiers": [1], "chair": "ana", "audience": ["board"]},
        {"id": "b", "tiers": [1, 2], "audience": ["cy"]},
    ]
    framework = Framework.model_validate({"people": people, "cadences": cadences, "governance": {"structure_owner": "ben"}})
    assert leaders(framework) == ("ana", "ben")
