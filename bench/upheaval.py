"""What is going on in an organisation at its busiest: somebody measures, proposes, approves, reviews, escalates and is told.

Each step is taken as the program takes it. What was done is noted down after it is committed, in a file of the process's own,
so that whoever looks later knows what must be there. Refused and overtaken steps are no fault: others were first.
"""

from __future__ import annotations

import json
import os
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pyarrow as pa

from bench.frameworks import observations
from vitalfew.base.errors import Overtaken, Refused
from vitalfew.base.ref import Ref
from vitalfew.load.amend import Amendment
from vitalfew.load.read import load_texts
from vitalfew.model.framework import Framework
from vitalfew.model.verdict import Change, Changes, Fired, Judged, Scorecard, Trend, Verdict
from vitalfew.rhythm.channel import ways
from vitalfew.rhythm.climb import climb
from vitalfew.rhythm.desk import CLOCKWORK, Desk
from vitalfew.rhythm.escalations import acknowledge, attach, escalations, resolve
from vitalfew.rhythm.merging import merge
from vitalfew.rhythm.post import post
from vitalfew.rhythm.proposals import approve, proposals, propose_edits
from vitalfew.rhythm.reviews import plan_reviews, reviews
from vitalfew.rhythm.session import act, close_review, decide, note, start_review
from vitalfew.rhythm.sweep import sweep
from vitalfew.store.change import SCHEMA, Run
from vitalfew.store.database import Place, Store
from vitalfew.store.observations import Observations
from vitalfew.store.observed_rows import Rows
from vitalfew.store.revisions import files, live

KPIS = 6
BEGIN = datetime(2026, 7, 6, 7, tzinfo=UTC)
DAY = timedelta(days=1)
HOOKED = ("rui",)
TEXT = """\
calendar: {timezone: UTC}
preset: executive
levels: [{id: company, tier: 1}, {id: department, tier: 2}]
people:
  - {id: rui, name: Rui, email: rui@bench.example}
  - {id: ana, name: Ana, email: ana@bench.example}
  - {id: eva, name: Eva, email: eva@bench.example}
org_units: [{id: all, level: company, head: rui}]
ladders: [{id: default, steps: [{to: owner, within: 4 hours}, {to: reviewer, within: 1 day}, {to: rui}]}]
cadences: [{id: daily, rhythm: daily 08:00, tiers: [1], minutes: 15, chair: rui, audience: [rui, ana]}]
governance: {structure_owner: rui, approvals: {target: [reviewer]}}
kpis:
"""
KPI = "  - {{id: kpi-{0}, level: company, org_unit: all, direction: up, target: {{at_least: {0}}}, owner: ana, reviewer: eva}}\n"
FRAMEWORK_FILES = {"framework/main.yaml": (TEXT + "".join(KPI.format(each) for each in range(KPIS))).encode()}
STILL = Change(0.0)


@dataclass(frozen=True)
class Scene:
    """Where it happens: the database, the folder, how people are reached, where it is noted, the day, and chance."""

    place: Place
    folder: Path
    environ: dict[str, str]
    noted: Path
    day: int
    seed: int


class Load:
    """One process that does one thing after the other until it is killed."""

    def __init__(self, scene: Scene) -> None:
        self.store = Store(scene.place)
        self.chance = random.Random(scene.seed)
        self.scene, self.turn = scene, 0
        self.ways = ways(scene.environ)
        self.frameworks: dict[int, Framework] = {}
        self.pen = os.open(scene.noted, os.O_CREAT | os.O_APPEND | os.O_WRONLY)

    def run(self) -> None:
        """Go on and on."""
        steps: tuple[Callable[[], object], ...] = (
            self.measure,
            self.change,
            self.review,
            self.escalate,
            self.escalate,
            self.send,
        )
        while True:
            self.turn += 1
            try:
                self.chance.choice(steps)()
            except (Refused, Overtaken):
                continue

    def clock(self) -> datetime:
        """Give the moment: a day per round, some seconds per step."""
        return BEGIN + self.scene.day * DAY + timedelta(seconds=self.turn)

    @contextmanager
    def desk(self, by: str) -> Iterator[Desk]:
        """Take a step with the live framework."""
        with self.store.writing() as transaction:
            present = live(transaction)
            if present is not None and present.number not in self.frameworks:
                self.frameworks[present.number] = load_texts(files(transaction, present.number)).framework
            yield Desk(transaction, self.frameworks[present.number if present else 0], self.clock(), by)

    def reading(self, *, by: str = "") -> object:
        """Look, as the post does."""
        return self.desk(by)

    def writing(self, *, by: str) -> object:
        """Write, as the post does."""
        return self.desk(by)

    def note(self, **done: object) -> None:
        """Write down what is committed."""
        os.write(self.pen, (json.dumps(done) + "\n").encode())

    def measure(self) -> None:
        """Record a run in which every value is another one."""
        name = f"run-{self.scene.day}-{self.scene.seed}-{self.turn}"
        run = Run(name, self.clock().replace(tzinfo=None), date(2026, 6, 30))
        kept = kept_observations(self.store, self.scene.folder)
        table = observations(KPIS, 8)
        value = pa.array([self.chance.uniform(50, 90) for _ in range(table.num_rows)])
        table = table.set_column(table.schema.get_field_index("value"), "value", value)
        for field, said in (("run", name), ("recorded_at", run.recorded_at)):
            at = table.schema.get_field_index(field)
            table = table.set_column(at, field, pa.array([said] * table.num_rows, SCHEMA.field(field).type))
        done = kept.record(table, run, findings=(), kpis=())
        self.note(run=name, rows=done.recorded.new)

    def change(self) -> None:
        """Propose another target; what waits is approved and merged."""
        with self.desk("ana") as desk:
            made = propose_edits(
                desk, [Amendment(Ref("kpi", f"kpi-{self.turn % KPIS}"), "target.at_least", self.turn)], title="More"
            )
        self.note(matter=f"proposal:{made.id}", version=made.version)
        for person in ("eva", "rui"):
            with self.desk(person) as desk:
                mine = proposals(desk, person=person)[:1]
                done = [approve(desk, each.id) for each in mine]
            for each in done:
                self.note(matter=f"proposal:{each.id}", version=each.version)
        with self.desk("ana") as desk:
            ready = next((each for each in proposals(desk) if each.state == "approved"), None)
            merged = merge(desk, ready.id, lambda _: []) if ready else None
        if merged is not None:
            self.note(matter=f"proposal:{merged.proposal.id}", version=merged.proposal.version)
            self.note(revision=merged.revision.number, digest=merged.revision.digest)

    def review(self) -> None:
        """Hold the review of the day, up to its end."""
        with self.desk(CLOCKWORK) as desk:
            plan_reviews(desk)
        with self.desk("rui") as desk:
            today = next((each for each in reviews(desk) if desk.hours.day(each.starts) == desk.today), None)
            if today is None:  # a holiday
                return
            if today.state in {"planned", "open", "locked"}:
                today = start_review(desk, today.id, card(desk.framework, self.chance))
        self.note(matter=f"review:{today.id}", version=today.version)
        with self.desk("rui") as desk:
            said = note(desk, today.id, "It rained")
            chosen = decide(desk, today.id, "Open later")
            promised = act(desk, today.id, "Call them", owner="eva", due=desk.today + DAY * 3)
        for kind, each in (("note", said), ("decision", chosen), ("action", promised)):
            self.note(matter=f"{kind}:{each.id}", version=1)
        if self.chance.random() < 0.5:
            with self.desk("rui") as desk:
                closed = close_review(desk, today.id)
            self.note(matter=f"review:{closed.id}", version=closed.version)

    def escalate(self) -> None:
        """Judge anew, let ladders climb, answer one escalation, end another."""
        with self.desk(CLOCKWORK) as desk:
            found = sweep(desk, card(desk.framework, self.chance))
            climb(desk)
        for id_ in found.opened:
            self.note(matter=f"escalation:{id_}", version=1)
        with self.desk("ana") as desk:
            going = next(iter(escalations(desk, states=("open",))), None)
            seen = acknowledge(desk, going.id) if going else None
            made = attach(desk, seen.id, text="See to it", owner="eva", due=desk.today + DAY) if seen else None
        if seen is not None and made is not None:
            self.note(matter=f"escalation:{seen.id}", version=seen.version)
            self.note(matter=f"action:{made.id}", version=1)
        with self.desk("eva") as desk:
            known = next(iter(escalations(desk, states=("acknowledged", "recovered"))), None)
            ended = resolve(desk, known.id, reason="It was the rain") if known and self.chance.random() < 0.4 else None
        if ended is not None:
            self.note(matter=f"escalation:{ended.id}", version=ended.version)

    def send(self) -> None:
        """Send what lies in the outbox."""
        post(self, self.clock, self.ways, holder=f"{self.scene.seed}")  # type: ignore[arg-type]  # all that the post needs of rooms


def kept_observations(store: Store, folder: Path) -> Observations:
    """Give the observations where the decisions are: in the folder beside a file, in the database of a server."""
    is_file = store.place.url.get_backend_name() == "sqlite"
    return Observations(folder, None if is_file else Rows(store))


def card(framework: Framework, chance: random.Random) -> Scorecard:
    """Judge the KPIs by chance: some are red, and something about them escalates."""
    return Scorecard(date(2026, 7, 6), tuple(_verdict(framework, f"kpi-{each}", chance) for each in range(KPIS)), (), (), ())


def _verdict(framework: Framework, kpi: str, chance: random.Random) -> Verdict:
    is_red = chance.random() < 0.4
    fired = (Fired("missed", "target missed", 1, date(2026, 6, 1), "escalation"),) if is_red else ()
    found = framework.kpi[kpi]
    judged = Judged("month", date(2026, 6, 1), date(2026, 7, 1), complete=True, label="2026-06")
    return replace(
        _EMPTY,
        ref=found.ref,
        name=found.title,
        owner="ana",
        tier=1,
        period=judged,
        value=chance.uniform(0, 9),
        status="red" if is_red else "green",
        triggers=fired,
    )


_EMPTY = Verdict(
    ref=Ref("kpi", "none"),
    name="",
    lifecycle="live",
    level="company",
    tier=1,
    org_unit="all",
    unit=None,
    decimals=None,
    direction="up",
    owner=None,
    objective=None,
    perspective=None,
    period=None,
    value=None,
    missing=None,
    status=None,
    state="ok",
    last_status=None,
    score=None,
    target_now=5.0,
    target=5.0,
    threshold=None,
    progress=None,
    pace=None,
    change=Changes(STILL, STILL, STILL, STILL),
    trend=Trend("unknown", better=None, p=None, slope=None, periods=0),
    recent=(),
    to_date=None,
    reasons=(),
)
