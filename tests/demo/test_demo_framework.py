"""The demo's framework: complete, the same in both places, and wrong exactly where its README says so."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from vitalfew.base.errors import TargetExists
from vitalfew.base.finding import Finding
from vitalfew.demo import truth
from vitalfew.demo.organisation import README, holds_demo, shipped, write_demo
from vitalfew.load.read import load_texts
from vitalfew.load.silence import silence
from vitalfew.model.framework import NOUN_KEYS, Framework
from vitalfew.model.graph import MISSION, Lines
from vitalfew.model.preset import PERSPECTIVES
from vitalfew.rules.engine import check

ROOT = Path(__file__).parents[2]
TODAY = truth.LAST.replace(day=30)
_FLAW = re.compile(r"^\| ([A-Z]{3}\d{3}) \| ([a-z0-9-]+) \| ([a-z_]+:[a-z0-9-]+) \|", re.MULTILINE)


def pages() -> dict[str, bytes]:
    return {name: content for name, content in shipped() if name != README}


@cache
def meridian() -> Framework:
    loaded = load_texts(pages())
    assert loaded.findings == ()
    return loaded.framework


@cache
def findings() -> tuple[Finding, ...]:
    loaded = load_texts(pages())
    found = [loaded.spans.place(finding) for finding in check(loaded.framework, today=TODAY)]
    return tuple(silence(found, loaded.silences, today=TODAY))


def test_the_examples_are_the_shipped_files() -> None:
    folder = ROOT / "examples" / "meridian"
    shown = {f"framework/{path.name}": path.read_bytes() for path in (folder / "framework").iterdir()}
    assert shown == pages()


def test_check_finds_exactly_what_the_readme_lists() -> None:
    readme = dict(shipped())[README].decode().partition("\n## What the data shows")[0]
    assert sorted(_FLAW.findall(readme)) == sorted((each.code, each.rule, str(each.ref)) for each in findings())


def test_the_flaws_are_of_different_families() -> None:
    assert {each.code[:3] for each in findings()} == {"STR", "ALN", "TGT", "OWN", "CAD", "INI"}


def test_each_flaw_is_marked_by_a_comment_above_it() -> None:
    """Whoever copies the file must see which lines not to copy."""
    marks = sum(content.decode().count("# A deliberate flaw:") for content in pages().values())
    assert marks == len(findings())


def test_one_silence_shows_how_it_is_done() -> None:
    loaded = load_texts(pages())
    assert [(each.rules, each.until is not None) for each in loaded.silences] == [(("missing-threshold",), True)]
    bare = {str(each.ref) for each in check(loaded.framework, today=TODAY) if each.rule == "missing-threshold"}
    assert bare == {"kpi:basket-value", "kpi:certified-roasters"}


def test_every_noun_is_used() -> None:
    unused = [key for key in NOUN_KEYS if not getattr(meridian(), key)]
    # The four of the balanced scorecard are the preset's; a demo sends nothing to anybody by itself.
    assert unused == ["perspectives", "publications"]


def test_five_levels_hold_kpis() -> None:
    counts = Counter(level.id for level in map(meridian().level_of, meridian().current_kpis) if level)
    assert set(counts) == {"enterprise", "business-unit", "function", "team", "individual"}
    assert counts["enterprise"] == 7


def test_ten_objectives_stand_in_four_perspectives_and_lead_to_the_mission() -> None:
    """STR-2, STR-4, STR-5."""
    framework = meridian()
    assert len(framework.objectives) == 10
    assert {each.perspective for each in framework.objectives} == {each.id for each in PERSPECTIVES}
    lines = Lines(framework)
    assert all(lines.line(each.ref).steps[-1].to == MISSION for each in framework.objectives)


def test_there_are_about_35_kpis_with_every_kind_of_target() -> None:
    framework = meridian()
    strategic = [kpi for kpi in framework.current_kpis if kpi.kind == "kpi"]
    assert 33 <= len(strategic) <= 40
    kinds = {kpi.target.kind for kpi in strategic if kpi.target}
    assert kinds == {"reach", "at_least", "at_most", "within", "values"}
    paths = {type(kpi.target.path) if isinstance(kpi.target.path, dict) else kpi.target.path for kpi in strategic if kpi.target}
    assert {"linear", "hold", dict} <= paths


def test_every_measure_feeds_a_formula() -> None:
    used = " ".join(kpi.formula or "" for kpi in meridian().kpis)
    assert [each.id for each in meridian().measures if not re.search(rf"\b{each.id}\b", used)] == []


@pytest.mark.parametrize("lead", truth.LEADS, ids=lambda lead: lead.kpi)
def test_what_is_planted_is_declared(lead: truth.Lead) -> None:
    drives = {drive.kpi: drive for drive in meridian().kpi[lead.kpi].drives}
    declared = drives[lead.drives]
    assert (declared.elasticity, declared.after and declared.after.weeks) == (lead.elasticity, lead.weeks)


def test_the_truths_name_what_the_framework_holds() -> None:
    framework = meridian()
    owners = [framework.kpi[id_].owner for id_ in truth.CONFLICT]
    assert len(set(owners)) == 2
    assert framework.kpi["supplier-score"].owner == truth.OWNER_WHO_NEVER_UPDATES
    moved = {move.kpi: move for initiative in framework.initiatives for move in initiative.moves}
    assert (moved["second-order"].by, moved["second-order"].from_) == (truth.WELCOME_BOX_POINTS, truth.WELCOME_BOX_SEEN)


def test_the_documentation_of_the_truths_names_their_numbers() -> None:
    page = (ROOT / "docs" / "demo-truths.md").read_text(encoding="utf-8")
    for lead in truth.LEADS:
        assert f"| `{lead.kpi}` | `{lead.drives}` | {lead.weeks} | {lead.elasticity} |" in page
    for day in (truth.FIRST, truth.LAST, truth.WELCOME_BOX_SENT, truth.CANCELLED_ON, truth.GAP_STARTS, truth.ON_TIME_CHANGED):
        assert day.isoformat() in page


def test_a_folder_that_holds_anything_else_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("keep me", encoding="utf-8")
    with pytest.raises(TargetExists):
        write_demo(tmp_path)
    assert [each.name for each in tmp_path.iterdir()] == ["mine.txt"]


def test_a_file_in_the_way_is_refused(tmp_path: Path) -> None:
    (tmp_path / "demo").write_text("keep me", encoding="utf-8")
    with pytest.raises(TargetExists):
        write_demo(tmp_path / "demo")


def test_a_failed_run_leaves_nothing(tmp_path: Path) -> None:
    def interrupt(what: str, done: int, of: int) -> None:
        if done == 3:
            raise KeyboardInterrupt(what, of)

    with pytest.raises(KeyboardInterrupt):
        write_demo(tmp_path / "demo", progress=interrupt)
    assert list(tmp_path.iterdir()) == []


def test_a_second_run_keeps_what_the_reader_changed(tmp_path: Path) -> None:
    target = tmp_path / "new" / "demo"
    write_demo(target)
    assert holds_demo(target)
    changed = target / "framework" / "rhythm.yaml"
    changed.write_text("cadences: []\n", encoding="utf-8")
    write_demo(target)
    assert changed.read_text(encoding="utf-8") == "cadences: []\n"


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    write_demo(tmp_path)
    assert {each.name for each in tmp_path.iterdir()} == {README, "framework", "data"}
