"""Show what Vitalfew is asked to do, and what meets each demand by now.

`requirements.csv` is written by hand: each demand in our words, the commands, how it is covered, and what is not yet there.
Which rules meet a demand, the rules say themselves. `requirement_tests.csv` is generated: the tests that show a demand.
"""

from __future__ import annotations

import csv
from importlib.resources import files
from typing import NamedTuple

import click

from vitalfew.base.finding import Smell
from vitalfew.cli.call import Call, command_with
from vitalfew.cli.stream import write_json

PAGES = "tests/rules/test_rule_pages.py"  # every rule's page is a test
NOT_YET = "not yet"


class Row(NamedTuple):
    """A demand: the rules and commands that meet it, the tests that show it, and a note that begins with what is missing yet."""

    id: str
    rules: tuple[str, ...]
    tests: tuple[str, ...]
    command: str | None
    note: str


@command_with("text", "json")
def command(call: Call) -> None:
    """Show each requirement with the rules and commands that meet it, the tests that show it, and what is missing yet."""
    from vitalfew.workspace import smells

    found = rows(smells())
    if call.format == "json":
        write_json({"version": 1, "rows": [row._asdict() for row in found]})
        return
    for row in found:
        parts = [", ".join(f"vitalfew {each}" for each in (row.command or "").split()), ", ".join(row.rules), row.note]
        click.echo(f"{row.id:<7} {'; '.join(part for part in parts if part)}")


def table(name: str) -> list[dict[str, str]]:
    """Read one of the tables beside this module."""
    text = (files("vitalfew.cli") / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def rows(smells: tuple[Smell, ...]) -> list[Row]:
    """Give the demands in the order of the documents they were read off; rules are those that name the demand."""
    cited = {line["id"]: tuple(line["tests"].split()) for line in table("requirement_tests.csv")}
    return [_row(line, smells, cited.get(line["id"], ())) for line in table("requirements.csv")]


def _row(line: dict[str, str], smells: tuple[Smell, ...], cited: tuple[str, ...]) -> Row:
    named = [smell for smell in smells if line["id"] in smell.requirements]
    pages = (PAGES,) if any(smell.room == "rules" for smell in named) else ()
    missing = f"{NOT_YET}: {line['not_yet']}" if line["not_yet"] else ""
    note = "; ".join(part for part in (missing, line["how"]) if part)
    return Row(line["id"], tuple(smell.slug for smell in named), (*pages, *cited), line["command"] or None, note)
