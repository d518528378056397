from __future__ import annotations

import json
from types import SimpleNamespace

import pytest
from tests.cli.conftest import Run

from vitalfew.base.page import page
from vitalfew.load.fix import FIXES
from vitalfew.workspace import smells


@pytest.mark.parametrize("name", ["OWN001", "own001", "missing-owner", "missing_owner"])
def test_a_rule_is_found_by_code_or_slug_and_a_pipe_gets_its_markdown(run: Run, name: str) -> None:
    smell = next(smell for smell in smells() if smell.code == "OWN001")
    assert run("explain", name).stdout == page(smell).rstrip() + "\n"


def test_a_misspelt_rule_is_met_with_the_nearest(run: Run) -> None:
    result = run("explain", "mising-owner")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "error: there is no rule `mising-owner`\nhelp: did you mean `missing-owner`?\n"


def test_the_list_names_every_rule_of_every_room(run: Run) -> None:
    listed = json.loads(run("explain", "--list", "--format", "json").stdout)
    assert [each["code"] for each in listed["rules"]] == [smell.code for smell in smells()]
    assert {"FIL", "OWN", "DAT"} <= {each["family"] for each in listed["rules"]}
    fields = {"code", "rule", "severity", "family", "requirements", "fixable"}
    assert all(set(each) == fields for each in listed["rules"])
    assert all(smell.slug in run("explain", "--list").stdout for smell in smells())


def test_the_list_says_which_findings_can_be_mended(run: Run) -> None:
    listed = json.loads(run("explain", "--list", "--format", "json").stdout)["rules"]
    fixable = {each["rule"] for each in listed if each["fixable"]}
    assert fixable == set(FIXES)
    assert "orphan-kpi" not in fixable


def test_json_gives_rule_and_page(run: Run) -> None:
    found = json.loads(run("explain", "orphan-kpi", "--format", "json").stdout)
    assert found["rule"]["rule"] == "orphan-kpi"
    assert found["page"].startswith("# orphan-kpi")


def test_a_terminal_gets_the_page_drawn(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vitalfew.cli.explain.sys", SimpleNamespace(stdout=SimpleNamespace(isatty=lambda: True)))
    text = run("explain", "OWN001").stdout
    assert "missing-owner (OWN001)" in text
    assert "# missing-owner" not in text
