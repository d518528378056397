"""People and owners from pasted cells: who is new, what is to be different of whom, and who answers for what from now on."""

from __future__ import annotations

import re
from collections.abc import Sequence

from vitalfew.base.ref import Ref
from vitalfew.base.said import say
from vitalfew.exchange.header import SYNONYMS
from vitalfew.exchange.moment import Hint, day_first_of, read_moment
from vitalfew.exchange.paste import Grid, Pasted
from vitalfew.exchange.slug import slug, unique
from vitalfew.load.amend import Amendment
from vitalfew.model.framework import Framework
from vitalfew.model.organization import Person
from vitalfew.rhythm.intake import (
    Added,
    Around,
    Board,
    Columns,
    Found,
    Intake,
    Names,
    cell_of,
    columns_of,
    keyed,
    kpi_names,
    passed_over,
    person_names,
    see_columns,
)

PEOPLE = {
    "id": "id | person id | kürzel",
    "name": "name | person | full name | employee | mitarbeiter | mitarbeiterin | vor und nachname",
    "email": "email | e mail | mail | e mail address | email address | e mail adresse",
    "role": "role | title | job title | position | function | rolle | funktion | titel",
    "org_unit": SYNONYMS["org_unit"] + " | unit | einheit",
    "manager": "manager | reports to | supervisor | boss | vorgesetzte | vorgesetzter | führungskraft | berichtet an",
    "deputy": "deputy | stand in | vertretung | stellvertretung | stellvertreter | stellvertreterin",
    "left": "left | left on | last day | austritt | ausgeschieden",
}
OWNERS = {
    "kpi": f"{SYNONYMS['name']} | {SYNONYMS['id']}",
    "objective": SYNONYMS["objective"],
    "owner": SYNONYMS["owner"],
    "reviewer": SYNONYMS["reviewer"],
    "updater": "updater | entered by | updated by | erfasst von | pflegt",
}
_ADDRESS = re.compile(r"[^@\s<>(),;]+@[^@\s<>(),;]+")
LONGEST_NAME = 200


def read_people(grid: Grid, around: Around) -> Intake:
    """Read a table of people; raises Refused where no column holds their names."""
    board = Board(grid)
    columns = columns_of(board, PEOPLE)
    see_columns(columns, "name", wanted=say("head the columns `Name`, `E-mail`, `Role`, `Unit`, `Manager`, `Deputy`"))
    return _People(board, columns, around).read()


class _People:
    """The rows of people, who may name each other."""

    def __init__(self, board: Board, columns: Columns, around: Around) -> None:
        self.board, self.columns, self.framework = board, columns, around.framework
        self.today = around.today
        self.day_first = day_first_of(cell.text for row in board.grid.below if (cell := cell_of(row, columns, "left")))
        self.rows: dict[str, Sequence[Pasted]] = {}
        self.names = person_names(self.framework)
        self.units = Names.of("org_unit", ((each.id, (each.name,)) for each in self.framework.org_units))

    def read(self) -> Intake:
        """Read who is who first, then what is said of each."""
        taken = {person.id for person in self.framework.people}
        for each in self.board.grid.below:
            self._know(each, taken)
        more = [(id_, (self._text(row, "name"), self._text(row, "email"))) for id_, row in self.rows.items()]
        self.names = person_names(self.framework, [each for each in more if each[0] not in self.framework.person])
        edits, added = list[Amendment](), list[Added]()
        for id_, row in self.rows.items():
            present = self.framework.person.get(id_)
            fields = self._fields(row, present, id_)
            ref = Ref(Person.kind_, id_)
            if present is None:
                added.append(Added(ref, fields))
            else:
                edits += [Amendment(ref, name, value) for name, value in fields.items()]
        return Intake(self.board.rows, edits=tuple(edits), added=tuple(added))

    def _text(self, row: Sequence[Pasted], name: str) -> str:
        cell = cell_of(row, self.columns, name)
        return cell.text if cell else ""

    def _know(self, row: Sequence[Pasted], taken: set[str]) -> None:
        """Tell who a row is about: by the id, else the address, else the name; somebody new where none of them is known."""
        cell = row[self.columns["name"] - 1]
        if not 0 < len(cell.text) <= LONGEST_NAME:
            self.board.wrong(cell, say("the row names nobody"), say("write a name here"))
            return
        found = self._known(row)
        if found.wrong:
            self.board.wrong(cell, found.wrong, found.help)
            return
        wished = self._text(row, "id")
        id_ = found.id or unique(slug(wished or cell.text, "person"), taken)
        if id_ in self.rows:
            first = self.rows[id_][self.columns["name"] - 1].place
            self.board.wrong(cell, say("{place} is about the same person", place=first), say("keep one of the two rows"))
            return
        self.rows[id_] = row
        if wished:
            self.board.put(row[self.columns["id"] - 1], "key", id_)

    def _known(self, row: Sequence[Pasted]) -> Found:
        wished, address, name = (self._text(row, each) for each in ("id", "email", "name"))
        if wished in self.framework.person:
            return Found(wished)
        by_address, by_name = self.names.find(address) if address else Found(), self.names.find(name)
        if by_address.id and by_name.id and by_address.id != by_name.id:
            why = say("the name is that of `{one}`, the address that of `{other}`", one=by_name.id, other=by_address.id)
            return Found(wrong=why, help=say("say in a column `Id` who is meant"))
        if not (by_address.id or by_name.id) and len(self.names.by_name.get(" ".join(name.casefold().split()), ())) > 1:
            return by_name
        found = by_address.id or by_name.id
        if wished and found:
            why = say("the id is nobody's, and name or address are those of `{other}`", other=found)
            return Found(wrong=why, help=say("write that id, or another name and address"))
        return Found(found)

    def _fields(self, row: Sequence[Pasted], present: Person | None, id_: str) -> dict[str, object]:
        fields: dict[str, object] = {}
        for name in self.columns:
            cell = cell_of(row, self.columns, name)
            if cell is None or name == "id" or passed_over(self.board, cell):
                continue
            stands = getattr(present, name) if present else None
            found = self._field(name, cell, id_)
            if found is None:
                continue
            shown, before = (str(each) if each is not None else "" for each in (found, stands))
            if self.board.settle(cell, shown, before):
                fields[name] = found
        return fields

    def _field(self, name: str, cell: Pasted, id_: str) -> object:
        """Read what a cell says of a person; None where it cannot be."""
        match name:
            case "email":
                if _ADDRESS.fullmatch(cell.text):
                    return cell.text
                self.board.wrong(cell, say("`{text}` is no address", text=cell.text), say("write it as name@company.org"))
                return None
            case "left":
                return self._day(cell)
            case "org_unit" | "manager" | "deputy":
                found = (self.units if name == "org_unit" else self.names).find(cell.text)
                if found.id == id_:
                    found = Found(wrong=say("nobody is their own {what}", what=name), help=say("name somebody else"))
                if found.wrong:
                    self.board.wrong(cell, found.wrong, found.help)
                return found.id or None
            case _:
                return cell.text

    def _day(self, cell: Pasted) -> object:
        found = read_moment(cell.text, Hint(self.today.year, self.day_first))
        if found is None or found.grain is not None or found.assumed:
            self.board.wrong(cell, say("`{text}` is no day", text=cell.text), say("write it as 2026-01-31"))
            return None
        return found.start


def read_owners(grid: Grid, around: Around) -> Intake:
    """Read who answers for which KPI or objective; raises Refused where no column names them, or nobody is named."""
    board = Board(grid)
    columns = columns_of(board, OWNERS)
    wanted = say("head the columns `KPI` and `Owner`, or `Objective` and `Owner`; `Reviewer` and `Updater` as you like")
    see_columns(columns, "kpi", "objective", wanted=wanted)
    see_columns(columns, "owner", "reviewer", "updater", wanted=wanted)
    framework = around.framework
    kind = "kpi" if "kpi" in columns else "objective"
    names = kpi_names(framework) if kind == "kpi" else _objective_names(framework)
    people = person_names(framework)
    edits: list[Amendment] = []
    known: dict[str, Pasted] = {}
    for id_, row in keyed(board, columns, names, [kind]):
        first = known.setdefault(id_, row[columns[kind] - 1])
        if first.row != row[0].row:
            board.wrong(
                row[columns[kind] - 1], say("{place} names it already", place=first.place), say("keep one of the two rows")
            )
            continue
        for name in ("owner", "reviewer", "updater") if kind == "kpi" else ("owner",):
            edits += _owner(board, cell_of(row, columns, name), Ref(kind, id_), name, framework, people)
    return Intake(board.rows, edits=tuple(edits))


def _owner(board: Board, cell: Pasted | None, ref: Ref, name: str, framework: Framework, people: Names) -> list[Amendment]:
    if cell is None or passed_over(board, cell):
        return []
    found = people.find(cell.text)
    person = framework.person.get(found.id)
    stands = getattr(framework.index[ref], name)
    if person and stands == person.id:
        board.put(cell, "same", person.id, before=person.id)
        return []
    wrong, help_ = found.wrong, found.help
    if person and person.group and name == "owner":
        wrong, help_ = say("`{id}` is a group, and one person answers", id=person.id), say("name one person")
    elif person and person.left:
        wrong, help_ = say("`{id}` left on {day:%-d %B %Y}", id=person.id, day=person.left), say("name somebody else")
    if wrong or person is None:
        board.wrong(cell, wrong, help_)
        return []
    before = ", ".join((stands,) if isinstance(stands, str) else stands or ())
    is_other = board.settle(cell, person.id, before)
    return [Amendment(ref, name, person.id)] if is_other else []


def _objective_names(framework: Framework) -> Names:
    return Names.of("objective", ((each.id, (each.title, each.statement)) for each in framework.objectives))
