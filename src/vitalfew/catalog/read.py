"""Reading the packaged catalogue, once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files

import yaml

from vitalfew.catalog.entry import Entry, Function, Industry, Ingredient, Part
from vitalfew.catalog.pattern import Pattern, Patterns
from vitalfew.load.tree import LOADER
from vitalfew.text.phrase import Words, words


@dataclass(frozen=True)
class Catalogue:
    """All entries with the measures that their formulas name, and the patterns of objectives; ids of each are unique."""

    parts: tuple[Part, ...]
    patterns: tuple[Pattern, ...] = ()

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """All entries, in the order of their parts."""
        return tuple(entry for part in self.parts for entry in part.kpis)

    @cached_property
    def entry(self) -> Mapping[str, Entry]:
        """Entries by id."""
        return {entry.id: entry for entry in self.entries}

    @cached_property
    def measure(self) -> Mapping[str, Ingredient]:
        """Measures by id."""
        return {id: measure for part in self.parts for id, measure in part.measures.items()}

    @cached_property
    def _named(self) -> Mapping[Words, Entry]:
        return {words(name): entry for entry in reversed(self.entries) for name in entry.names}

    def named(self, name: str) -> Entry | None:
        """Give the entry that a name or a synonym means, whatever its case, hyphens and plural."""
        return self._named.get(words(name))

    def of(self, function: Function | None = None, industry: Industry | None = None) -> tuple[Entry, ...]:
        """Give the entries of a function, and those that an industry can use: its own and the general ones."""
        return tuple(
            entry
            for entry in self.entries
            if (function is None or function in entry.functions) and (industry is None or entry.serves(industry))
        )

    @cached_property
    def pattern(self) -> Mapping[str, Pattern]:
        """Patterns of objectives by id."""
        return {pattern.id: pattern for pattern in self.patterns}

    def aims(self, industry: Industry) -> tuple[Pattern, ...]:
        """Give the patterns that an industry can use: its own and the general ones."""
        return tuple(pattern for pattern in self.patterns if pattern.serves(industry))

    def conflicts(self, pattern: Pattern) -> Mapping[str, str]:
        """Give the patterns that one usually competes with, whichever of the two says so, and what it costs."""
        told = {other.id: other.conflicts[pattern.id] for other in self.patterns if pattern.id in other.conflicts}
        return told | pattern.conflicts

    def measures_of(self, entry: Entry) -> Mapping[str, Ingredient]:
        """Give the measures of an entry's formula, those of the KPIs that it is made of among them."""
        tree = entry.tree
        inner = (pair for kpi in tree.kpis for pair in self.measures_of(self.entry[kpi]).items())
        return {id: self.measure[id] for id in tree.measures} | dict(inner)

    def needs(self, entries: Iterable[Entry]) -> Mapping[str, tuple[str, ...]]:
        """Give the tables that some entries need, each with its columns."""
        found: dict[str, dict[str, None]] = {}
        for entry in entries:
            for measure in self.measures_of(entry).values():
                for table, columns in measure.tables.items():
                    found.setdefault(table, {}).update(dict.fromkeys(columns))
        return {table: tuple(columns) for table, columns in sorted(found.items())}


@cache
def catalogue() -> Catalogue:
    """Read the catalogue that comes with the program; functions first, then industries; general patterns first."""
    parts = (Part.model_validate(each) for each in _files("data"))
    files_of_patterns = (Patterns.model_validate(each) for each in _files("objectives"))
    return Catalogue(tuple(parts), tuple(pattern for file in files_of_patterns for pattern in file.patterns))


def _files(folder: str) -> Iterator[object]:
    found = (files("vitalfew.catalog") / folder).iterdir()
    texts = sorted((file.name, file.read_text(encoding="utf-8")) for file in found if file.name.endswith(".yaml"))
    return (yaml.load(text, LOADER) for _, text in texts)  # noqa: S506  # a safe loader
