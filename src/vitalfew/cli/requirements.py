"""Show what Vitalfew is asked to do, and what meets each demand by now."""

from __future__ import annotations

import csv
from importlib.resources import files
from typing import NamedTuple

import click

from vitalfew.base.finding import Smell
from vitalfew.cli.call import Call, command_with
from vitalfew.cli.stream import write_json

PAGES = "tests/rules/test_rule_pages.py"  # every rule's page is a test


class Row(NamedTuple):
    """A demand: the rules and commands that meet it, the tests that show it, and what is missing yet."""

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


def rows(smells: tuple[Smell, ...]) -> list[Row]:
    """Give the demands in the order of the documents they were read off; rules are those that name the demand."""
    text = (files("vitalfew.cli") / "requirements.csv").read_text(encoding="utf-8")
    return [_row(each, smells) for each in csv.DictReader(text.splitlines())]


def _row(line: dict[str, str], smells: tuple[Smell, ...]) -> Row:
    rules = tuple(smell.slug for smell in smells if line["id"] in smell.requirements)
    pages = (PAGES,) if any(line["id"] in smell.requirements for smell in smells if smell.room == "rules") else ()
    return Row(line["id"], rules, (*pages, *line["tests"].split()), line["command"] or None, line["note"])
