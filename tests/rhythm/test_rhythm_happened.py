"""Each kind of event from measured data to the live revision, and what becomes of the values that were there (FUT-3, AUD-8)."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from vitalfew import Workspace
from vitalfew.draft.event import Event
from vitalfew.draft.reconfigure import Reconfiguration, ground, reconfigure
from vitalfew.insight.lead import leads
from vitalfew.load.read import contents
from vitalfew.rhythm.happened import happened
from vitalfew.web.pages.reconfiguration import asked
from vitalfew.web.visit import Held

TODAY, WEEKS = date(2026, 6, 30), 208
FILE = """\
organization: {name: Mill, industry: manufacturing}
calendar: {timezone: UTC, currency: EUR}
levels: [{id: company, tier: 1}]
people: [{id: ana, name: Ana}, {id: ben, name: Ben}]
objectives:
  - {id: volume, statement: We produce more units every day than anybody else}
  - {id: people, statement: Good people stay with us}
assumptions: [{id: low, text: Interest rates stay low, kpi: rate, breaks_when: {above: 3}, affects: [volume]}]
cadences: [{id: weekly, name: Weekly, rhythm: weekly on monday 09:00, tiers: [1], chair: ana, audience: [ana, ben]}]
sources: [{id: mill, kind: files, path: data/weeks.csv}]
measures:
MEASURES
kpis:
  - {id: rate, name: Interest rate, formula: rate, objectives: [people], direction: down, kind: metric, ALL}
  - {id: inquiries, name: Inquiries, formula: inquiries, objectives: [volume], direction: up, timing: leading, ALL,
     drives: [{kpi: units-per-day, effect: 1, after: {weeks: 2}}]}
  - {id: units-per-day, name: Units produced per day, formula: units, objectives: [volume], direction: up, timing: lagging, ALL,
     target: {reach: 900, by: 2027-12-31}}
  - {id: regretted-turnover, name: Regretted turnover, formula: turnover, objectives: [people], direction: down, ALL}
  - {id: yield, name: Yield, formula: yields, objectives: [volume], direction: up, ALL,
     target: {reach: 90, stretch: 99, by: 2027-12-31}}
  - {id: scrap, name: Scrap, formula: scrap, objectives: [volume], direction: down, ALL, target: {reach: 1, by: 2027-12-31}}
"""
NAMES = ("rate", "inquiries", "units", "turnover", "yields", "scrap")
ALL = "unit: points, every: week, over_time: mean, level: company, owner: ana, review: weekly"


def series() -> dict[str, npt.NDArray[np.float64]]:
    """Draw the six series: what leads does so for two thirds of the time alone, scrap moves to another level."""
    random = np.random.default_rng(7)
    led = np.cumsum(random.normal(size=WEEKS + 2))
    moves = np.diff(led, prepend=led[0])[2:]
    follows = np.where(np.arange(WEEKS) < WEEKS * 0.64, np.diff(led, prepend=led[0])[:-2], random.normal(size=WEEKS))
    units = np.cumsum(follows + 0.3 * random.normal(size=WEEKS)) + 500
    return {
        "rate": np.where(np.arange(WEEKS) < WEEKS - 4, 2.0, 3.5) + 0.01 * random.normal(size=WEEKS),
        "inquiries": np.cumsum(moves) + 100,
        "units": units,
        "turnover": 5 + random.normal(size=WEEKS),
        "yields": 92 + 0.2 * random.normal(size=WEEKS),
        "scrap": np.where(np.arange(WEEKS) < WEEKS - 12, 8.0, 12.0) + 0.5 * random.normal(size=WEEKS),
    }


@pytest.fixture(scope="module")
def mill(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The mill as it was before anything happened to its strategy: measured, and live."""
    root = tmp_path_factory.mktemp("mill")
    (root / "framework").mkdir()
    (root / "data").mkdir()
    measures = "".join(f"  - {{id: {name}, source: mill, date: day, value: avg({name})}}\n" for name in NAMES)
    (root / "framework" / "main.yaml").write_text(FILE.replace("MEASURES\n", measures).replace("ALL", ALL), encoding="utf-8")
    columns, first = series(), date(2022, 7, 4)
    rows = [
        ",".join([str(first + timedelta(weeks=week)), *(f"{columns[name][week]:.4f}" for name in NAMES)]) for week in range(WEEKS)
    ]
    (root / "data" / "weeks.csv").write_text("\n".join([",".join(["day", *NAMES]), *rows]), encoding="utf-8")
    workspace = Workspace.open(root, as_of=TODAY)
    workspace.measure()
    with workspace.writing(by="vitalfew"):
        pass
    workspace.store.close()
    return Workspace.open(root, as_of=TODAY)


@pytest.fixture
def own(mill: Workspace, tmp_path: Path) -> Workspace:
    """A copy that a test may change."""
    shutil.copytree(mill.root, tmp_path / "own")
    return Workspace.open(tmp_path / "own", as_of=TODAY)


def seen(workspace: Workspace) -> dict[str, Event]:
    """Give what has happened, by id."""
    latest = workspace.observations.latest()
    verdicts = {each.ref.id: each for each in workspace.status().verdicts}
    framework = workspace.framework
    found = happened(workspace.store, framework, verdicts=verdicts, leads=leads(framework, latest))
    return {each.id: each for each in found}


def tried(workspace: Workspace, event: Event) -> Reconfiguration:
    return reconfigure(ground(contents(workspace.root)[0], today=TODAY), event)


def adopt(workspace: Workspace, texts: dict[str, bytes]) -> Workspace:
    """Write the files, make them the live revision, and give the workspace as it is then."""
    for path, content in texts.items():
        (workspace.root / path).write_bytes(content)
    now = Workspace.open(workspace.root, as_of=TODAY)
    now.apply(now.plan(), by="ana", message="What happened asks for it", waived="it is a test")
    return Workspace.open(workspace.root, as_of=TODAY)


def test_each_kind_of_event_is_found_in_what_was_measured(mill: Workspace) -> None:
    found = seen(mill)
    assert {*found} == {"assumption:low", "lead:inquiries:units-per-day", "regime:rate", "target:yield", "regime:scrap"}
    assert found["regime:scrap"].fields == {"since": date(2026, 4, 6)}


def test_what_is_adopted_is_an_event_no_more_and_old_values_stay(own: Workspace) -> None:
    """FUT-3: from the event to the revision to the status."""
    was = own.observations.latest()
    for id_ in ("lead:inquiries:units-per-day", "target:yield", "regime:scrap"):
        own = adopt(own, dict(tried(own, seen(own)[id_]).texts))
    assert {*seen(own)} == {"assumption:low", "regime:rate"}
    kpis = own.framework.kpi
    assert kpis["yield"].target is not None
    assert (kpis["yield"].target.reach, kpis["yield"].target.stretch) == (99, None)
    assert kpis["scrap"].signals.segments == (date(2026, 4, 6),)
    assert kpis["inquiries"].drives == ()
    assert own.observations.latest().equals(was)


def test_a_turn_of_the_strategy_is_an_event_until_what_it_asks_for_is_done(own: Workspace) -> None:
    path = own.root / "framework" / "main.yaml"
    old, new = (
        b"We produce more units every day than anybody else",
        b"Customers pay premium prices for products of the best quality",
    )
    turned = adopt(own, {"framework/main.yaml": path.read_bytes().replace(old, new)})
    was = turned.observations.latest()
    event = seen(turned)["strategy:main"]
    made = tried(turned, event)
    (change,) = (each for each in made.changes if each.ref.id == "units-per-day" and each.kind == "replace")
    assert "regretted-turnover" not in {each.ref.id for each in made.changes}
    (touched,) = (each for each in made.touched if each.kpi == "units-per-day")
    assert f"`{change.target}` names it under `replaces`" in touched.history
    now = adopt(turned, dict(made.texts))
    heir = now.framework.kpi[change.target]
    assert (heir.replaces, heir.since, heir.lifecycle) == ("units-per-day", TODAY, "draft")
    assert now.framework.kpi["units-per-day"].lifecycle == "retired"
    assert "units-per-day" not in {each.ref.id for each in now.status().verdicts}
    assert now.observations.latest().equals(was)
    again = tried(now, seen(now)["strategy:main"])
    assert (again.changes, again.edit) == ((), "")


def test_private_figures_tell_whoever_may_not_see_them_of_no_event(own: Workspace) -> None:
    path = own.root / "framework" / "main.yaml"
    path.write_text(path.read_text("utf-8").replace("name: Scrap,", "name: Scrap, visibility: line,"), encoding="utf-8")
    private = Workspace.open(own.root, as_of=TODAY)
    private.apply(private.plan(), by="ana", message="Scrap is nobody else's business", waived="it is a test")
    seen_by = {
        person: {each.id for each in asked(Held(Workspace.open(own.root, as_of=TODAY, viewer=person)).visit({}))}
        for person in ("ana", "ben")
    }
    assert seen_by["ana"] - seen_by["ben"] == {"regime:scrap"}
    assert "regime:rate" in seen_by["ben"]
