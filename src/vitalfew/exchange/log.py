"""What was assumed while reading a spreadsheet, and what was left out: in words, each with its cell."""

from __future__ import annotations

from dataclasses import dataclass, field

from vitalfew.exchange.workbook import Cell, column_letters

MOST_LETTERS = 400


@dataclass
class Log:
    """Guesses and what was skipped, in the order of reading, each said once."""

    guesses: dict[str, None] = field(default_factory=dict)
    skipped: dict[str, None] = field(default_factory=dict)

    def guess(self, cell: Cell, words: str) -> None:
        """Say what was taken for true at a cell."""
        self.guesses[_line(cell.place, words)] = None

    def guess_run(self, cells: list[Cell], words: str) -> None:
        """Say once what holds for several cells; cells side by side become one range."""
        if cells:
            self.guesses[_line(ranges(cells), words)] = None

    def skip(self, cell: Cell, words: str) -> None:
        """Say what was not read at a cell."""
        self.skipped[_line(cell.place, words)] = None

    def skip_run(self, cells: list[Cell], words: str) -> None:
        """Say once what was not read at several cells."""
        if cells:
            self.skipped[_line(ranges(cells), words)] = None

    def skip_sheet(self, sheet: str, words: str) -> None:
        """Say that a whole sheet was not read."""
        self.skipped[_line(sheet, words)] = None


def _line(place: str, words: str) -> str:
    line = f"{place}: {words}"
    return line if len(line) <= MOST_LETTERS else f"{line[: MOST_LETTERS - 1]}…"


def ranges(cells: list[Cell]) -> str:
    """Name cells: runs in a row or a column as `Actuals!B3:M3`, the rest one by one."""
    places: list[str] = []
    for run in _runs(sorted(cells)):
        first, last = run[0], run[-1]
        places.append(first.place if first == last else f"{first.place}:{column_letters(last.column)}{last.row}")
    return ", ".join(places)


def _runs(cells: list[Cell]) -> list[list[Cell]]:
    runs: list[list[Cell]] = []
    for cell in cells:
        if runs and _follows(runs[-1], cell):
            runs[-1].append(cell)
        else:
            runs.append([cell])
    return runs


def _follows(run: list[Cell], cell: Cell) -> bool:
    last = run[-1]
    if last.sheet != cell.sheet:
        return False
    step = (cell.row - last.row, cell.column - last.column)
    if len(run) == 1:
        return step in {(0, 1), (1, 0)}
    return step == (last.row - run[-2].row, last.column - run[-2].column)
