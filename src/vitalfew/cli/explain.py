"""Show the page of a finding: why it matters, what is accepted, how to mend it."""

from __future__ import annotations

import re
import sys

import click

from vitalfew.base.errors import UnknownName
from vitalfew.base.finding import Smell
from vitalfew.base.page import page
from vitalfew.cli.call import Call, command_with
from vitalfew.cli.findings import COLOURS
from vitalfew.cli.stream import write_json


@command_with("text", "json")
@click.argument("rule", metavar="CODE|SLUG", required=False)
@click.option("--list", "list_", is_flag=True, help="List all rules.")
def command(call: Call, *, rule: str | None, list_: bool) -> None:
    """Show the page of a rule, by its code or slug: `vitalfew explain OWN001`, `vitalfew explain missing-owner`."""
    from vitalfew.workspace import smells

    if rule is None and not list_:
        msg = "name a rule by code or slug, or ask for --list"
        raise click.UsageError(msg)
    if rule is None:
        _write_list(smells(), json=call.format == "json")
        return
    smell = find(rule, smells())
    if call.format == "json":
        write_json({"version": 1, "rule": _as_json(smell), "page": page(smell)})
    elif sys.stdout.isatty():
        _render(page(smell))
    else:
        click.echo(page(smell).rstrip())


def find(name: str, smells: tuple[Smell, ...]) -> Smell:
    """Give the kind of finding by code or slug; raises UnknownName with the nearest."""
    by_name = {key: smell for smell in smells for key in (smell.code.lower(), smell.slug)}
    found = by_name.get(name.strip().lower().replace("_", "-"))
    if found is None:
        raise UnknownName("rule", name, (key for smell in smells for key in (smell.code, smell.slug)))
    return found


def _as_json(smell: Smell) -> dict[str, object]:
    from vitalfew.load.fix import FIXES

    return {
        "code": smell.code,
        "rule": smell.slug,
        "severity": smell.severity,
        "family": re.sub(r"\d+$", "", smell.code),
        "requirements": list(smell.requirements),
        "fixable": smell.slug in FIXES,
    }


def _write_list(smells: tuple[Smell, ...], *, json: bool) -> None:
    if json:
        write_json({"version": 1, "rules": [_as_json(smell) for smell in smells]})
        return
    width = max(len(smell.slug) for smell in smells)
    for smell in smells:
        severity = click.style(f"{smell.severity:<7}", fg=COLOURS[smell.severity])
        click.echo(f"{smell.code}  {smell.slug:<{width}}  {severity}  {', '.join(smell.requirements)}".rstrip())


def _render(text: str) -> None:
    from rich.console import Console
    from rich.markdown import Markdown

    console = Console()
    console.print(Markdown(text), width=min(console.width, 100))
