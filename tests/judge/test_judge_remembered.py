"""What is remembered of a series is what would be said of it anew, whatever is asked and whichever else is forecast."""

from __future__ import annotations

import numpy as np
import pytest

from vitalfew.judge.series.forecast import Forecasts, Question, forecasts
from vitalfew.judge.series.remembered import Memory
from vitalfew.judge.series.window import Matrix


def made(rows: int = 12, periods: int = 60) -> tuple[Matrix, Question]:
    found = np.random.default_rng(7)
    matrix = 100 + found.normal(size=(rows, periods)).cumsum(axis=1) + 5 * np.sin(np.arange(periods) * np.pi / 6)
    matrix[0], matrix[1, :50], matrix[2, 20:23] = np.nan, np.nan, np.nan
    return matrix, Question(np.arange(rows), np.full(rows, 101.0), np.full(rows, np.nan))


def same(one: Forecasts, other: Forecasts) -> None:
    for name in ("method", "values", "p_miss", "tried_season"):
        mine, theirs = getattr(one, name), getattr(other, name)
        assert mine.dtype == theirs.dtype
        np.testing.assert_allclose(mine, theirs, rtol=1e-9)
    for said, wanted in ((one.next, other.next), (one.at_target, other.at_target)):
        np.testing.assert_allclose(np.array(said), np.array(wanted), rtol=1e-9)


def test_the_same_is_said_again_and_a_changed_value_or_question_is_said_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def counted(matrix: Matrix, season: int, question: Question) -> Forecasts:
        asked.append(len(matrix))
        return forecasts(matrix, season, question)

    monkeypatch.setattr("vitalfew.judge.series.remembered.forecasts", counted)
    memory = Memory(100)
    matrix, question = made()
    for _ in range(2):
        same(memory.forecasts(matrix, 12, question), forecasts(matrix, 12, question))
    assert asked == [12]
    matrix[5, -1] += 20
    question.floor[7] = 90.0
    said = memory.forecasts(matrix, 12, question)
    same(said, forecasts(matrix, 12, question))
    assert asked == [12, 2]
    same(memory.forecasts(matrix, 1, question), forecasts(matrix, 1, question))
    assert asked == [12, 2, 12]


def test_what_is_given_may_be_written_to() -> None:
    memory, (matrix, question) = Memory(100), made()
    memory.forecasts(matrix, 12, question).p_miss[:] = 0.5
    memory.forecasts(matrix, 12, question).next.value[:] = 0.5
    same(memory.forecasts(matrix, 12, question), forecasts(matrix, 12, question))


@pytest.mark.parametrize("most", [0, 5, 12, 17])
def test_no_more_is_remembered_than_there_is_room_for(most: int) -> None:
    memory = Memory(most)
    for places in (slice(0, 12), slice(0, 4), slice(8, 12), slice(0, 12), slice(0, 0)):
        matrix, question = made()
        part, asked = matrix[places], Question(question.ahead[places], question.floor[places], question.ceiling[places])
        same(memory.forecasts(part, 12, asked), forecasts(part, 12, asked))
        assert len(memory._said) <= most  # noqa: SLF001  # there is no other way to count them
