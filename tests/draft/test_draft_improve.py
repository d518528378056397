"""Improving what is there: the fewest and lightest changes, seen by the audit itself, and nothing made up."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from itertools import combinations
from pathlib import Path
from random import Random
from typing import get_args

import pytest

from vitalfew.base.errors import Refused, UnknownName
from vitalfew.base.finding import Finding
from vitalfew.base.ref import Ref
from vitalfew.demo.organisation import README, shipped
from vitalfew.demo.starter import write_starter
from vitalfew.draft.changes import Change, Step, changed, written
from vitalfew.draft.improve import Improvement, by_severity, improve
from vitalfew.draft.remedies import remedies
from vitalfew.draft.scene import Likeness, Scene
from vitalfew.load.read import Loaded, contents, load_texts
from vitalfew.model.framework import Framework
from vitalfew.model.preset import PresetName
from vitalfew.rules.engine import check
from vitalfew.text.lexical import lexical
from vitalfew.workspace import audit

TODAY = date(2026, 6, 30)
PRESETS: tuple[PresetName, ...] = get_args(PresetName)
ENGINE = lexical(None)

Texts = Mapping[str, bytes]


def audited(loaded: Loaded) -> list[Finding]:
    return audit(loaded, today=TODAY)


def improved(
    texts: Texts, *, keep: tuple[str, ...] = (), only: tuple[str, ...] = (), without: tuple[str, ...] = ()
) -> Improvement:
    return improve(texts, today=TODAY, audit=audited, engine=ENGINE, keep=keep, only=only, without=without)


@cache
def meridian() -> Texts:
    return {name: content for name, content in shipped() if name != README}


@cache
def plan() -> Improvement:
    return improved(meridian())


@pytest.fixture(scope="session")
def starters(tmp_path_factory: pytest.TempPathFactory) -> dict[PresetName, Texts]:
    found: dict[PresetName, Texts] = {}
    for preset in PRESETS:
        folder: Path = tmp_path_factory.mktemp("starter") / preset
        write_starter(folder, preset, today=TODAY)
        found[preset] = contents(folder)[0]
    return found


def broken(framework: Framework, random: Random) -> list[Step]:
    """Break a framework in one to four places at random: lines cut, fields taken out, KPIs retired."""
    steps = [
        Step("drop", kpi.ref, field, link.id)
        for kpi in framework.strategic_kpis
        for field in ("objectives", "contributes_to")
        for link in getattr(kpi, field)
    ]
    fields = ("timing", "direction", "review", "escalate", "level")
    steps += [Step("set", kpi.ref, name, None) for kpi in framework.strategic_kpis for name in fields if getattr(kpi, name)]
    steps += [Step("set", kpi.ref, "lifecycle", "retired") for kpi in framework.strategic_kpis]
    steps += [Step("drop", each.ref, "drives", link.id) for each in framework.objectives for link in each.drives]
    return random.sample(steps, random.choice((1, 2, 3, 4)))


def test_of_the_demos_planted_flaws_each_is_cleared_or_left_to_people() -> None:
    cleared = {finding.code for each in plan().proposed for finding in each.clears}
    left = {each.finding.code for each in plan().decisions if each.finding.severity != "info"}
    assert cleared == {"ALN001", "ALN002", "ALN003", "TGT006"}
    assert left == {"STR001", "TGT003", "OWN002", "OWN003", "CAD004", "INI006", "ALN009"}
    assert cleared | left == {finding.code for finding in plan().before}


def test_a_plan_claims_what_the_audit_says_of_the_changed_files_and_no_more() -> None:
    assert list(plan().after) == audited(load_texts(plan().texts))
    assert not any(finding in plan().after for each in plan().proposed for finding in each.clears)


def test_nobody_and_no_number_is_made_up() -> None:
    before, after = load_texts(meridian()).framework, load_texts(plan().texts).framework
    new = [kpi for kpi in after.kpis if kpi.id not in before.kpi]
    assert new
    assert all(kpi.lifecycle == "draft" for kpi in new)
    assert all((kpi.owner, kpi.baseline, kpi.target, kpi.threshold) == (None, None, None, None) for kpi in new)
    assert {kpi.id: kpi.owners for kpi in before.kpis} == {kpi.id: after.kpi[kpi.id].owners for kpi in before.kpis}
    assert all(after.kpi[kpi.id].target == kpi.target for kpi in before.kpis if kpi.id != "cupping-score")
    assert {finding.code for finding in (each.finding for each in plan().decisions) if finding.ref == new[0].ref} >= {
        "OWN001",
        "TGT001",
    }


def test_each_change_says_what_it_clears_why_and_its_edit() -> None:
    for each in plan().proposed:
        assert each.clears
        assert each.change.what
        assert each.change.reason
        assert each.edit.startswith("--- a/framework/")


def test_comments_stay() -> None:
    for path, content in meridian().items():
        kept = [line for line in content.splitlines() if line.lstrip().startswith(b"#")]
        assert [line for line in plan().texts[path].splitlines() if line.lstrip().startswith(b"#")] == kept


def test_the_same_files_give_the_same_plan() -> None:
    assert improved(meridian()).as_json() == plan().as_json()


@pytest.mark.parametrize("preset", PRESETS)
def test_what_was_broken_is_mended_by_no_more_changes(preset: PresetName, starters: dict[PresetName, Texts]) -> None:
    """Mutants of a clean starter: no error and no warning is left, by at most as many changes as there were breaks."""
    framework = load_texts(starters[preset]).framework
    for seed in range(5):
        steps = broken(framework, Random(seed))  # noqa: S311  # breaks at random, from a seed
        found = improved(written(starters[preset], framework, steps))
        left = [finding for finding in found.after if finding.severity != "info"]
        assert not left, (seed, steps)
        assert len(found.changes) <= len(steps), (seed, steps)


@pytest.mark.parametrize("seed", [1, 3, 8])
def test_no_lighter_set_would_do(seed: int, starters: dict[PresetName, Texts]) -> None:
    """By brute force: every set of up to two changes that are lighter together leaves more."""
    framework = load_texts(starters["small-business"]).framework
    texts = written(starters["small-business"], framework, broken(framework, Random(seed))[:2])  # noqa: S311  # as above
    found, start = improved(texts), load_texts(texts).framework
    scene = Scene(start, Likeness(ENGINE))
    pool: dict[str, Change] = {}
    for finding in check(start, today=TODAY):
        for change in remedies(scene, finding) if finding.severity != "info" else ():
            pool[change.id] = change
    most, left = sum(change.cost for change in found.changes), sum(each.severity != "info" for each in found.after)
    assert found.changes
    for size in range(3):
        for chosen in combinations(pool.values(), size):
            if sum(change.cost for change in chosen) < most:
                after = check(changed(start, [step for change in chosen for step in change.steps]), today=TODAY)
                assert sum(each.severity != "info" for each in after) > left, [change.id for change in chosen]


def test_what_is_pinned_stays_as_it_is() -> None:
    found = improved(meridian(), keep=("app-downloads", "energy-per-kilo"))
    after = load_texts(found.texts).framework
    assert after.kpi["app-downloads"].lifecycle == "live"
    assert after.kpi["energy-per-kilo"].kind == "kpi"
    assert "ALN002" in {each.finding.code for each in found.decisions}


def test_what_is_silenced_is_left_alone() -> None:
    path = "framework/kpis-roastery.yaml"
    mark = b"  - id: energy-per-kilo  # vitalfew: allow orphan-kpi - the regulator asks for it"
    texts = {**meridian(), path: meridian()[path].replace(b"  - id: energy-per-kilo", mark)}
    assert Ref("kpi", "energy-per-kilo") not in {change.ref for change in improved(texts).changes}


def test_what_is_left_out_is_cleared_another_way() -> None:
    first = next(change for change in plan().changes if change.ref.id == "energy-per-kilo")
    found = improved(meridian(), without=(first.id,))
    assert first.id not in {change.id for change in found.changes}
    assert by_severity(found.after)["error"] == by_severity(plan().after)["error"]


def test_a_part_of_a_plan_can_be_picked() -> None:
    first = plan().changes[0]
    found = improved(meridian(), only=(first.id,))
    assert found.changes == (first,)
    assert len(found.after) >= len(found.before) - 1
    with pytest.raises(UnknownName):
        improved(meridian(), only=("link:nothing",))
    with pytest.raises(UnknownName):
        improved(meridian(), keep=("nothing",))


def test_files_that_cannot_be_read_are_mended_first() -> None:
    with pytest.raises(Refused):
        improved({"framework/a.yaml": b"kpis: [\n"})


def test_a_clean_framework_needs_nothing(starters: dict[PresetName, Texts]) -> None:
    found = improved(starters["okr"])
    assert (found.changes, found.decisions) == ((), ())
    assert found.texts == starters["okr"]
