from __future__ import annotations

import pytest

from vitalfew.base.finding import Finding, Smell, Span
from vitalfew.base.ref import Ref
from vitalfew.load.read import load_texts
from vitalfew.load.settings import chosen, settled
from vitalfew.model.framework import Framework

OWNER = Smell("OWN001", "missing-owner", "error", "name one")
REVIEWER = Smell("OWN002", "missing-reviewer", "warning", "name one")
VANITY = Smell("ALN002", "vanity-kpi", "warning", "replace it")
READING = Smell("FIL007", "unknown-key", "error", "mend it")
ALL = [
    smell.at(Ref("kpi", "churn"), "what is", place=Span(f"framework/{folder}/main.yaml", 3))
    for smell in (OWNER, REVIEWER, VANITY, READING)
    for folder in ("sales", "care")
]


def severities(**settings: object) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for each in settled(ALL, Framework.model_validate(settings)):
        found.setdefault(each.rule, []).append(each.severity)
    return found


def test_without_settings_findings_stay_as_they_are() -> None:
    assert settled(ALL, Framework()) is ALL


def test_a_slug_wins_over_a_code_s_beginning_and_a_longer_beginning_over_a_shorter() -> None:
    found = severities(severity={"OWN": "info", "missing-owner": "warning", "O": "error", "ALN002": "off"})

    assert found["missing-owner"] == ["warning", "warning"]
    assert found["missing-reviewer"] == ["info", "info"]
    assert "vanity-kpi" not in found


def test_a_path_s_settings_hold_for_its_files_alone() -> None:
    found = severities(
        severity={"vanity-kpi": "off"},
        per_path={"framework/sales/*": {"ignore": "OWN002", "severity": {"vanity-kpi": "error", "OWN001": "off"}}},
    )

    assert found["missing-reviewer"] == ["warning"]
    assert found["missing-owner"] == ["error"]
    assert found["vanity-kpi"] == ["error"]


def test_faults_of_reading_keep_their_severity() -> None:
    assert severities(severity={"FIL": "off"}, per_path={"*": {"ignore": ["FIL"]}})["unknown-key"] == ["error", "error"]


@pytest.mark.parametrize(
    ("select", "ignore", "rules"),
    [
        ((), (), {"missing-owner", "missing-reviewer", "vanity-kpi", "unknown-key"}),
        (("OWN",), (), {"missing-owner", "missing-reviewer"}),
        (("OWN",), ("missing-owner",), {"missing-reviewer"}),
        ((), ("OWN00", "FIL007"), {"vanity-kpi"}),
        (("vanity-kpi",), ("ALN",), set()),
    ],
)
def test_names_choose_what_is_shown(select: tuple[str, ...], ignore: tuple[str, ...], rules: set[str]) -> None:
    assert {each.rule for each in chosen(ALL, select=select, ignore=ignore)} == rules


def found(text: str) -> list[Finding]:
    return list(load_texts({"framework/main.yaml": text}).findings)


@pytest.mark.parametrize(
    ("text", "line", "message", "help"),
    [
        (
            "severity: {vanty-kpi: off}\n",
            1,
            "`severity` names the rule `vanty-kpi`, which does not exist",
            "did you mean `vanity-kpi`?",
        ),
        (
            "severity:\n  OWN: info\n  OWX: info\n",
            3,
            "`severity` names the rule `OWX`, which does not exist",
            "`vitalfew explain --list` names the rules",
        ),
        (
            'per_path:\n  "framework/sales.yaml":\n    ignore: [OWN001, orfan-kpi]\n',
            3,
            "`per_path` names the rule `orfan-kpi`, which does not exist",
            "did you mean `orphan-kpi`?",
        ),
        (
            'per_path:\n  "a.yaml": {severity: {OWN: info,\n    unknown-key: off}}\n',
            3,
            "`unknown-key` of `per_path` is a fault of reading, which keeps its severity",
            "mend the files, and remove the name",
        ),
        (
            "severity: {OWN001: loud}\n",
            1,
            "`OWN001` of the severity is the text `loud`, where `error`, `warning`, `info` or `off` belongs",
            "write `error`, `warning`, `info` or `off`",
        ),
    ],
)
def test_an_unknown_name_is_a_finding_where_it_stands(text: str, line: int, message: str, help: str) -> None:
    (only,) = found(text)

    assert (only.message, only.help) == (message, help)
    assert only.place is not None
    assert only.place.line == line


def test_names_that_exist_are_silent() -> None:
    assert found('severity: {OWN: info, orphan-kpi: off}\nper_path: {"*": {ignore: ALN001}}\nkpis: [{id: a}]\n') == []


def test_a_section_of_settings_that_is_no_mapping_is_met_with_an_example() -> None:
    (only,) = found("severity: off\nkpis: [{id: a}]\n")

    assert only.help == "write keys such as `vanity-kpi:` under it"
