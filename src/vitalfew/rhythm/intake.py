"""What pasted cells say, cell by cell, before anything of it is written: read as what, beside what stands there now.

An import only adds and changes: an empty cell, or a word such as `n/a`, leaves what stands as it is. A name stands for one
noun or for none; one that is nearly right is never taken, but named.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from hashlib import sha256
from pathlib import Path
from typing import Literal, NamedTuple

from vitalfew.base.errors import Refused
from vitalfew.base.ref import Ref
from vitalfew.base.said import say
from vitalfew.exchange.header import plain
from vitalfew.exchange.number import is_missing
from vitalfew.exchange.paste import Grid, Pasted
from vitalfew.load.amend import Amendment
from vitalfew.model.framework import Framework
from vitalfew.store.entry import Given

State = Literal["head", "key", "new", "changed", "same", "unclear", "wrong", "left", "empty"]
WRITTEN: frozenset[State] = frozenset({"new", "changed", "unclear"})
"""What is written; `unclear` is, as it was read."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A cell: what it was read as, what stands there `before`, and what is `said` of it with what to do."""

    cell: Pasted
    state: State
    read: str = ""
    before: str = ""
    said: str = ""
    help: str = ""


class Added(NamedTuple):
    """A noun that is new, with its fields."""

    ref: Ref
    fields: Mapping[str, object]


@dataclass(frozen=True)
class Intake:
    """All cells as they were read, and what is to be written: values, fields of the framework, new nouns."""

    rows: tuple[tuple[Reading, ...], ...]
    values: tuple[Given, ...] = ()
    edits: tuple[Amendment, ...] = ()
    added: tuple[Added, ...] = ()

    @property
    def counts(self) -> Mapping[State, int]:
        """How many cells there are of each state."""
        return Counter(each.state for row in self.rows for each in row)

    @property
    def is_writing(self) -> bool:
        """Tell whether anything is to be written."""
        return bool(self.values or self.edits or self.added)

    @property
    def digest(self) -> str:
        """A hash of what was read and of what stands there: another one where either is another."""
        said = [(each.cell, each.state, str(each.read), str(each.before)) for row in self.rows for each in row]
        return sha256(repr((said, self.values, self.edits, self.added)).encode()).hexdigest()[:24]


@dataclass(frozen=True)
class Around:
    """What an import is held against: `unseen` are KPIs whose figures are closed to the visitor, `may` what they may enter."""

    framework: Framework
    root: Path
    today: date
    unseen: frozenset[str] = frozenset()
    may: Callable[[str], bool] = lambda _: True


class Found(NamedTuple):
    """The noun that a name stands for; else why none does, and what to do."""

    id: str = ""
    wrong: str = ""
    help: str = ""


@dataclass(frozen=True)
class Names:
    """Nouns of one kind by the names that people write."""

    kind: str
    ids: Mapping[str, str]
    by_name: Mapping[str, Sequence[str]]
    said: Mapping[str, str]
    """The names as they are written, by the names as they are compared."""

    @classmethod
    def of(cls, kind: str, named: Iterable[tuple[str, Iterable[str | None]]]) -> Names:
        """Take ids, each with its names."""
        ids, by_name, said = dict[str, str](), defaultdict[str, list[str]](list), dict[str, str]()
        for id_, names in named:
            ids[id_.casefold()] = id_
            for name, each in {_bare(each): each for each in names if each}.items():
                by_name[name].append(id_)
                said[name] = each
        return cls(kind, ids, by_name, said)

    def find(self, text: str) -> Found:
        """Find what a text names: by its id, else by a name that is no other's."""
        wanted = _bare(text.removeprefix(f"{self.kind}:"))
        if wanted in self.ids:
            return Found(self.ids[wanted])
        several = self.by_name.get(wanted, ())
        if len(several) == 1:
            return Found(several[0])
        kind = KINDS[self.kind]
        if several:
            why = say("{count} of {kind} are called `{text}`", count=len(several), kind=kind, text=text)
            return Found(wrong=why, help=say("write the id: {ids}", ids=", ".join(several[:4])))
        near = get_close_matches(wanted, [*self.by_name, *self.ids], n=1, cutoff=0.6)
        help_ = say("did you mean `{name}`?", name=self.said.get(near[0], near[0])) if near else say("write its name or id")
        return Found(wrong=say("none of {kind} is called `{text}`", kind=kind, text=text), help=help_)


KINDS: Mapping[str, str] = {
    "kpi": say("the KPIs"),
    "objective": say("the objectives"),
    "person": say("the people"),
    "org_unit": say("the units"),
}


def _bare(text: str) -> str:
    return " ".join(text.casefold().split())


def kpi_names(framework: Framework) -> Names:
    """Give KPIs by id and name."""
    return Names.of("kpi", ((each.id, (each.name, each.title)) for each in framework.kpis))


def person_names(framework: Framework, more: Iterable[tuple[str, Iterable[str | None]]] = ()) -> Names:
    """Give people by id, name and address, and those who are new too."""
    return Names.of("person", (*((each.id, (each.name, each.email)) for each in framework.people), *more))


@dataclass
class Board:
    """Where the readings of a grid are put, cell by cell."""

    grid: Grid
    found: dict[tuple[int, int], Reading] = field(default_factory=dict)

    def put(self, cell: Pasted, state: State, read: str = "", *, before: str = "", said: str = "", help: str = "") -> None:
        """Say how a cell was read; what is wrong stays so."""
        present = self.found.get((cell.row, cell.column))
        if present is None or present.state != "wrong":
            self.found[cell.row, cell.column] = Reading(cell, state, read, before, said, help)

    def wrong(self, cell: Pasted, said: str, help: str) -> None:
        """Say what is wrong with a cell."""
        self.put(cell, "wrong", said=said, help=help)

    def leave(self, cell: Pasted, said: str) -> None:
        """Say why a cell changes nothing."""
        self.put(cell, "left", said=said)

    def pass_over(self, row: Sequence[Pasted]) -> None:
        """Say that a row is not read, since it is not known what it is about."""
        for cell in row:
            if cell.text and (cell.row, cell.column) not in self.found:
                self.leave(cell, say("its row is not read"))

    def settle(self, cell: Pasted, now: str, before: str, *, unclear: str = "", help: str = "", to: str = "") -> bool:
        """Say what a cell makes of what stands there; tells whether that is anything else."""
        if now == before:
            self.put(cell, "same", now, before=before)
            return False
        state: State = "unclear" if unclear else "changed" if before else "new"
        self.put(cell, state, to or now, before=before, said=unclear, help=help)
        return True

    @property
    def rows(self) -> tuple[tuple[Reading, ...], ...]:
        """Give a reading of every cell."""
        return tuple(
            tuple(self._of(each) for each in self.grid.row(row))
            for row in range(1, len(self.grid.rows) + 1)
            if any(self.grid.rows[row - 1])
        )

    def _of(self, cell: Pasted) -> Reading:
        if not cell.text:
            return self.found.get((cell.row, cell.column), Reading(cell, "empty"))
        return self.found.get((cell.row, cell.column), Reading(cell, "left", said=say("nothing is read from here")))


Columns = Mapping[str, int]
"""Which column holds which field."""


def columns_of(board: Board, words: Mapping[str, str], *, rest: Callable[[Pasted], bool] = lambda _: False) -> Columns:
    """Tell from the heads which column holds which field, the first of each; `rest` takes those that name none."""
    fields = {word.strip(): name for name, line in words.items() for word in line.split("|")}
    found: dict[str, int] = {}
    for head in board.grid.heads:
        name = fields.get(plain(head.text))
        if name and name not in found:
            found[name] = head.column
            board.put(head, "head", name.replace("_", " "))
        elif name:
            board.leave(head, say("`{name}` stands in column {column} already", name=name, column=found[name]))
        elif head.text and not rest(head):
            board.leave(head, say("names no field that is read here"))
    return found


def cell_of(row: Sequence[Pasted], columns: Columns, name: str) -> Pasted | None:
    """Give the cell of a field in a row; None where it is empty, or there is no such column."""
    cell = row[columns[name] - 1] if name in columns else None
    return cell if cell and cell.text else None


def keyed(board: Board, columns: Columns, names: Names, keys: Sequence[str]) -> Iterator[tuple[str, Sequence[Pasted]]]:
    """Give each row with the noun that its first filled key names; a row whose name stands for none is wrong at it."""
    for row in board.grid.below:
        cell = next((named for key in keys if (named := cell_of(row, columns, key))), None)
        if cell is None:
            board.wrong(row[columns[keys[0]] - 1], say("the row names nothing"), say("write a name or an id here"))
            continue
        found = names.find(cell.text)
        if found.wrong:
            board.wrong(cell, found.wrong, found.help)
            board.pass_over(row)
            continue
        board.put(cell, "key", found.id)
        yield found.id, row


def see_columns(columns: Columns, *any_of: str, wanted: str) -> None:
    """Refuse a table that lacks what it is read by; raises Refused."""
    if not any(each in columns for each in any_of):
        why = say("no column is headed {heads}", heads=" / ".join(f"`{each.replace('_', ' ')}`" for each in any_of))
        raise Refused(why, wanted)


def passed_over(board: Board, cell: Pasted) -> bool:
    """Tell whether a cell says that there is nothing, and say so."""
    if is_missing(cell.text):
        board.leave(cell, say("taken as not known: nothing is written"))
    return is_missing(cell.text)
