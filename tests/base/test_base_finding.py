from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitalfew.base.errors import (
    BadOption,
    BookUnreadable,
    ExtraMissing,
    TargetExists,
    UnknownName,
    VitalfewError,
    WorkspaceMissing,
)
from vitalfew.base.finding import SEVERITIES, Finding, Smell, Span, by_place
from vitalfew.base.nearest import did_you_mean
from vitalfew.base.page import page
from vitalfew.base.ref import FRAMEWORK, Ref

CHURN = Ref("kpi", "churn")
NO_OWNER = Smell("OWN001", "missing-owner", "error", "name one person under `owner`", ("DEF-5", "AUD-12"))


@given(st.from_regex(r"[a-z][a-z-]*", fullmatch=True), st.text(min_size=1))
def test_a_ref_is_read_back_as_it_was_written(kind: str, id_: str) -> None:
    ref = Ref(kind, id_)
    assert Ref.parse(str(ref)) == ref


@pytest.mark.parametrize("text", ["", "churn", ":churn", "kpi:"])
def test_a_ref_without_kind_or_id_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not of the form kind:id"):
        Ref.parse(text)


def test_the_whole_framework_has_an_address() -> None:
    assert str(FRAMEWORK) == "framework:main"


def test_a_finding_says_place_code_slug_message_and_help() -> None:
    finding = NO_OWNER.at(CHURN, "KPI `churn` has no owner", field="owner", place=Span("kpis/churn.yaml", 2, 5))
    assert str(finding) == (
        "kpis/churn.yaml:2:5: OWN001 missing-owner: KPI `churn` has no owner\n  help: name one person under `owner`"
    )


def test_a_finding_without_a_place_begins_with_its_code() -> None:
    assert str(NO_OWNER.at(CHURN, "KPI `churn` has no owner")).startswith("OWN001 missing-owner: ")


def test_a_finding_may_differ_from_its_kind_in_help_and_severity() -> None:
    finding = NO_OWNER.at(CHURN, "is", help="", severity="info")
    assert (finding.help, finding.severity) == ("", "info")
    assert (NO_OWNER.at(CHURN, "is").help, NO_OWNER.at(CHURN, "is").severity) == (NO_OWNER.help, "error")


@pytest.mark.parametrize(
    ("place", "where"),
    [(None, (None, None, None)), (Span("a.yaml", 3), ("a.yaml", 3, 1))],
    ids=["without a place", "with a place"],
)
def test_a_finding_has_the_fields_of_the_json_contract(place: Span | None, where: tuple[object, ...]) -> None:
    assert NO_OWNER.at(CHURN, "is", field="owner", place=place).as_json() == {
        "code": "OWN001",
        "rule": "missing-owner",
        "severity": "error",
        "ref": "kpi:churn",
        "field": "owner",
        "message": "is",
        "help": "name one person under `owner`",
        "file": where[0],
        "line": where[1],
        "column": where[2],
        "requirements": ["DEF-5", "AUD-12"],
    }


def at(file: str, line: int, column: int = 1, code: str = "OWN001") -> Finding:
    return Smell(code, "slug", "error", "help").at(CHURN, "is", place=Span(file, line, column))


def test_findings_are_sorted_as_a_reader_meets_them() -> None:
    everywhere = NO_OWNER.at(FRAMEWORK, "is")
    in_order = [
        everywhere,
        at("a.yaml", 2),
        at("a.yaml", 10, 1, "ALN001"),
        at("a.yaml", 10, 1),
        at("a.yaml", 10, 2),
        at("b.yaml", 1),
    ]
    backwards = in_order[::-1]
    assert sorted(backwards, key=by_place) == in_order


def test_severities_go_from_worst_to_mildest() -> None:
    assert SEVERITIES == ("error", "warning", "info")


@pytest.mark.parametrize(
    ("name", "words"),
    [("onwer", "did you mean `owner`?"), ("owner", "did you mean `owner`?"), ("zzz", ""), ("", "")],
)
def test_the_nearest_known_name_is_offered(name: str, words: str) -> None:
    assert did_you_mean(name, ["reviewer", "owner"]) == words


@pytest.mark.parametrize(
    ("error", "said", "help"),
    [
        (WorkspaceMissing(Path("a")), "no `framework/` folder in `a` or above it", "run `vitalfew init`"),
        (UnknownName("KPI", "chrun", ["churn"]), "there is no KPI `chrun`", "did you mean `churn`?"),
        (UnknownName("KPI", "x", ["mrr", "churn"]), "there is no KPI `x`", "known: churn, mrr"),
        (UnknownName("KPI", "x", []), "there is no KPI `x`", "no KPI is declared"),
        (TargetExists(Path("a")), "`a` exists and is not empty", "nothing was written"),
        (BadOption("--as-of", "soon", "a day such as 2026-06-30"), "`--as-of` cannot be `soon`", "a day such as 2026-06-30"),
        (BookUnreadable(Path("a.csv"), "is no workbook"), "`a.csv` is no workbook", "nothing was written"),
        (ExtraMissing("the web application", "web"), "the web application needs packages", "pip install 'vitalfew[web]'"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, VitalfewError) else None,
)
def test_an_error_says_what_is_and_what_to_do(error: VitalfewError, said: str, help: str) -> None:
    assert str(error).startswith(said)
    assert help in error.help
    assert not str(error).endswith(".")


def test_the_page_of_a_kind_of_finding_lies_beside_its_code() -> None:
    assert page(NO_OWNER).startswith("# missing-owner (OWN001)\n")
