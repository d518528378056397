"""A person's judgement stands beside the computed status, never over it, and a disagreement is shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from vitalfew.judge.own import beside
from vitalfew.model.judgement import Judgement
from vitalfew.model.verdict import OwnJudgement, Status, Verdict

VerdictOf = Callable[..., Verdict]
AIM: dict[str, Any] = {"target": {"at_least": 10.0}, "threshold": 5.0}
WEEK, BEFORE = date(2026, 6, 15), date(2026, 6, 8)
AT = datetime(2026, 6, 22, 9, 30)  # noqa: DTZ001  # UTC, as the store keeps it


def judgement(status: Status, *, day: date = WEEK, note: str = "") -> Judgement:
    return Judgement("week", "2026-W25", day, status, "eva", AT, note)


def test_a_disagreement_is_said_and_changes_nothing_else(verdict_of: VerdictOf) -> None:
    computed = verdict_of(4.0, **AIM)
    (found,) = beside([computed], {"k": [judgement("green", note="a strike")]})
    assert found.own_judgement == OwnJudgement("green", "eva", AT, "a strike", disagrees=True)
    assert found.reasons[-1] == "against the computed status, eva judges it green (2026-06-22): a strike"
    assert replace(found, own_judgement=None, reasons=computed.reasons) == computed
    assert found.status == "red"


def test_agreement_is_no_disagreement(verdict_of: VerdictOf) -> None:
    (found,) = beside([verdict_of(4.0, **AIM)], {"k": [judgement("red")]})
    assert found.own_judgement == OwnJudgement("red", "eva", AT, None, disagrees=False)
    assert found.reasons[-1] == "eva judges it red (2026-06-22)"


def test_without_a_computed_status_there_is_nothing_to_disagree_with(verdict_of: VerdictOf) -> None:
    (found,) = beside([verdict_of(4.0)], {"k": [judgement("red")]})
    assert found.own_judgement is not None
    assert found.own_judgement.disagrees is None


def test_the_newest_of_the_judged_period_counts(verdict_of: VerdictOf) -> None:
    said = [judgement("red"), judgement("amber"), judgement("green", day=BEFORE)]
    (found,) = beside([verdict_of(4.0, **AIM)], {"k": said})
    assert found.own_judgement is not None
    assert found.own_judgement.status == "amber"


def test_of_other_periods_and_kpis_nothing_is_shown(verdict_of: VerdictOf) -> None:
    computed = verdict_of(4.0, **AIM)
    said = {"k": [judgement("green", day=BEFORE)], "other": [judgement("green")]}
    assert beside([computed], said) == (computed,)
