"""A KPI told in words: the newest words stand in for a value, grow stale, and no number judges them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from vitalfew.judge.words import said
from vitalfew.model.framework import Framework
from vitalfew.model.judgement import Judgement, read_judgement
from vitalfew.model.verdict import OwnJudgement, Scorecard, Status, Verdict

Card = Callable[..., Scorecard]
AT = datetime(2026, 6, 22, 9, 30)  # noqa: DTZ001  # UTC, as the store keeps it
TEXT: dict[str, Any] = {"id": "k", "scale": "text", "every": "week", "target": {"at_least": 3}, "threshold": 1}
TODAY = date(2026, 6, 24)  # a Wednesday: the week before was due by the end of Monday


def word(note: str, day: date, status: Status | None = None) -> Judgement:
    return Judgement("week", "", day, status, "eva", AT, note)


def told(card: Card, *words: Judgement, **more: Any) -> Verdict:
    kpi = {**TEXT, **more}
    [verdict] = card([kpi], [], today=TODAY).verdicts
    [found] = said(Framework.model_validate({"kpis": [kpi]}), [verdict], {"k": words}, TODAY)
    return found


def test_the_newest_words_stand_in_for_a_value(card: Card) -> None:
    found = told(card, word("fine", date(2026, 6, 15)), word("well", date(2026, 6, 15), "green"), word("old", date(2026, 6, 8)))
    assert (found.words, found.value, found.missing, found.state, found.status) == ("well", None, "words", "no-target", None)
    assert found.period is not None
    assert (found.period.label, found.period.complete) == ("2026-W25", True)
    assert found.own_judgement == OwnJudgement("green", "eva", AT, "well", None)
    assert found.reasons == ("eva says on 2026-06-22, and judges it green: well",)
    assert (found.target, found.threshold, found.target_now) == (None, None, None)


def test_words_of_the_running_period_count_and_those_of_no_period_yet_do_not(card: Card) -> None:
    found = told(card, word("so far so good", date(2026, 6, 22)), word("later", date(2026, 6, 29)))
    assert found.period is not None
    assert (found.words, found.period.complete) == ("so far so good", False)


def test_words_grow_stale(card: Card) -> None:
    found = told(card, word("fine", date(2026, 6, 8)))
    assert (found.state, found.words) == ("stale", "fine")
    assert found.reasons[0] == "stale: nothing was said of the newest period that is due"
    assert told(card, word("fine", date(2026, 6, 8)), lifecycle="paused").state == "paused"


@pytest.mark.parametrize("words", [(), (word("", date(2026, 6, 15), "green"),)])
def test_where_nothing_was_said_nothing_is_shown(card: Card, words: tuple[Judgement, ...]) -> None:
    found = told(card, *words)
    assert (found.words, found.value) == (None, None)
    assert found.missing not in {None, "words"}


def test_a_number_measured_beside_words_is_held_against_nothing(
    card: Card, observe: Callable[..., list[dict[str, object]]]
) -> None:
    kpi = {**TEXT, "formula": "m"}
    [verdict] = card([kpi], observe("k", "week", [2.0], last=date(2026, 6, 21))).verdicts
    assert (verdict.value, verdict.status, verdict.state) == (2.0, None, "no-target")


def test_a_line_of_words_is_read_and_one_of_nothing_is_not() -> None:
    row = dict(zip(("every", "period", "date", "status", "by", "recorded_at", "note"), word("fine", TODAY).as_row(), strict=True))
    assert read_judgement(row) == word("fine", TODAY)
    with pytest.raises(ValueError, match="`` is no status"):
        read_judgement({**row, "note": ""})
