"""Hold the patterns of objectives of the catalogue to what the audit asks of objectives, and write their page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import get_args

from holds import table

from vitalfew.catalog.entry import Industry, Perspective
from vitalfew.catalog.pattern import Pattern
from vitalfew.catalog.read import Catalogue
from vitalfew.draft.lint import PRAISE
from vitalfew.model.framework import Framework
from vitalfew.model.noun import ObjectiveLink
from vitalfew.rules.engine import check
from vitalfew.text.activity import effort
from vitalfew.text.phrase import words
from vitalfew.text.vanity import vanity

ORDER: tuple[Perspective, ...] = ("learning-and-growth", "internal-process", "customer", "financial")
GENERATED = "<!-- Written by `make accept` from src/vitalfew/catalog/objectives. -->\n"
DECIDED = {"owner", "horizon", "org_unit", "priority"}
"""Fields of an objective that only an organisation can fill in."""
OFFERED = {"BAL004"}
"""A pattern offers more KPIs than an objective takes."""


def faults(book: Catalogue) -> list[str]:
    """Say all that is wrong with the patterns."""
    dead = list(_dead(book))
    return dead or [*_doubled(book), *_worded(book), *_audited(book), *_served(book), *_chained(book)]


def _dead(book: Catalogue) -> Iterator[str]:
    for pattern in book.patterns:
        yield from (f"pattern `{pattern.id}` names `{id}`, which does not exist" for id in pattern.kpis if id not in book.entry)
        for field, ids in (("drives", pattern.drives), ("conflicts with", pattern.conflicts)):
            yield from (f"pattern `{pattern.id}` {field} `{id}`, which does not exist" for id in ids if id not in book.pattern)
            yield from (f"pattern `{pattern.id}` {field} itself" for id in ids if id == pattern.id)


def _doubled(book: Catalogue) -> Iterator[str]:
    said: dict[tuple[str, ...], str] = {}
    ids = [pattern.id for pattern in book.patterns]
    yield from (f"pattern `{id}` stands twice" for id in sorted({id for id in ids if ids.count(id) > 1}))
    for pattern in book.patterns:
        for text in (pattern.statement, *pattern.focus):
            other = said.setdefault(words(text), pattern.id)
            if other != pattern.id or (pattern.statement, *pattern.focus).count(text) > 1:
                yield f"pattern `{pattern.id}` says “{text}” like `{other}`"


def _worded(book: Catalogue) -> Iterator[str]:
    """Statements that count effort, or praise instead of saying what is true; timings that do not fit their place."""
    for pattern in book.patterns:
        for guess in filter(None, (effort(pattern.statement), vanity(pattern.statement))):
            yield f"pattern `{pattern.id}` counts {guess.words}: {guess.why}"
        for word in sorted(PRAISE & frozenset(words(pattern.statement))):
            yield f"pattern `{pattern.id}` praises: “{word}”"
        for timing, ids in (("lagging", pattern.lagging), ("leading", pattern.leading)):
            yield from (f"`{id}` of pattern `{pattern.id}` is not {timing}" for id in ids if book.entry[id].timing != timing)
        if pattern.headline not in (*pattern.lagging, *pattern.leading):
            yield f"headline `{pattern.headline}` of pattern `{pattern.id}` is neither lagging nor leading"


def framework(book: Catalogue, patterns: tuple[Pattern, ...]) -> Framework:
    """Give patterns and their KPIs as a framework of drafts."""
    serving: dict[str, list[ObjectiveLink]] = {}
    for pattern in patterns:
        for id in pattern.kpis:
            serving.setdefault(id, []).append(ObjectiveLink(id=pattern.id))
    kpis = tuple(book.entry[id].kpi("EUR").model_copy(update={"objectives": tuple(links)}) for id, links in serving.items())
    return Framework(objectives=tuple(pattern.objective() for pattern in patterns), kpis=kpis)


def _audited(book: Catalogue) -> Iterator[str]:
    for finding in check(framework(book, book.patterns), today=date(2026, 1, 1)):
        if finding.ref.kind == "objective" and finding.field not in DECIDED and finding.code not in OFFERED:
            yield f"{finding.code} {finding.rule}: {finding.message}"


def _served(book: Catalogue) -> Iterator[str]:
    """Patterns that serve an industry where nothing tells them or leads to them, or where they lead to nothing."""
    for pattern in book.patterns:
        for industry in filter(pattern.serves, get_args(Industry)):
            for what, ids in (("tells", (pattern.headline,)), ("confirms", pattern.lagging), ("leads to", pattern.leading)):
                if not any(book.entry[id].serves(industry) for id in ids):
                    yield f"pattern `{pattern.id}` serves {industry}, where no KPI {what} it"
            if pattern.perspective != "financial" and not any(book.pattern[id].serves(industry) for id in pattern.drives):
                yield f"pattern `{pattern.id}` serves {industry}, where it drives nothing"
        for id in pattern.conflicts:
            if not any(pattern.serves(each) and book.pattern[id].serves(each) for each in get_args(Industry)):
                yield f"pattern `{pattern.id}` conflicts with `{id}`, which it never meets"


def _chained(book: Catalogue) -> Iterator[str]:
    """Industries without patterns of their own, or any at all, that lead from people through process and customer to money."""
    for industry in get_args(Industry):
        own = {pattern.id for pattern in book.patterns if pattern.industries == (industry,)}
        for which, ids in (("of its own", own), ("at all", {pattern.id for pattern in book.aims(industry)})):
            if not chain(book, ids):
                yield f"{industry} has no chain {which} from people to money"


def chain(book: Catalogue, ids: set[str]) -> tuple[str, ...]:
    """Give a shortest chain of effects among some patterns that climbs all four perspectives; nothing where there is none."""
    rank = {pattern.id: ORDER.index(pattern.perspective) for pattern in book.patterns if pattern.id in ids}
    ways: list[tuple[str, ...]] = [(id,) for id in rank if rank[id] == 0]
    while ways:
        done = next((way for way in ways if rank[way[-1]] == len(ORDER) - 1), None)
        if done:
            return done
        onward = ((way, id) for way in ways for id in book.pattern[way[-1]].drives if id in rank and id not in way)
        ways = [(*way, id) for way, id in onward if rank[id] - rank[way[-1]] in {0, 1}]
    return ()


def page(book: Catalogue) -> str:
    """Give the page of all patterns: the general ones, then those of each industry, each with its chain."""
    general = [pattern for pattern in book.patterns if len(pattern.industries) != 1]
    rows = [f"| {_title(lens)} | {sum(each.perspective == lens for each in book.patterns)} |" for lens in reversed(ORDER)]
    parts = [
        "# Objectives\n",
        GENERATED,
        f"{len(book.patterns)} outcomes at which many organisations aim, with the words in which such goals are stated.\n",
        table(("perspective", "patterns"), rows),
        "## General\n",
        *(_pattern(pattern, book) for pattern in general),
    ]
    for industry in get_args(Industry):
        own = [pattern for pattern in book.patterns if pattern.industries == (industry,)]
        way = " → ".join(book.pattern[id].statement for id in chain(book, {pattern.id for pattern in own}))
        parts += [f"## {_title(industry)}\n", f"A chain from people to money: {way}.\n", *(_pattern(each, book) for each in own)]
    return "\n".join(parts)


def _pattern(pattern: Pattern, book: Catalogue) -> str:
    (months,) = pattern.horizon.model_dump(exclude_none=True).values()
    names = {id: book.entry[id].name for id in pattern.kpis}
    facts = {
        "Place": f"{pattern.perspective.replace('-', ' ')}; reached in {months[0]} to {months[1]} months",
        "Stated as": ", ".join(pattern.focus),
        "Headline": names[pattern.headline],
        "Confirmed by": ", ".join(names[id] for id in pattern.lagging if id != pattern.headline),
        "Led by": ", ".join(names[id] for id in pattern.leading if id != pattern.headline),
        "Drives": ", ".join(f"{book.pattern[id].statement} ({grade.replace('-', ' ')})" for id, grade in pattern.drives.items()),
        "Competes with": " ".join(f"“{book.pattern[id].statement}”: {why}" for id, why in book.conflicts(pattern).items()),
        "Industries": ", ".join(_title(each).lower() for each in pattern.industries) if len(pattern.industries) > 1 else "",
        "Not in": ", ".join(_title(each).lower() for each in pattern.not_in),
    }
    return f"### {pattern.statement}\n\n" + "\n".join(f"- **{name}**: {text}" for name, text in facts.items() if text) + "\n"


def _title(id: str) -> str:
    return id.replace("-", " ").capitalize()
