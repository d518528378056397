"""A year of the demo organisation on a fast clock: its rhythm as it runs, simulated people, and what calibrations find.

Every step is one of the product's own: reviews are planned, opened, locked, held and closed; escalations are opened by the
judge's verdicts on each week's numbers, climb, are answered and end; after ninety days, and each quarter, the calibration is
held, its proposals are approved and become revisions. What is planted stands in `bench.year_plants`, how people behave in
`bench.year_people`.

`recall` is the share of plants that the calibration after ninety days finds, with Wilson's interval. A finding is *false* where
neither a plant, nor what follows from one, nor a real fall explains it, and it is no mere count of facts (gaps, names, churn).
`false_of_findings` is the share of those among all findings, `false_of_chances` among all that could have been found: KPIs times
four questions, owners, invitations, cadences, objectives, leaders, and the strategy.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from math import sqrt
from pathlib import Path
from textwrap import wrap
from time import perf_counter

import numpy as np

from bench.year_people import Staff
from bench.year_plants import LAUNCHED, PLANTS, World, make_world
from vitalfew.judge.run import judge
from vitalfew.load.read import load_texts
from vitalfew.model.framework import Framework
from vitalfew.model.verdict import Scorecard
from vitalfew.rhythm import actions, escalations, reviews
from vitalfew.rhythm.calibration import Calibration, accept, calibrate, close, dismiss, hold, lessons, open_calibrations
from vitalfew.rhythm.calibration_report import markdown
from vitalfew.rhythm.climb import climb
from vitalfew.rhythm.cycle import turn_reviews
from vitalfew.rhythm.desk import Desk
from vitalfew.rhythm.lesson import Lesson
from vitalfew.rhythm.merging import merge
from vitalfew.rhythm.proposals import approve, proposal
from vitalfew.rhythm.recall import leaders, recall
from vitalfew.rhythm.sweep import sweep
from vitalfew.store.change import Run
from vitalfew.store.database import Store, place
from vitalfew.store.matters import find_matters
from vitalfew.store.observations import Observations
from vitalfew.store.revisions import files, live, make_revision

SEEDS, DAYS, FIRST_DAYS = 100, 365, 94
WHOLE = 20  # of so many seeds one lives a whole year, the others until the first calibration
SHOWN = 10
PAGE = Path(__file__).parents[1] / "docs" / "simulated-year.md"
ABOUT = """The demo organisation lived through a year on a fast clock, from its launch on 2 February 2026, by the seed {seed}.
Every step was one of the product's own, taken by simulated people: reviews planned, opened, locked, held and closed, escalations
opened by the judge's verdicts on each week's numbers, climbed, answered and ended, calibrations held, their proposals
approved and made revisions. Its numbers are noise around each baseline, with targets that noise mostly reaches, three real
falls, and what is planted. The share of plants found and of false findings over a hundred such worlds is
in [benchmarks](benchmarks.md); what is planted where is drawn anew for each (`bench/year_plants.py`, `bench/year_people.py`)."""
DAY = timedelta(days=1)
MORNING, EVENING = time(6, 30), time(16, 30)
ASKED = 84  # the day of each quarter from which leaders are asked for the names of their KPIs
TARGET = frozenset({"never-reached", "target-or-process"})


@dataclass
class Year:
    """What happened in a world."""

    world: World
    seconds: float = 0.0
    found: list[tuple[Lesson, str]] = field(default_factory=list)
    later: list[tuple[Lesson, str]] = field(default_factory=list)
    chances: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    report: str = ""

    @property
    def recalled(self) -> dict[str, bool]:
        """Which plants were found after ninety days."""
        said = {why for _, why in self.found}
        return {name: name in said for name in self.world.plants}


def figures(share: float) -> dict[str, object]:
    """Give recall by plant, false findings, and how much of the rhythm ran; one of a hundred seeds for each hundredth of it."""
    seeds = range(1, max(1, round(SEEDS * share)) + 1)
    days = [DAYS if seed % WHOLE == 0 else FIRST_DAYS for seed in seeds]
    start = perf_counter()
    with ProcessPoolExecutor(max_workers=2) as pool:
        years = list(pool.map(run, seeds, days))
    whole = days.count(DAYS)
    return {"bench": "year", "share": share, "whole": whole, **summed(years), "wall_s": round(perf_counter() - start, 1)}


def write_page(seed: int = SHOWN) -> None:
    """Live through a year and write what came of it to docs/simulated-year.md."""
    PAGE.write_text(page(run(seed)), encoding="utf-8")


def page(year: Year) -> str:
    """Write what a year was like, and the report of its first calibration."""
    plants = [f"- **{name}**: `{where}`{_said(year, name)}" for name, where in year.world.plants.items()]
    counts = [f"| {name} | {count} |" for name, count in sorted(year.counts.items())]
    later = Counter(f"- {lesson.text}." for lesson, _ in year.later)
    return "\n".join(
        [
            *("# A simulated year", "", "<!-- Generated by `python -m bench year --report`; not edited by hand. -->", ""),
            *_wrapped(ABOUT.format(seed=year.world.seed)),
            *("", "## What was planted", "", *(plants or ["- nothing"])),
            *("", "## What happened", "", "| | |", "|---|--:|", *counts),
            *("", "## What later calibrations found", "", *(later or ["Nothing that stands above chance."])),
            *("", "## The report after ninety days", "", year.report.replace("\n#", "\n##").replace("# Cal", "### Cal", 1)),
        ]
    )


def _said(year: Year, name: str) -> str:
    how, found = year.world.how.get(name), "found" if year.recalled[name] else "not found"
    return f" ({how}); {found} after ninety days" if how else f"; {found} after ninety days"


def _wrapped(text: str) -> list[str]:
    return wrap(" ".join(text.split()), 128)


def summed(years: Sequence[Year]) -> dict[str, object]:
    """Add years up."""
    known = {name: [each.recalled[name] for each in years if name in each.world.plants] for name in PLANTS}
    rows = [
        {"plant": name, "planted": len(each), "found": sum(each), "recall": _share(sum(each), len(each))}
        for name, each in known.items()
    ]
    every = [why for each in years for _, why in each.found]
    wrong, chances = every.count("false"), sum(each.chances for each in years)
    counts = sum((each.counts for each in years), Counter[str]())
    return {
        "seeds": len(years),
        "rows": rows,
        "recall": _share(sum(map(sum, known.values())), sum(map(len, known.values()))),
        "findings": dict(sorted(Counter(every).items())),
        "false_of_findings": _share(wrong, len(every)),
        "false_of_chances": _share(wrong, chances),
        "false_kinds": dict(Counter(lesson.kind for each in years for lesson, why in each.found if why == "false")),
        "found_again": sum(why in PLANTS for each in years for _, why in each.later),
        "counts": dict(sorted(counts.items())),
        "seconds_a_seed": round(sum(each.seconds for each in years) / len(years), 1),
    }


def _share(hits: int, of: int) -> dict[str, float | int | None]:
    """Give a share with Wilson's interval (1927, JASA 22, 209), 95 %."""
    if not of:
        return {"hits": 0, "of": 0, "share": None, "low": None, "high": None}
    p, z = hits / of, 1.959964
    middle, reach = p + z * z / (2 * of), z * sqrt(p * (1 - p) / of + z * z / (4 * of * of))
    low, high = ((middle - reach) / (1 + z * z / of), (middle + reach) / (1 + z * z / of))
    return {"hits": hits, "of": of, "share": round(p, 4), "low": round(max(low, 0.0), 4), "high": round(min(high, 1.0), 4)}


def run(seed: int, days: int = DAYS) -> Year:
    """Live through the year of a seed."""
    start = perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        year = _Clock(make_world(seed), Path(folder)).live(days)
    year.seconds = perf_counter() - start
    return year


class _Clock:
    """The days of one world, in its own store."""

    def __init__(self, world: World, folder: Path) -> None:
        self.year, self.world = Year(world), world
        self.staff = Staff(world, np.random.default_rng([world.seed, 2]))
        self.store = Store(place(folder, {"VITALFEW_WORKSPACE": "year"}))
        self.observations = Observations(folder).holding()
        self.framework: Framework = world.framework
        self.scorecard = Scorecard(LAUNCHED, (), (), (), ())

    def desk_at(self, at: datetime) -> _Open:
        return _Open(self.store, self.framework, at)

    def live(self, days: int) -> Year:
        first = self.framework.calendar.hours.at(LAUNCHED, time(6))
        with self.desk_at(first) as desk:
            make_revision(desk.transaction, self.world.texts, self.framework, on=None, by="rui", at=first, message="Launch")
        for number in range(days):
            day = LAUNCHED + number * DAY
            if number % 7 == 0:
                self._measure(day)
            if self.framework.calendar.calendar.is_business_day(day):
                self._day(day, is_new=number % 7 == 0, number=number)
        self._count()
        self.store.close()
        return self.year

    def _measure(self, day: date) -> None:
        table = self.world.table(day)
        now = datetime.combine(day, time(6))
        self.observations.record(table, Run(f"{day}", now, day), findings=(), kpis=())
        self.scorecard = judge(self.framework, self.observations.latest(), today=day)

    def _day(self, day: date, *, is_new: bool, number: int) -> None:
        hours = self.framework.calendar.hours
        with self.desk_at(hours.at(day, MORNING)) as desk:
            if self.scorecard.as_of == day or is_new:
                sweep(desk, self.scorecard)
            climb(desk)
            turn_reviews(desk, self.scorecard)
            opened = open_calibrations(desk)
            held = find_matters(desk.transaction, reviews.MACHINE.kind, states=reviews.BEFORE, due=hours.at(day + DAY, time()))
        today = [each for each in map(reviews.review_of, held) if each.on == day]
        today += [each for each in self._locked(day) if each.id not in {one.id for one in today}]
        for review in sorted(today, key=lambda each: each.starts):
            with self.desk_at(review.starts) as desk:
                self.staff.hold(desk, review, self.scorecard)
        with self.desk_at(hours.at(day, EVENING)) as desk:
            self.staff.work(desk)
            actions.remind_actions(desk)
            if ASKED <= number % 91 < ASKED + 6 and day.weekday() == 0:
                self._ask(desk)
        if opened:
            self._calibrate(hours.at(day, time(17)), opened[0].id, opened[0].since)

    def _locked(self, day: date) -> Iterator[reviews.Review]:
        with self.store.reading() as transaction:
            found = find_matters(transaction, reviews.MACHINE.kind, states=reviews.BEFORE)
        return (each for each in map(reviews.review_of, found) if each.on == day)

    def _ask(self, desk: Desk) -> None:
        names = [kpi.title for kpi in desk.framework.strategic_kpis if desk.framework.tier_of(kpi) == 1]
        for person in leaders(desk.framework):
            recall(desk, person, names[: max(len(names) - int(self.staff.random.integers(0, 2)), 1)])

    def _calibrate(self, at: datetime, id_: str, since: date) -> None:
        with self.desk_at(at) as desk:
            look = calibrate(desk, self.observations.latest(), self.scorecard, since=since)
            report = markdown(desk.framework, look)
            hold(desk, id_, look, report)
        explained = [(each, why(self.world, each)) for each in look.lessons]
        if not self.year.report:
            self.year.report, self.year.found, self.year.chances = report, explained, chances(self.framework, look)
        else:
            self.year.later += explained
        self._decide(at, id_)

    def _decide(self, at: datetime, id_: str) -> None:
        """Let the owner of the structure accept what comes with an edit, and everybody who is asked approve it."""
        with self.desk_at(at) as desk:
            for each in lessons(desk, id_):
                mine = Desk(desk.transaction, self.framework, desk.at, "rui")
                if not each.lesson.edits:
                    dismiss(mine, each.id, "It is looked at in the review")
                    continue
                made = proposal(desk, str(accept(mine, each.id).follows).removeprefix("proposal:"))[0]
                for person in made.people:
                    approve(mine.signed(person), made.id)
                merge(mine, made.id, lambda _: [], waived="It was decided in the calibration")
                self.framework = load_texts(files(desk.transaction, _number(desk))).framework
                self.year.counts["proposals merged"] += 1
            close(desk.signed("rui"), id_)

    def _count(self) -> None:
        counts = self.year.counts
        with self.store.reading() as transaction:
            for each in find_matters(transaction, reviews.MACHINE.kind):
                counts[f"reviews {each.state}"] += 1
            for each in find_matters(transaction, escalations.MACHINE.kind):
                counts["escalations opened"] += 1
                counts["escalations climbed"] += each.data["step"] > 0
                counts["escalations over"] += each.state == "resolved"
                counts[f"escalations {each.data['resolution'] or 'alive'}"] += 1
            for each in find_matters(transaction, actions.MACHINE.kind):
                counts[f"actions {each.state}"] += 1
            counts["watches"] += len(find_matters(transaction, "watch"))


class _Open:
    """A desk at a moment, of the clock."""

    def __init__(self, store: Store, framework: Framework, at: datetime) -> None:
        self._writing, self._framework, self._at = store.writing(), framework, at.astimezone(UTC)

    def __enter__(self) -> Desk:
        return Desk(self._writing.__enter__(), self._framework, self._at)

    def __exit__(self, *said: object) -> None:
        self._writing.__exit__(*said)  # type: ignore[arg-type]  # what a with gives


def _number(desk: Desk) -> int:
    found = live(desk.transaction)
    return found.number if found else 0


def why(world: World, lesson: Lesson) -> str:
    """Say what explains a lesson: a plant by its name, what follows from one, a real fall, a fact, or nothing (`false`)."""
    plants, kind, about = world.plants, lesson.kind, lesson.about.id
    unreachable, wolf, phantom = (plants.get(name) for name in PLANTS)
    theirs = {kpi.id for kpi in world.framework.kpis if phantom in kpi.owners}
    explained = {
        "unreachable": kind in TARGET and about == unreachable,
        "cry-wolf": kind == "cry-wolf" and about == wolf,
        "phantom": kind == "phantom" and phantom is not None and lesson.person == phantom,
        # the target of the one that cries wolf was put where half of the values miss it
        "follows": (kind == "absent" and phantom is not None and lesson.person == phantom)
        or (kind == "target-or-process" and about == wolf)
        or (kind == "uninformative" and about in {*theirs, unreachable}),
        "fact": kind in {"gap", "recall", "churn"},
        "real": kind in {"slept", "target-or-process"} and about in world.fallen,
    }
    return next((name for name, holds in explained.items() if holds), "false")


def chances(framework: Framework, look: Calibration) -> int:
    """Count what could have been found."""
    owners = {owner for kpi in framework.current_kpis for owner in kpi.owners}
    invited = sum(len({each.chair, *each.audience} - {None}) for each in framework.cadences)
    single = len(framework.cadences) + len(framework.objectives) + len(leaders(framework)) + 1
    return 4 * look.kpis + len(owners) + invited + single
