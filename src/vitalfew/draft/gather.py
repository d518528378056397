"""What a framework could be made of: goals with what they mean, patterns with how well they fit, KPIs with what they serve.

A goal is compared with each pattern's statement and with the words in which such a goal is usually stated; the best counts, and
so does a phrase that the goal holds word for word. A KPI serves a pattern as much as the catalogue says so: its headline and the
KPIs that it lists, those that drive them, and less, those whose definition speaks of the same. Every score is of one pair of
texts alone, so that another goal changes nothing for this one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from vitalfew.base.period import Grain
from vitalfew.catalog.entry import Entry
from vitalfew.catalog.pattern import Pattern
from vitalfew.catalog.read import Catalogue, catalogue
from vitalfew.draft.choice import Aim, Candidates, Context, Goal, Option
from vitalfew.text.engine import Engine, compare
from vitalfew.text.phrase import words

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

HEADLINE, LISTED, NEAR, FAR = 1.0, 0.9, 0.6, 0.4
"""How relevant to a pattern its headline is, a KPI that it lists, one that drives those, and one that drives these."""
SPOKEN = 0.5
"""What the likeness of texts weighs at most beside that."""
HELD = 0.75
"""The score of a goal that holds a phrase word for word, or is held by one."""
LEAST = 0.15
"""Below that a KPI is no option for a pattern."""
EFFORT: Mapping[Grain, float] = {"day": 1.0, "week": 0.6, "month": 0.3, "quarter": 0.15, "year": 0.1}
"""What it takes to collect a KPI at each frequency, a daily one being 1."""


def gather(context: Context, engine: Engine) -> Candidates:
    """Score patterns against the goals and the focus, and KPIs against the patterns, by a text engine."""
    book = catalogue()
    patterns, entries = book.aims(context.industry), book.of(industry=context.industry)
    brief = context.brief
    fit = phrased(engine, brief.goals, patterns)
    wanted = phrased(engine, brief.focus, patterns)
    goals = tuple(_goal(number, text, patterns, fit[number], engine, brief.meant) for number, text in enumerate(brief.goals))
    aims = tuple(
        Aim(
            pattern,
            {goal.number: _weight(goal, pattern, float(fit[goal.number, place])) for goal in goals},
            max((float(each) for each in wanted[:, place]), default=0.0) if len(brief.focus) else 0.0,
        )
        for place, pattern in enumerate(patterns)
    )
    return Candidates(context, goals, aims, tuple(options(book, patterns, entries, engine)), engine.id)


def phrased(engine: Engine, texts: Sequence[str], patterns: Sequence[Pattern]) -> NDArray[float32]:
    """Score each text, a row, with each pattern, a column: by its statement or the phrase that fits best."""
    import numpy as np  # noqa: PLC0415  # loads only where texts are compared

    phrases = [(place, phrase) for place, pattern in enumerate(patterns) for phrase in (pattern.statement, *pattern.focus)]
    found = np.zeros((len(texts), len(patterns)), dtype=np.float32)
    if not len(texts):
        return found
    scores = compare(engine, list(texts), [phrase for _, phrase in phrases])
    held = [words(phrase) for _, phrase in phrases]
    for row, text in enumerate(texts):
        said = words(text)
        for column, (place, _) in enumerate(phrases):
            score = max(scores[row, column], HELD if _holds(said, held[column]) else 0.0)
            found[row, place] = max(found[row, place], score)
    return found


def _holds(said: tuple[str, ...], phrase: tuple[str, ...]) -> bool:
    """Tell whether a text holds a phrase word for word."""
    return bool(phrase) and any(said[start : start + len(phrase)] == phrase for start in range(len(said) - len(phrase) + 1))


def _goal(
    number: int, text: str, patterns: Sequence[Pattern], fit: NDArray[float32], engine: Engine, meant: Mapping[str, str]
) -> Goal:
    """Say what a goal means: the pattern that fits best, unless somebody chose another."""
    ranked = sorted(range(len(patterns)), key=lambda place: (-float(fit[place]), patterns[place].id))
    known = {pattern.id for pattern in patterns}
    first, second = ranked[0], ranked[1]
    score, other = float(fit[first]), float(fit[second])
    if meant.get(text) in known:
        chosen = next(place for place, pattern in enumerate(patterns) if pattern.id == meant[text])
        return Goal(number, text, patterns[chosen].id, float(fit[chosen]), engine.bands.of(float(fit[chosen])), None, None, True)
    band = engine.bands.of(score)
    pattern = None if band == "none" or score <= 0 else patterns[first].id
    decided = pattern is not None and score - other >= engine.bands.apart
    return Goal(number, text, pattern, score, band, patterns[second].id, other, decided)


def _weight(goal: Goal, pattern: Pattern, score: float) -> float:
    """The pattern that a goal means counts fully, whatever words it shares with others."""
    return 1.0 if goal.pattern == pattern.id else min(max(score, 0.0), 1.0) * SPOKEN


def options(book: Catalogue, patterns: Sequence[Pattern], entries: Sequence[Entry], engine: Engine) -> list[Option]:
    """Give the KPIs that could serve one of the patterns, each with how relevant it is to those that it could serve."""
    texts = compare(
        engine, [pattern.statement for pattern in patterns], [f"{entry.name}. {entry.definition}" for entry in entries]
    )
    driven = {pattern.id: linked(book, pattern) for pattern in patterns}
    found = []
    for column, entry in enumerate(entries):
        relevance = {}
        for row, pattern in enumerate(patterns):
            score = _relevance(driven[pattern.id].get(entry.id, 0.0), float(texts[row, column]), entry, pattern)
            if score >= LEAST:
                relevance[pattern.id] = round(score, 4)
        if relevance:
            found.append(Option(entry, relevance, burden(book, entry)))
    return found


def linked(book: Catalogue, pattern: Pattern) -> dict[str, float]:
    """Give what the catalogue says of KPIs and a pattern: listed, driving what is listed, or driving that."""
    found = dict.fromkeys(pattern.kpis, LISTED) | {pattern.headline: HEADLINE}
    for step in (NEAR, FAR):
        for entry in book.entries:
            if entry.id not in found and any(found.get(kpi, 0.0) > step for kpi in entry.drives):
                found[entry.id] = step
    return found


def _relevance(link: float, likeness: float, entry: Entry, pattern: Pattern) -> float:
    """Join what the catalogue says and how alike the texts are; texts alone make no more than half."""
    spoken = SPOKEN * max(likeness, 0.0)
    if link >= LISTED:
        return link
    return (
        min(LISTED - 0.05, link + 0.25 * spoken) if link else spoken * (1.0 if entry.perspective == pattern.perspective else 0.7)
    )


def burden(book: Catalogue, entry: Entry) -> float:
    """Give what it takes to measure a KPI, from 0 to 1: the tables and columns to be collected, and how often.

    A KPI of one table with three columns a month counts about 0.2, one of three tables with ten columns a day 1.
    """
    needs = book.needs([entry])
    size = 0.15 * len(needs) + 0.05 * sum(map(len, needs.values()))
    return round(min(1.0, size * (0.5 + EFFORT[entry.every])), 4)
