"""Escalations and actions on the command line: listed, acted on by whoever may, refused with the reason (DEF-5, RHY-2)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.cli.conftest import FRAMEWORK, Run

PRIVATE = (
    "  - {id: own, name: Own, visibility: line, subject: max, owner: max, org_unit: shop, level: company, formula: takings,\n"
)
PRIVATE += "     every: month, target: {at_least: 5000}, threshold: 4000}\n"
LADDER = "ladders:\n  - {id: default, steps: [{to: owner, within: 1 business day}, {to: max}]}\n"


@pytest.fixture
def escalated(run: Run, folder: Path) -> Path:
    """A bakery whose figures were measured and are beyond their thresholds."""
    text = FRAMEWORK.replace("target: {at_least: 1000}", "target: {at_least: 9000}").replace("threshold: 800", "threshold: 8000")
    (folder / "framework" / "main.yaml").write_text(f"{text}{PRIVATE}{LADDER}", encoding="utf-8")
    assert run("-C", folder, "measure").exit_code == 0
    result = run("-C", folder, "escalations", "sweep")
    assert result.exit_code == 0, result.output
    assert "opened" in result.stdout
    return folder


@pytest.fixture
def at(run: Run, escalated: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the program in that bakery, as Eva."""
    monkeypatch.setenv("VITALFEW_PERSON", "eva")

    def in_it(*arguments: object) -> Any:
        return run("-C", escalated, *arguments)

    return in_it


def listed(at: Run, *arguments: object) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(at("escalations", "list", "--format", "json", *arguments).stdout)
    return said


def id_of(at: Run, kpi: str) -> str:
    return next(str(each["id"]) for each in listed(at)["escalations"] if each["kpi"] == kpi)


def test_an_empty_list_says_what_to_do(run: Run, folder: Path) -> None:
    assert run("-C", folder, "escalations").stdout.splitlines() == [
        "nothing is escalated",
        "`vitalfew escalations sweep` looks at what was measured last",
    ]
    assert run("-C", folder, "actions").stdout.splitlines() == ["no action is open", "`vitalfew actions add` promises one"]


def test_a_second_sweep_changes_nothing(at: Run) -> None:
    assert at("escalations", "sweep").stdout == "✓ nothing changed\n"


def test_the_list_says_what_with_whom_and_until_when_and_leaves_out_what_is_private(at: Run) -> None:
    shown = at("escalations").stdout.splitlines()
    basket, revenue = id_of(at, "basket"), id_of(at, "revenue")
    assert (shown[0], shown[3]) == ("Basket (basket)  tier 1", "Revenue (revenue)  tier 1")
    assert "■ red" in shown[1]
    assert "(step 1), to be acknowledged by " in shown[2]
    assert shown[2].endswith(f"; {revenue} follows from it")
    assert shown[5].strip() == f"follows from {basket} (Basket), which climbs for it; with eva"
    assert shown[-1] == "1 more is about KPIs that are private"
    assert not any("Own" in line for line in shown)
    said = listed(at)
    assert (said["withheld"], said["response"]["median_business_hours"], said["response"]["least"]) == (1, None, 5)
    assert said["escalations"][0]["evidence"]["status"] == "red"


def test_one_is_shown_whole_with_its_evidence_and_ladder(at: Run) -> None:
    id_ = id_of(at, "revenue")
    at("escalations", "comment", id_, "I look at it")
    at("escalations", "act", id_, "Bake more", "--due", "2026-07-01", "--owner", "Max Roth")
    shown = at("escalations", "show", id_).stdout
    assert "eva has it" in shown
    assert "evidence, as of 2026-06-15" in shown
    assert "eva: I look at it" in shown
    assert "Bake more  max, due 2026-07-01" in shown
    said = json.loads(at("escalations", "show", id_, "--format", "json").stdout)
    assert (said["escalation"]["state"], said["actions"][0]["owner"], said["comments"][0]["by"]) == ("acknowledged", "max", "eva")


def test_steps_say_where_it_stands_and_a_stale_version_is_told(at: Run) -> None:
    id_ = id_of(at, "revenue")
    version = next(each["version"] for each in listed(at)["escalations"] if each["id"] == id_)
    assert "eva has it" in at("escalations", "ack", id_, "--seen", version).stdout
    stale = at("escalations", "snooze", id_, "--until", "2026-06-20", "--reason", "Fair", "--seen", version)
    assert (stale.exit_code, "somebody else was first" in stale.stderr) == (2, True)
    put_off = at("escalations", "snooze", id_, "--until", "2026-06-20", "--reason", "The fair", "--format", "json")
    assert json.loads(put_off.stdout)["escalation"]["state"] == "snoozed"
    assert "put off by eva until Sat 2026-06-20 09:00: The fair" in at("escalations").stdout


def test_without_a_verdict_that_proves_it_a_resolution_takes_a_reason(at: Run) -> None:
    id_ = id_of(at, "revenue")
    refused = at("escalations", "resolve", id_)
    assert (refused.exit_code, "no verdict proves" in refused.stderr) == (2, True)
    assert "resolved with a reason" in at("escalations", "resolve", id_, "--reason", "The target is wrong").stdout
    assert id_ not in [each["id"] for each in listed(at)["escalations"]]
    assert id_ in [each["id"] for each in listed(at, "--all")["escalations"]]
    assert at("escalations", "sweep").stdout == "✓ nothing changed\n", "it was explained"


def test_a_verdict_that_is_well_again_proves_it(at: Run, run: Run, escalated: Path) -> None:
    """With new targets the same figures are well; the target is part of the live revision."""
    id_ = id_of(at, "revenue")
    path = escalated / "framework" / "main.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("at_least: 9000", "at_least: 10").replace("8000", "5"), encoding="utf-8"
    )
    run("-C", escalated, "apply", "-m", "A target that can be met", "--author", "eva", "--waive", "For the test")
    done = at("escalations", "resolve", id_)
    assert "resolved: a verdict proves it" in done.stdout
    assert "proof" in at("escalations", "show", id_).stdout


def test_what_is_private_is_refused_to_others_and_open_to_the_line(
    run: Run, escalated: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VITALFEW_PERSON", "max")
    said = json.loads(run("-C", escalated, "escalations", "list", "--format", "json").stdout)
    id_ = next(each["id"] for each in said["escalations"] if each["kpi"] == "own")
    assert run("-C", escalated, "escalations", "show", id_).exit_code == 0
    monkeypatch.delenv("VITALFEW_PERSON")
    other = run("-C", escalated, "escalations", "show", id_)
    assert (other.exit_code, "is private" in other.stderr) == (2, True)
    acted = run("-C", escalated, "escalations", "ack", id_, "--author", "somebody else")
    assert (acted.exit_code, "is private" in acted.stderr) == (2, True)


def test_mine_are_those_with_me_or_that_i_have(at: Run) -> None:
    assert [each["to"] for each in listed(at, "--mine")["escalations"]] == ["eva"] * len(listed(at, "--mine")["escalations"])
    assert listed(at, "--mine", "--author", "nobody")["escalations"] == []


def test_actions_are_promised_postponed_handed_over_and_ended(at: Run) -> None:
    made = at("actions", "add", "Bake more", "--about", "revenue", "--due", "2026-06-20")
    assert made.stdout == "✓ action 1  Bake more  eva, due 2026-06-20  [kpi:revenue]\n"
    assert "postponed once" in at("actions", "postpone", "1", "--until", "2026-06-30", "--reason", "No flour").stdout
    assert "max, due 2026-06-30" in at("actions", "hand", "1", "max").stdout
    assert at("actions", "done", "1", "--note", "Baked").stdout == "✓ action 1  Bake more  max, done (Baked)  [kpi:revenue]\n"
    assert at("actions").stdout.startswith("no action is open")
    assert "done (Baked)" in at("actions", "list", "--all").stdout
    assert at("actions", "drop", "1", "--reason", "x").exit_code == 2


def test_late_actions_are_said_to_be_late(at: Run) -> None:
    at("actions", "add", "Bake more", "--about", "revenue", "--due", "2026-06-16")
    late = at("--as-of", "2026-06-18", "actions", "list", "--overdue")
    assert "due 2026-06-16, 2 days late" in late.stdout
    assert at("actions", "list", "--overdue").stdout.startswith("nothing is overdue")


@pytest.mark.parametrize(
    ("about", "said"),
    [("nothing", "there is no KPI `nothing`"), ("escalation:77", "there is no escalation `77`"), ("a:b", "there is no `a:b`")],
)
def test_an_action_is_about_something_that_is_there(at: Run, about: str, said: str) -> None:
    refused = at("actions", "add", "Bake more", "--about", about, "--due", "2026-06-20")
    assert (refused.exit_code, said in refused.stderr) == (2, True)


def test_a_kpi_that_is_not_there_is_named_with_the_nearest(at: Run) -> None:
    refused = at("escalations", "list", "--kpi", "revenu")
    assert (refused.exit_code, "did you mean `revenue`" in refused.stderr) == (2, True)
