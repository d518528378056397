"""Ten scripted pivots against what an expert would do; what still serves is never retired."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from vitalfew.catalog.read import catalogue
from vitalfew.cli.app import app
from vitalfew.demo.organisation import shipped
from vitalfew.draft.event import Event, broke, entered, events
from vitalfew.draft.reconfigure import Reconfiguration, ground, reconfigure
from vitalfew.draft.turned import ENDS, reaches
from vitalfew.insight.lead import Lead
from vitalfew.load.read import contents, load_texts
from vitalfew.model.framework import Framework
from vitalfew.model.kpi import Kpi
from vitalfew.model.outlook import Shift
from vitalfew.model.strategy import Assumption
from vitalfew.model.verdict import Verdict
from vitalfew.text.engine import Engine
from vitalfew.text.lexical import lexical

TODAY = date(2026, 6, 30)
BOOK: dict[str, list[dict[str, Any]]] = yaml.safe_load((Path(__file__).parent / "pivots.yaml").read_text(encoding="utf-8"))
PIVOTS = {each["id"]: each for each in (*BOOK["pivots"], *BOOK["fresh"])}
Of = Callable[[str], tuple[Framework, Reconfiguration]]


def files(pivot: Mapping[str, Any], goals: Mapping[str, str], gone: frozenset[str] = frozenset()) -> dict[str, bytes]:
    """Write the framework of a pivot, with other goals, and without units that are gone."""
    units = dict.fromkeys(pivot.get("units", {}).values())
    own = pivot.get("own", {})
    kpis = {}
    for id_, goal in pivot["kpis"].items():
        kpi = catalogue().entry[id_].kpi("EUR") if id_ not in own else None
        said = (
            kpi.model_dump(mode="json", by_alias=True, include={"name", "definition", "unit", "direction", "timing"})
            if kpi
            else own[id_]
        )
        kpis[id_] = said | {
            "objectives": [goal], "level": "company", "org_unit": pivot.get("units", {}).get(id_, "company"),
            "owner": "ana", "target": {"reach": 10, "by": "2027-12-31"},
        }  # fmt: skip
    said = {
        "organization": {"name": "Example", "industry": pivot["industry"]},
        "levels": [{"id": "company", "tier": 1}, {"id": "team", "tier": 2}],
        "org_units": [
            {"id": "company", "name": "Company", "level": "company"},
            *({"id": unit, "name": unit.title(), "level": "company", "parent": "company"} for unit in units if unit not in gone),
        ],
        "people": [{"id": "ana", "name": "Ana Example"}],
        "objectives": [{"id": id_, "statement": text} for id_, text in goals.items()],
        "kpis": [{"id": id_, **fields} for id_, fields in kpis.items()],
        "cadences": [{"id": "weekly", "name": "Weekly", "rhythm": "weekly", "tiers": [1]}],
    }
    return {"framework/all.yaml": yaml.safe_dump(said, sort_keys=False).encode()}


def event_of(pivot: Mapping[str, Any]) -> tuple[Framework, dict[str, bytes], Event]:
    said = pivot["event"]
    before = files(pivot, pivot["goals"])
    was = load_texts(before).framework
    if "assume" in said:
        event = entered(was, said["assume"], said["affects"])
        if said.get("broken"):
            text = before["framework/all.yaml"].decode()
            held = yaml.safe_dump({"assumptions": [{"id": "told", "text": said["assume"], "affects": said["affects"]}]})
            before = {"framework/all.yaml": (text + held).encode()}
            now = load_texts(before).framework
            event = broke(now, now.assumptions[0])
        return was, before, event
    goals = {id_: text for id_, text in (pivot["goals"] | said.get("goals", {})).items() if text}
    after = files(pivot, goals, frozenset(said.get("merge", {})))
    (event,) = events(load_texts(after).framework, before=was)
    return was, after, event


@pytest.fixture(scope="module")
def of(engine: Engine) -> Of:
    @cache
    def made(id_: str) -> tuple[Framework, Reconfiguration]:
        was, texts, event = event_of(PIVOTS[id_])
        return was, reconfigure(ground(texts, today=TODAY, engine=engine), event)

    return made


def judged(id_: str, of: Of) -> dict[str, bool]:
    """Give each expectation of an expert, and whether it is met."""
    _, found = of(id_)
    expect = PIVOTS[id_]["expect"]
    ended = {each.ref.id for each in found.changes if each.kind in ENDS}
    moved = {each.ref.id for each in found.changes if each.kind == "re-level"}
    new = {step.ref.id for each in found.changes for step in each.steps if step.how == "new" and step.ref.kind == "kpi"}
    opened = {each.ref.id for each in found.reopened}
    told = {f"ends {kpi}": kpi in ended for kpi in expect.get("ends", [])}
    told |= {f"stays {kpi}": kpi not in ended | moved for kpi in expect.get("stays", [])}
    told |= {f"re-level {kpi}": kpi in moved for kpi in expect.get("relevel", [])}
    told |= {f"re-target {kpi}": kpi in opened for kpi in expect.get("retarget", [])}
    if "adds" in expect:
        told[f"adds one of the list, of {sorted(new)}"] = bool(new & set(expect["adds"]))
    return told


@pytest.mark.parametrize("id_", PIVOTS)
def test_a_pivot_gives_what_an_expert_expects(id_: str, of: Of) -> None:
    missed = [what for what, is_met in judged(id_, of).items() if not is_met]
    assert missed == []


@pytest.mark.parametrize("id_", PIVOTS)
def test_nothing_ends_that_still_serves(id_: str, of: Of) -> None:
    was, found = of(id_)
    turned = {turn.objective for turn in found.event.turns}
    for change in found.changes:
        if change.kind in ENDS and not found.event.merged:
            assert reaches(was, was.kpi[change.ref.id]) <= turned


@pytest.mark.parametrize("id_", PIVOTS)
def test_what_is_proposed_can_be_read_and_touches_whom_it_says(id_: str, of: Of) -> None:
    _, found = of(id_)
    loaded = load_texts(found.texts)
    assert loaded.whole
    assert not [each for each in found.new if each.severity == "error" and each.rule.startswith("un")]
    for each in found.touched:
        assert each.owners == ("ana",)
        assert each.reviews == ("weekly",)
    for change in found.changes:
        if change.kind == "replace":
            heir = next(step.ref.id for step in change.steps if step.how == "new")
            assert loaded.framework.kpi[heir].replaces == change.ref.id
            assert loaded.framework.kpi[change.ref.id].lifecycle == "retired"


def held(kpi: Kpi, /, **said: object) -> Framework:
    return Framework(kpis=(kpi, Kpi(id="sales", unit="EUR")), assumptions=(Assumption.model_validate(said),) if said else ())


def seen(kpi: Kpi, **said: Any) -> dict[str, Verdict]:
    values: dict[str, Any] = dict.fromkeys(Verdict.__dataclass_fields__) | {"ref": kpi.ref, "recent": ()} | said
    return {kpi.id: Verdict(**values)}


def test_a_broken_assumption_is_an_event_and_one_that_holds_is_none() -> None:
    kpi = Kpi(id="rate")
    framework = held(kpi, id="low", text="Rates stay low", kpi="rate", breaks_when={"above": 3}, affects=[])
    assert [each.id for each in events(framework, verdicts=seen(kpi, value=3.5))] == ["assumption:low"]
    assert events(framework, verdicts=seen(kpi, value=3.0)) == ()
    assert events(framework, verdicts=seen(kpi, value=None)) == ()


def test_a_target_to_reach_is_an_event_when_it_is_kept_for_three_periods() -> None:
    kpi = Kpi.model_validate({"id": "rate", "target": {"reach": 10, "by": "2027-12-31"}})
    kept = {"target": 10.0, "recent": (9.0, 10.0, 11.0, 10.0)}
    assert [each.id for each in events(held(kpi), verdicts=seen(kpi, **kept))] == ["target:rate"]
    assert events(held(kpi), verdicts=seen(kpi, target=10.0, recent=(10.0, 11.0, 9.0))) == ()
    kept_at = Kpi.model_validate({"id": "rate", "target": {"at_least": 10}})
    assert events(held(kept_at), verdicts=seen(kept_at, **kept)) == ()


def test_a_level_that_moved_after_the_baseline_is_an_event_until_it_is_declared() -> None:
    shift = Shift(date(2026, 3, 1), 1.0, 2.0, better=True, p=0.001, periods=30)
    kpi = Kpi(id="rate")
    (event,) = events(held(kpi), verdicts=seen(kpi, shift=shift))
    texts = {"framework/all.yaml": b"kpis:\n  - id: rate  # kept\n    name: Rate\n"}
    found = reconfigure(ground(texts, today=TODAY, engine=lexical(None)), event)
    (made,) = load_texts(found.texts).framework.kpis
    assert made.signals.segments == (date(2026, 3, 1),)
    assert b"# kept" in found.texts["framework/all.yaml"]
    assert events(held(made), verdicts=seen(made, shift=shift)) == ()


def test_no_change_leads_to_what_another_one_ends(engine: Engine) -> None:
    texts = {name: content for name, content in shipped() if name.startswith("framework/")}
    before = load_texts(texts).framework
    old, new = b"Gross margin stays at 61 % or more while wholesale grows", b"Customers cut their emissions with us"
    turned = {name: content.replace(old, new) for name, content in texts.items()}
    (event,) = events(load_texts(turned).framework, before=before)
    found = reconfigure(on := ground(turned, today=TODAY, engine=engine), event)
    kinds = {each.ref.id: each.kind for each in found.changes}
    assert kinds["gross-margin"] == "metric"  # guards and formulas still need it
    assert kinds["wholesale-margin"] == "replace"
    after = load_texts(found.texts).framework
    gone = {kpi.id for kpi in after.kpis if kpi.lifecycle == "retired"}
    assert not [each.message for each in found.new if each.code == "ALN013"]
    assert after.objective["protect-margin"].headline not in gone
    without = reconfigure(on, event, without=[each.id for each in found.changes])
    assert (without.edit, without.changes) == ("", ())


def test_a_law_is_entered_shown_and_written_as_typed(tmp_path: Path) -> None:
    (tmp_path / "framework").mkdir()
    path = tmp_path / "framework" / "all.yaml"
    path.write_bytes(files(PIVOTS["regulation"], PIVOTS["regulation"]["goals"])["framework/all.yaml"])
    was = path.read_bytes()
    typed = ["-C", str(tmp_path), "--format", "json", "reconfigure", "--assume", PIVOTS["regulation"]["event"]["assume"]]
    assert CliRunner().invoke(app, [*typed, "--affects", "objective:nothing"]).exit_code == 2
    shown = CliRunner().invoke(app, [*typed, "--affects", "objective:trust"])
    (told,) = json.loads(shown.stdout)["events"]
    assert (told["event"]["kind"], path.read_bytes()) == ("entered", was)
    page = (Path(__file__).parents[2] / "docs" / "reconfiguration.md").read_text(encoding="utf-8")
    rows = page.partition("## As JSON")[2].partition("\n## ")[0].splitlines()
    assert {name for row in rows if row.startswith("| `") for name in re.findall(r"`(\w+)`", row.split("|")[1])} == told.keys()
    german = CliRunner().invoke(app, [*typed[:2], *typed[4:], "--affects", "objective:trust", "--language", "de"])
    assert "Menschen überlassen: `kpi:customer-retention-rate`, ihr Zielwert wurde gesetzt" in german.stdout
    done = CliRunner().invoke(app, [*typed, "--affects", "objective:trust", "--yes"])
    assert json.loads(done.stdout)["applied"] is True
    now = load_texts(contents(tmp_path)[0]).framework
    assert [each.affects for each in now.assumptions] == [("trust",)]
    assert {"data-request-on-time", "data-breach-notice-on-time"} <= now.kpi.keys()
    assert now.kpi["data-request-on-time"].lifecycle == "draft"


def test_a_leader_that_stopped_leading_loses_its_effect_and_another_is_named(engine: Engine) -> None:
    texts = files(PIVOTS["self-service"], PIVOTS["self-service"]["goals"])
    said = yaml.safe_load(texts["framework/all.yaml"])
    said["kpis"][1]["drives"] = ["customer-satisfaction"]
    said["kpis"].append({"id": "customer-satisfaction", "name": "Customer satisfaction", "unit": "%", "objectives": ["calls"]})
    texts = {"framework/all.yaml": yaml.safe_dump(said, sort_keys=False).encode()}
    estimate: Any = None
    lead = Lead("time-to-first-answer", "customer-satisfaction", 0, "month", "stopped", "the newest third shows none", estimate)
    (event,) = events(load_texts(texts).framework, leads=(lead,))
    found = reconfigure(ground(texts, today=TODAY, engine=engine), event)
    kpis = load_texts(found.texts).framework.kpi
    assert [each.kind for each in found.changes] == ["unlink", "add"]
    assert kpis["time-to-first-answer"].drives == ()
    (new,) = kpis.keys() - load_texts(texts).framework.kpi.keys()
    assert kpis[new].timing == "leading"
    assert "customer-satisfaction" in {each.kpi for each in kpis[new].drives}
