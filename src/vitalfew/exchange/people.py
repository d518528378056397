"""Who and what the rows name beside their numbers: people, organisation units, objectives and perspectives, each once."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta

from vitalfew.exchange.header import perspective_of
from vitalfew.exchange.log import Log
from vitalfew.exchange.moment import Hint, Moment, read_moment
from vitalfew.exchange.number import is_missing
from vitalfew.exchange.slug import slug, unique
from vitalfew.exchange.workbook import Cell

Noun = dict[str, object]
_EMAIL = re.compile(r"[^@\s<>(),;]+@[^@\s<>(),;]+")
_BETWEEN_PEOPLE = re.compile(r"\s*(?:[/;&\n+]|\bund\b|\band\b)\s*")


OF_OBJECTIVE = {"id", "objective", "perspective", "owner", "email", "horizon", "target_date", "definition", "org_unit"}


@dataclass
class Named:
    """Nouns of one kind by the name that people write."""

    kind: str
    nouns: dict[str, Noun] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)

    def of(self, words: str, wished: str = "", /, **fields: object) -> Noun:
        """Give the noun that words stand for, made where it is new; `wished` is the id that people gave it."""
        key = " ".join(words.casefold().split())
        if key not in self.nouns:
            self.nouns[key] = {"id": unique(slug(wished or words, self.kind), self.taken), **fields}
        return self.nouns[key]


@dataclass
class Around:
    """All that stands around the KPIs."""

    log: Log
    today: date
    people: Named = field(default_factory=lambda: Named("person"))
    units: Named = field(default_factory=lambda: Named("unit"))
    objectives: Named = field(default_factory=lambda: Named("objective"))
    perspectives: Named = field(default_factory=lambda: Named("perspective"))

    def person(self, cell: Cell | None, email: Cell | None = None) -> object:
        """Give the id of who is named, or the ids of several; None where nobody is."""
        if cell is None or self._is_nothing(cell):
            return None
        names = [part for part in _BETWEEN_PEOPLE.split(str(cell.value).strip()) if part]
        if len(names) > 1:
            self.log.guess(cell, f"`{cell.text}` names {len(names)} people; name the one who answers for it")
        ids = [self._one(name, cell, email if len(names) == 1 else None) for name in names]
        return ids[0] if len(ids) == 1 else ids

    def _is_nothing(self, cell: Cell) -> bool:
        if cell.text and is_missing(cell.text):
            self.log.guess(cell, f"`{cell.text}` is taken as not known yet")
        return is_missing(cell.text or "-")

    def _one(self, name: str, cell: Cell, email: Cell | None) -> object:
        address = _EMAIL.search(name)
        bare = _EMAIL.sub("", name).strip(" <>()") or name.partition("@")[0].replace(".", " ").title()
        person = self.people.of(bare, name=" ".join(bare.split()))
        written = address[0] if address else ""
        if email and email.text and not is_missing(email.text):
            if found := _EMAIL.fullmatch(email.text):
                written = found[0]
            else:
                self.log.skip(email, f"`{email.text}` is no e-mail address")
        if written and person.setdefault("email", written) != written:
            self.log.skip(email or cell, f"`{written}` is left out, `{bare}` already has {person['email']}")
        return person["id"]

    def unit(self, cell: Cell | None) -> object:
        """Give the id of an organisation unit."""
        return None if cell is None or self._is_nothing(cell) else self.units.of(cell.text, name=cell.text)["id"]

    def perspective(self, cell: Cell | None) -> str | None:
        """Give the id of a perspective: one of the balanced scorecard's four, else one of the book's own."""
        if cell is None or self._is_nothing(cell):
            return None
        known = perspective_of(cell.text)
        if known:
            return known
        if cell.text.casefold() not in self.perspectives.nouns:
            self.log.guess(cell, f"`{cell.text}` is none of the four usual perspectives, taken as one of your own")
        return str(self.perspectives.of(cell.text, name=cell.text.rstrip(":"))["id"])

    def objective(self, cell: Cell | None, perspective: Cell | None = None) -> Noun | None:
        """Give the objective that a cell states or names by its id."""
        if cell is None or self._is_nothing(cell):
            return None
        by_id = next(
            (
                noun
                for noun in self.objectives.nouns.values()
                if noun["id"] == slug(cell.text, "objective") and cell.text.casefold() not in self.objectives.nouns
            ),
            None,
        )
        noun = by_id or self.objectives.of(cell.text, statement=cell.text)
        found = self.perspective(perspective)
        if found and perspective and noun.setdefault("perspective", found) != found:
            self.log.skip(
                perspective, f"`{perspective.text}` is left out, its objective already stands in `{noun['perspective']}`"
            )
        return noun

    def day(self, cell: Cell | None) -> date | None:
        """Read a day; of a period its last day, and that is said."""
        if cell is None or self._is_nothing(cell):
            return None
        moment = read_moment(cell.value, Hint(self.today.year))
        if moment is None:
            self.log.skip(cell, f"`{cell.text}` is not understood as a date")
            return None
        end = last_day(moment)
        if moment.grain or moment.assumed:
            self.log.guess(
                cell, f"read `{cell.text}` as {end}" + (f", its {moment.assumed} is assumed" if moment.assumed else "")
            )
        return end

    def declare(self, rows: list[dict[str, Cell]]) -> None:
        """Take in the rows of the objectives' sheets."""
        for row in rows:
            if "id" in row and "objective" in row:
                self.objectives.of(row["objective"].text, row["id"].text, statement=row["objective"].text)
            noun = self.objective(row.get("objective"), row.get("perspective"))
            if noun is None:
                cell = next(iter(row.values()))
                self.log.skip(cell, f"row {cell.row} states no objective and is not read")
                continue
            found = {
                "owner": self.person(row.get("owner"), row.get("email")),
                "horizon": self.day(row.get("horizon") or row.get("target_date")),
            }
            found |= {
                "description": row["definition"].text if "definition" in row else None,
                "org_unit": self.unit(row.get("org_unit")),
            }
            self._one_owner(found, row.get("owner"))
            noun |= {key: value for key, value in found.items() if value is not None}
            for key in sorted(set(row) - OF_OBJECTIVE):
                self.log.skip(row[key], f"`{row[key].text}` belongs to no field of an objective")

    def _one_owner(self, found: Noun, cell: Cell | None) -> None:
        owner = found["owner"]
        if isinstance(owner, list) and cell:
            self.log.guess(cell, f"an objective has one owner, the first is taken: `{owner[0]}`")
            found["owner"] = owner[0]


def last_day(moment: Moment) -> date:
    """Give the last day of a moment's period; a day is its own."""
    if moment.grain == "week":
        return moment.start + timedelta(days=6)
    months = {"month": 1, "quarter": 3, "year": 12}.get(moment.grain or "")
    if months is None:
        return moment.start
    count = moment.start.year * 12 + moment.start.month - 1 + months
    return date(count // 12, count % 12 + 1, 1) - timedelta(days=1)
