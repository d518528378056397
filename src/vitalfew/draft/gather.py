"""What a framework could be made of: goals with what they mean, patterns with how well they fit, KPIs with what they serve.

A goal is compared with each pattern's statement and with the words in which such a goal is usually stated: the best counts, with
all of them together; a phrase that the goal holds word for word adds to that, and so does a pattern of the industry's own. A goal
whose words the catalogue never uses, one in another language say, is not understood and means nothing.

A KPI serves a pattern as much as the catalogue says so: its headline and the KPIs that it lists, those that drive them, and less,
those whose definition speaks of the same. Every score is of one pair of texts alone, so that another goal changes nothing for
this one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from vitalfew.base.period import Grain
from vitalfew.catalog.entry import Entry
from vitalfew.catalog.pattern import Pattern
from vitalfew.catalog.read import Catalogue, catalogue
from vitalfew.draft.choice import Aim, Candidates, Context, Goal, Option
from vitalfew.text.engine import Bands, Engine, compare
from vitalfew.text.phrase import words

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

HEADLINE, LISTED, NEAR, FAR = 0.75, 0.6, 0.4, 0.25
"""How relevant to a pattern its headline is, a KPI that it lists, one next to those by cause or effect, one further."""
SPOKEN, ENOUGH = 0.25, 0.6
"""What the likeness of texts adds to that at most, and the likeness that is enough for it."""
ALONE = 0.45
"""How relevant a KPI is at most of which only the texts speak."""
OTHER = 0.5
"""What counts of a goal for the patterns that it does not mean."""
HELD = 0.3
"""What it adds to a score that a goal holds a phrase word for word and says nothing else; less, the more else it says."""
WHOLE = 0.3
"""What weighs beside the best phrase that a goal is like all that is said of a pattern."""
OWN = 0.05
"""What it adds that a pattern is of the industry alone: of two that fit alike it says more."""
BANDS = Bands(strong=0.6, plausible=0.45, weak=0.3, apart=0.03)
"""What these scores are worth: set on the half of the labelled objectives that is for mending."""
KNOWN = 0.25
"""The share of a goal's words that the catalogue uses, below which the goal is not understood."""
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
    goals = tuple(_goal(number, text, patterns, fit[number], brief.meant) for number, text in enumerate(brief.goals))
    aims = tuple(
        Aim(
            pattern,
            {goal.number: _weight(goal, pattern, float(fit[goal.number, place])) for goal in goals},
            max((float(each) for each in wanted[:, place]), default=0.0) if len(brief.focus) else 0.0,
        )
        for place, pattern in enumerate(patterns)
    )
    return Candidates(context, goals, aims, tuple(options(book, patterns, entries, goals, engine)), engine.id)


def phrased(engine: Engine, texts: Sequence[str], patterns: Sequence[Pattern]) -> NDArray[float32]:
    """Score each text, a row, with each pattern, a column: by its statement or the phrase that fits best."""
    import numpy as np  # noqa: PLC0415  # loads only where texts are compared

    phrases = [(place, phrase) for place, pattern in enumerate(patterns) for phrase in (pattern.statement, *pattern.focus)]
    found = np.zeros((len(texts), len(patterns)), dtype=np.float32)
    if not len(texts):
        return found
    scores = compare(engine, list(texts), [phrase for _, phrase in phrases])
    book = catalogue()
    names = [[book.entry[kpi].name for kpi in pattern.kpis] for pattern in patterns]
    told = [". ".join((pattern.statement, *pattern.focus, *named)) for pattern, named in zip(patterns, names, strict=True)]
    wholes = compare(engine, list(texts), told)
    held = [words(phrase) for _, phrase in phrases]
    for row, text in enumerate(texts):
        said = words(text)
        for column, (place, _) in enumerate(phrases):
            score = scores[row, column] + HELD * _held(said, held[column])
            found[row, place] = max(found[row, place], score)
        if not understood(text):
            found[row] = wholes[row] = 0.0
        found[row] = found[row] * (1 - WHOLE) + wholes[row] * WHOLE
    own = np.array([OWN if len(pattern.industries) == 1 else 0.0 for pattern in patterns], dtype=np.float32)
    return np.minimum(1.0, np.where(found > 0, found + own, found)).astype(np.float32)


def understood(text: str) -> bool:
    """Tell whether the catalogue speaks of what a text says; short words and numbers tell nothing."""
    said = [word for word in words(text) if len(word) > 2 and not word.isdigit()]
    return not said or sum(word in _spoken() for word in said) / len(said) >= KNOWN


@cache
def _spoken() -> frozenset[str]:
    """Give the words that the catalogue uses."""
    book = catalogue()
    said = [text for pattern in book.patterns for text in (pattern.statement, *pattern.focus)]
    said += [text for entry in book.entries for text in (*entry.names, entry.definition, *entry.vanity)]
    return frozenset(word for text in said for word in words(text))


def _held(said: tuple[str, ...], phrase: tuple[str, ...]) -> float:
    """Give the share of a text's words that are a phrase which it holds word for word."""
    holds = phrase and any(said[start : start + len(phrase)] == phrase for start in range(len(said) - len(phrase) + 1))
    return len(phrase) / len(said) if holds else 0.0


def _goal(number: int, text: str, patterns: Sequence[Pattern], fit: NDArray[float32], meant: Mapping[str, str]) -> Goal:
    """Say what a goal means: the pattern that fits best, unless somebody chose another."""
    ranked = sorted(range(len(patterns)), key=lambda place: _rank(patterns[place], float(fit[place])))
    known = {pattern.id for pattern in patterns}
    first, second = ranked[0], ranked[1]
    score, other = float(fit[first]), float(fit[second])
    if meant.get(text) in known:
        chosen = next(place for place, pattern in enumerate(patterns) if pattern.id == meant[text])
        return Goal(number, text, patterns[chosen].id, float(fit[chosen]), BANDS.of(float(fit[chosen])), None, None, True)
    band = BANDS.of(score)
    pattern = None if band == "none" or score <= 0 else patterns[first].id
    decided = pattern is not None and score - other >= BANDS.apart
    return Goal(number, text, pattern, score, band, patterns[second].id, other, decided)


def _rank(pattern: Pattern, score: float) -> tuple[float, bool, str]:
    """Order patterns by how well they fit; of those that fit alike an industry's own comes before a general one."""
    return -round(score, 2), not pattern.industries, pattern.id


def _weight(goal: Goal, pattern: Pattern, score: float) -> float:
    """The pattern that a goal means counts fully, whatever words it shares with others."""
    return 1.0 if goal.pattern == pattern.id else min(max(score, 0.0), 1.0) * OTHER


def options(
    book: Catalogue, patterns: Sequence[Pattern], entries: Sequence[Entry], goals: Sequence[Goal], engine: Engine
) -> list[Option]:
    """Give the KPIs that could serve one of the patterns, each with how relevant it is to those that it could serve."""
    texts = [f"{entry.name}. {entry.definition}" for entry in entries]
    likeness = compare(engine, [pattern.statement for pattern in patterns], texts)
    spoken = compare(engine, [goal.text for goal in goals], texts)
    for goal in goals:
        for row, pattern in enumerate(patterns):
            if goal.pattern == pattern.id:
                likeness[row] = likeness[row].clip(min=spoken[goal.number])
    driven = {pattern.id: linked(book, pattern) for pattern in patterns}
    found = []
    for column, entry in enumerate(entries):
        relevance = {}
        for row, pattern in enumerate(patterns):
            score = _relevance(driven[pattern.id].get(entry.id, 0.0), float(likeness[row, column]), entry, pattern)
            if score >= LEAST:
                relevance[pattern.id] = round(score, 4)
        if relevance:
            found.append(Option(entry, relevance, burden(book, entry)))
    return found


def linked(book: Catalogue, pattern: Pattern) -> dict[str, float]:
    """Give what the catalogue says of KPIs and a pattern: listed, next to what is listed by cause or effect, or one further."""
    found = dict.fromkeys(pattern.kpis, LISTED) | {pattern.headline: HEADLINE}
    for step in (NEAR, FAR):
        known = {kpi for kpi, value in found.items() if value > step}
        effects = {kpi for id_ in known for kpi in book.entry[id_].drives} if step == NEAR else set()
        for entry in book.entries:
            if entry.id not in found and (entry.id in effects or known & entry.drives.keys()):
                found[entry.id] = step
    return found


def _relevance(link: float, likeness: float, entry: Entry, pattern: Pattern) -> float:
    """Join what the catalogue says and how alike the texts are, of which the perspective is a part."""
    spoken = min(1.0, max(likeness, 0.0) / ENOUGH) * (1.0 if entry.perspective == pattern.perspective else 0.7)
    return link + SPOKEN * spoken if link else ALONE * spoken


def burden(book: Catalogue, entry: Entry) -> float:
    """Give what it takes to measure a KPI, from 0 to 1: the tables and columns to be collected, and how often.

    A KPI of one table with three columns a month counts about 0.2, one of three tables with ten columns a day 1.
    """
    needs = book.needs([entry])
    size = 0.15 * len(needs) + 0.05 * sum(map(len, needs.values()))
    return round(min(1.0, size * (0.5 + EFFORT[entry.every])), 4)
