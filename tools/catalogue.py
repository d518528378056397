"""Check the catalogue of KPIs, and write its pages under docs/catalogue from it; --check only says what is wrong or out of date.

The catalogue is held to what it preaches: each entry, made a draft, passes the rules for definitions of `vitalfew check`.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from importlib.resources import files
from itertools import combinations
from pathlib import Path
from typing import get_args

import objectives
import references
from holds import cell, table

from vitalfew.catalog.entry import Entry, Industry, Part
from vitalfew.catalog.read import Catalogue, catalogue
from vitalfew.draft.lint import NEAR, audited, bag, likeness
from vitalfew.model.kpi import Lag
from vitalfew.text.activity import effort
from vitalfew.text.phrase import words
from vitalfew.text.vanity import vanity

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "docs" / "catalogue"
JUDGED = Path(__file__).parent / "near_duplicates.csv"


def faults(book: Catalogue) -> list[str]:
    """Say all that is wrong with the catalogue, in the order of its parts."""
    return [
        *_doubled(book),
        *_dead(book),
        *_alone(book),
        *_recipes(book),
        *_audited(book),
        *_near(book),
        *objectives.faults(book),
    ]


def _doubled(book: Catalogue) -> Iterator[str]:
    """Names of one thing that mean two, whatever their case, hyphens and plural; and ids written twice."""
    for what, ids in (
        ("entry", [entry.id for entry in book.entries]),
        ("measure", [line for file in _files() for line in _measures(file.read_text("utf-8"))]),
    ):
        yield from (f"{what} `{id}` stands twice" for id in sorted({id for id in ids if ids.count(id) > 1}))
    counted: dict[tuple[str, ...], str] = {}
    for id, measure in book.measure.items():
        other = counted.setdefault(words(f"{measure.counts} {measure.unit}"), id)
        if other != id:
            yield f"measure `{id}` counts the same as `{other}`"
    named: dict[tuple[str, ...], str] = {}
    for entry in book.entries:
        for name in entry.names:
            other = named.setdefault(words(name), f"`{entry.id}`")
            if other != f"`{entry.id}`" or entry.names.count(name) > 1:
                yield f"`{entry.id}` has the name “{name}” of {other}"


def _files() -> list[Path]:
    return sorted(Path(str(files("vitalfew.catalog") / "data")).glob("*.yaml"))


def _measures(text: str) -> list[str]:
    """Give the ids of a file's measures as written: YAML itself would keep the last of two."""
    block = text.partition("\nmeasures:\n")[2].partition("\nkpis:\n")[0]
    return [line.split(":")[0].strip() for line in block.splitlines()]


def _dead(book: Catalogue) -> Iterator[str]:
    """References that lead nowhere."""
    for entry in book.entries:
        for field, ids in (("drives", entry.drives), ("guards", entry.guards)):
            yield from (f"`{entry.id}` {field} `{id}`, which does not exist" for id in ids if id not in book.entry)
            yield from (f"`{entry.id}` {field} itself" for id in ids if id == entry.id)
        tree = entry.tree
        yield from (f"`{entry.id}` counts `{id}`, which no part declares" for id in tree.measures if id not in book.measure)
        yield from (f"`{entry.id}` builds on `{id}`, which does not exist" for id in tree.kpis if id not in book.entry)


def _alone(book: Catalogue) -> Iterator[str]:
    """Entries that serve an industry where nothing guards them, or where what they lead to makes no sense."""
    for entry in book.entries:
        for industry in filter(entry.serves, get_args(Industry)):
            near = {id for id in (*entry.guards, *entry.drives) if id in book.entry and book.entry[id].serves(industry)}
            if not near & set(entry.guards):
                yield f"`{entry.id}` serves {industry}, where nothing guards it"
            if entry.timing == "leading" and not near & set(entry.drives):
                yield f"`{entry.id}` serves {industry}, where it leads to nothing"


def _recipes(book: Catalogue) -> Iterator[str]:
    first: dict[str, str] = {}
    for entry in book.entries:
        other = first.setdefault(str(entry.tree), entry.id)
        if other != entry.id:
            yield f"`{entry.id}` computes the same number as `{other}`"


def _audited(book: Catalogue) -> Iterator[str]:
    yield from audited(book)
    for entry in book.entries:
        for guess in filter(None, (judge(name) for name in entry.synonyms for judge in (vanity, effort))):
            yield f"a synonym of `{entry.id}` counts {guess.words}: {guess.why}"
        yield from (f"`{entry.id}` calls “{name}” vanity, which is an entry" for name in entry.vanity if book.named(name))
        if entry.unit == "%" and entry.tree.op not in {"/", "+", "-", "kpi"}:
            yield f"`{entry.id}` is in %, and its formula is no share"


def _near(book: Catalogue) -> Iterator[str]:
    judged = {tuple(line.split(",")[:2]) for line in JUDGED.read_text("utf-8").splitlines()[1:]}
    found = {pair for pair, _ in near(book)}
    new, old = sorted(found - judged), sorted(judged - found)
    yield from (f"`{one}` and `{other}` are nearly alike and not judged in {JUDGED.name}" for one, other in new)
    yield from (f"{JUDGED.name} judges `{one}` and `{other}`, which are not alike" for one, other in old)


def near(book: Catalogue) -> list[tuple[tuple[str, str], float]]:
    """Give pairs of entries whose names, or names and definitions, share most of their words, the nearest first."""
    names = {entry.id: [bag(name) for name in entry.names] for entry in book.entries}
    texts = {entry.id: bag(f"{entry.name} {entry.definition}") for entry in book.entries}
    found = {}
    for one, other in combinations(sorted(names), 2):
        alike = max(likeness(texts[one], texts[other]), *(likeness(a, b) for a in names[one] for b in names[other]))
        if alike >= NEAR:
            found[one, other] = alike
    return sorted(found.items(), key=lambda pair: -pair[1])


# Pages


GENERATED = "<!-- Written by `make accept` from src/vitalfew/catalog/data. -->\n"
TIERS = {1: "whole organisation", 2: "department", 3: "operations"}
EVERY = {"day": "daily", "week": "weekly", "month": "monthly", "quarter": "quarterly", "year": "yearly"}
GOOD = {"up": "higher is better", "down": "lower is better", "within": "best within bounds"}


def part_page(part: Part, book: Catalogue) -> str:
    """Give the page of a function or an industry."""
    rows = [
        f"| [{entry.name}](#{_anchor(entry)}) | {entry.unit} | {GOOD[entry.direction]} | {entry.timing} | {TIERS[entry.tier]} |"
        for entry in part.kpis
    ]
    head = [f"# {part.title}\n", GENERATED, f"{part.about}\n", table(("KPI", "unit", "direction", "timing", "level"), rows)]
    return "\n".join([*head, *(_entry(entry, book) for entry in part.kpis)])


def _entry(entry: Entry, book: Catalogue) -> str:
    needs = book.needs([entry])
    counted = "; ".join(f"`{id}` is {_lower(book.measure[id].counts)}" for id in entry.tree.measures)
    facts = {
        "Also called": ", ".join(entry.synonyms),
        "Leaves out": entry.excludes or "",
        "Formula": f"`{entry.formula}`" + (f", where {counted}" if counted else ""),
        "Measured": f"in {entry.unit}, {EVERY[entry.every]}; {GOOD[entry.direction]}",
        "Place": f"{entry.timing}, {entry.stage}, {entry.perspective.replace('-', ' ')}; level: {TIERS[entry.tier]}",
        "Shows after": _lag(entry.lead) if entry.lead else "",
        "Drives": ", ".join(f"{_link(id, book)} ({grade.replace('-', ' ')})" for id, grade in entry.drives.items()),
        "How it is gamed": entry.gamed,
        "Guarded by": ", ".join(_link(id, book) for id in entry.guards),
        "Not to be confused with": ", ".join(entry.vanity),
        "Data": "; ".join(f"{name} ({', '.join(columns)})" for name, columns in needs.items()),
        "Reference": _reference(entry),
        "Industries": ", ".join(each.replace("-", " ") for each in entry.industries),
        "Not in": ", ".join(each.replace("-", " ") for each in entry.not_in),
    }
    lines = [f"- **{name}**: {text}" for name, text in facts.items() if text]
    return f"## {entry.name}\n\n{entry.definition}\n\n" + "\n".join(lines) + "\n"


def _anchor(entry: Entry) -> str:
    return re.sub(r"[^\w\- ]", "", entry.name.lower()).replace(" ", "-")


def _lower(text: str) -> str:
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def _lag(lag: Lag) -> str:
    ((unit, amount),) = lag.model_dump(exclude_none=True).items()
    return f"{amount[0]} to {amount[1]} {unit}" if isinstance(amount, tuple) else f"{amount} {unit}"


def _reference(entry: Entry) -> str:
    found = entry.reference
    if found is None:
        return ""
    ends = " to ".join(dict.fromkeys(f"{end:g}" for end in (found.low, found.high) if end is not None))
    bound = "" if found.low is not None and found.high is not None else "at least " if found.low is not None else "at most "
    return f"{bound}{ends} {entry.unit} ({found.kind}): {found.about}. {found.source}, {found.year}"


def _link(id: str, book: Catalogue) -> str:
    part = next(part for part in book.parts if any(entry.id == id for entry in part.kpis))
    return f"[{book.entry[id].name}]({part.id}.md#{_anchor(book.entry[id])})"


def index_page(book: Catalogue) -> str:
    """Give the index of all parts."""
    rows = [f"| [{part.title}]({part.id}.md) | {len(part.kpis)} | {cell(part.about)} |" for part in book.parts]
    split = next((at for at, part in enumerate(book.parts) if part.industry), len(rows))
    return "\n".join(
        [
            "# The catalogue of KPIs\n",
            GENERATED,
            f"{len(book.entries)} definitions to begin with, each with the way it is gamed and the KPI that guards it.",
            "How they are written and what they promise: [the catalogue](../catalogue.md).",
            f"What they tell of: [{len(book.patterns)} objectives that many organisations have](objectives.md).",
            "What public pages say of their direction and timing: [the comparison](references.md).\n",
            f"## By function\n\n{table(('function', 'KPIs', 'what it is for'), rows[:split])}",
            f"## By industry\n\n{table(('industry', 'KPIs', 'what it is for'), rows[split:])}" if rows[split:] else "",
        ]
    )


def pages(book: Catalogue) -> dict[str, str]:
    """Give every page by file name."""
    general = {"objectives.md": objectives.page(book), "references.md": references.page(book)}
    return {"index.md": index_page(book)} | general | {f"{part.id}.md": part_page(part, book) for part in book.parts}


def main() -> int:
    """Check the catalogue and write its pages; with --check only say which differ."""
    only_check, book = sys.argv[1:] == ["--check"], catalogue()
    found = [*faults(book), *references.faults(book)]
    print("\n".join(found), end="\n" * bool(found))
    if found:
        return 1
    FOLDER.mkdir(parents=True, exist_ok=True)
    stale = []
    for name, text in pages(book).items():
        path, written = FOLDER / name, text.rstrip() + "\n"
        if not path.is_file() or path.read_text(encoding="utf-8") != written:
            stale.append(name)
            if not only_check:
                path.write_text(written, encoding="utf-8")
    for name in stale:
        print(f"docs/catalogue/{name} {'is out of date: run `make accept`' if only_check else 'written'}")
    return int(only_check and bool(stale))


if __name__ == "__main__":
    sys.exit(main())
