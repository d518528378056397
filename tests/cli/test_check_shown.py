"""What of the findings is shown, in which form, and by which numbers."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from tests.cli.conftest import FRAMEWORK, Run

from vitalfew.base.finding import Finding, Smell, Span
from vitalfew.base.ref import Ref
from vitalfew.cli.comment import MARK, comment
from vitalfew.cli.junit import junit
from vitalfew.model.policy import NUMBERS
from vitalfew.workspace import Workspace

OWNER = Smell("OWN001", "missing-owner", "error", "name one | not two")
VANITY = Smell("ALN002", "vanity-kpi", "info", "replace it")


def odd(count: int = 1) -> list[Finding]:
    """Give findings whose words would break a table or a document."""
    message = "KPI `a|b` of @team says <script> & \x01"
    return [OWNER.at(Ref("kpi", f"k{number}"), message, place=Span("framework/a.yaml", number + 1)) for number in range(count)]


def rules(run: Run, folder: Path, *options: str) -> set[str]:
    return {each["rule"] for each in json.loads(run("-C", folder, "check", "--format", "json", *options).stdout)["findings"]}


def test_select_and_ignore_take_slugs_codes_and_their_beginnings(run: Run, folder: Path) -> None:
    every = rules(run, folder)
    assert {"orphan-kpi", "missing-reviewer"} < every
    assert rules(run, folder, "--select", "OWN,orphan-kpi", "--ignore", "OWN001") <= every
    assert "orphan-kpi" in rules(run, folder, "--select", "OWN,orphan-kpi")
    assert "orphan-kpi" not in rules(run, folder, "--ignore", "ALN", "--ignore", "OWN006")
    assert rules(run, folder, "--ignore", "orphan-kpi") == every - {"orphan-kpi"}


def test_what_is_ignored_does_not_fail(run: Run, folder: Path) -> None:
    assert run("-C", folder, "check", "--select", "missing-reviewer").exit_code in {0, 1}
    assert run("-C", folder, "check", "--select", "unknown-tag").exit_code == 0
    assert run("-C", folder, "check", "--select", "orphan-kpi").exit_code == 1


@pytest.mark.parametrize("option", ["--select", "--ignore"])
def test_a_rule_that_does_not_exist_cannot_be_chosen(run: Run, folder: Path, option: str) -> None:
    result = run("-C", folder, "check", option, "OWN,orfan-kpi")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "error: there is no rule `orfan-kpi`\nhelp: did you mean `orphan-kpi`?\n"


def test_a_workspace_s_own_severities_hold_for_its_check(run: Run, folder: Path) -> None:
    path = folder / "framework" / "main.yaml"
    path.write_text(f"{FRAMEWORK}severity: {{orphan-kpi: off}}\n", encoding="utf-8")
    assert "orphan-kpi" not in rules(run, folder)


def test_junit_fails_on_errors_and_skips_the_rest(run: Run, folder: Path) -> None:
    found = Workspace.open(folder).check()
    root = ET.fromstring(run("-C", folder, "check", "--format", "junit").stdout)  # noqa: S314  # our own output
    assert len(root.findall(".//testcase")) == len(found) == int(root.attrib["tests"])
    assert len(root.findall(".//failure")) == sum(each.severity == "error" for each in found) == int(root.attrib["failures"])
    assert len(root.findall(".//skipped")) == int(root.attrib["skipped"])


def test_junit_of_a_clean_framework_is_one_case_that_passes_and_of_odd_words_still_xml() -> None:
    (case,) = ET.fromstring(junit([], Path())).findall(".//testcase")  # noqa: S314  # our own output
    assert list(case) == []
    (failure,) = ET.fromstring(junit(odd(), Path())).findall(".//failure")  # noqa: S314  # our own output
    assert failure.attrib["message"] == "KPI `a|b` of @team says <script> & \ufffd"


def test_a_comment_keeps_its_table_whole_and_calls_nobody() -> None:
    text = comment([*odd(), VANITY.at(Ref("kpi", "k"), "a note")], Path())
    row = next(line for line in text.splitlines() if "missing-owner" in line)
    assert text.startswith(f"{MARK}\n\n### Vitalfew: 1 error, 1 note\n")
    assert row.replace("\\|", "").count("|") == 5
    assert "<script>" not in text
    assert "@team" not in text
    assert text.index("<details>") > text.index("missing-owner")


def test_a_comment_is_never_longer_than_it_may_be() -> None:
    text = comment(odd(2_000), Path())
    assert len(text) < 65_000
    assert "more: run `vitalfew check`" in text
    assert "no findings" in comment([], Path())


def test_the_markdown_of_a_workspace_names_each_place(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder.parent)
    text = run("-C", folder, "check", "--format", "markdown").stdout
    assert "| `bakery/framework/main.yaml:" in text
    pages = re.findall(r"/blob/main/(src/[\w/]+\.md)\)", text)
    assert pages
    assert [page for page in pages if not (Path(__file__).parents[2] / page).is_file()] == []


def test_each_number_says_where_it_comes_from(run: Run, folder: Path) -> None:
    path = folder / "framework" / "main.yaml"
    path.write_text(
        f"{FRAMEWORK}policy:\n  tier-1: {{min: 2}}\n  draft-days: 30\n  leading-share: {{max: 0.5}}\n", encoding="utf-8"
    )
    found = json.loads(run("-C", folder, "check", "--explain-policy", "--format", "json").stdout)
    rows = {row["name"]: row for row in found["numbers"]}
    assert set(NUMBERS) < set(rows)
    assert {row["from"] for row in rows.values()} == {"policy", "preset", "document", "project"}
    assert (rows["tier-1"]["value"], rows["tier-1"]["default"], rows["tier-1"]["from"]) == ("2 to 7", "3 to 7", "policy")
    assert (rows["company"]["value"], rows["company"]["place"]) == ("2 to 7", rows["tier-1"]["place"])
    assert (rows["draft-days"]["value"], rows["draft-days"]["source"]) == ("30", "002, RHY-4")
    assert rows["draft-days"]["place"].startswith("framework/main.yaml:")
    assert rows["leading-share"]["value"] == "35 to 50"
    assert (rows["in-all"]["value"], rows["in-all"]["from"], rows["in-all"]["source"]) == ("5 to 8", "preset", "002")


def test_the_numbers_are_told_in_words_and_in_no_other_form(run: Run, folder: Path) -> None:
    path = folder / "framework" / "main.yaml"
    path.write_text(f"{FRAMEWORK}policy: {{draft-days: 30}}\nseverity: {{OWN: info}}\n", encoding="utf-8")
    text = run("-C", folder, "check", "--explain-policy").stdout
    assert "preset small-business\n" in text
    assert "30 days" in text
    assert "else 90 (002, RHY-4): how long a KPI may stay a draft\n" in text
    assert "severity of OWN: info, set at framework/main.yaml:" in text
    assert run("-C", folder, "check", "--explain-policy", "--format", "sarif").exit_code == 2
