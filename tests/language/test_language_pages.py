"""No fixed text of a template stands there unsaid: between tags, in what is read of an attribute, in what an expression gives."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

import vitalfew.web

TEMPLATES = sorted((Path(vitalfew.web.__file__).parent / "templates").glob("*.html"))
TOKEN = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
MASK = re.compile(r"\x00(\d+)\x01")
TAG = re.compile(r"<!?[^>]*>")
READ = re.compile(r'\s(?:title|aria-label|placeholder|alt|data-th|data-said|data-told)="([^"]*)"')
LETTERS = re.compile(r"[A-Za-z]{2,}")
UNSAID = re.compile(r"<(kbd|code)>[^<]*</\1>")
"""Names of keys, and words of the file format."""
ALONE = re.compile(r'[\w-]+="[^"]*"')
"""An attribute of a macro that gives attributes."""
EXCEPTIONS = {"broken.html": {"Vitalfew"}}
"""What the application is called."""


def unsaid(source: str) -> Iterator[str]:
    """Give the texts of a template that nobody says."""
    tokens: list[str] = []

    def mask(found: re.Match[str]) -> str:
        tokens.append(found[0])
        return f"\x00{len(tokens) - 1}\x01"

    masked = UNSAID.sub("", TOKEN.sub(mask, source))
    read = [found for tag in TAG.findall(masked) for found in READ.findall(tag)]
    for text in [*(ALONE.sub("", text) for text in TAG.split(masked)), *read]:
        yield from LETTERS.findall(MASK.sub(" ", text))
        for number in MASK.findall(text):
            yield from literals(tokens[int(number)])


def literals(token: str) -> Iterator[str]:
    """Give the words that an expression shows as they stand there, perhaps only in one case."""
    if token.startswith("{{"):
        for output in Environment(autoescape=True).parse(token).find_all(nodes.Output):  # it is not rendered
            yield from (word for each in output.nodes for text in shown(each) for word in LETTERS.findall(text))


def shown(node: nodes.Node) -> Iterator[str]:
    """Give the fixed texts that an expression may come to."""
    if isinstance(node, nodes.Const) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, nodes.CondExpr):
        yield from shown(node.expr1)
        yield from shown(node.expr2) if node.expr2 else ()
    elif isinstance(node, nodes.BinExpr):
        yield from (text for side in (node.left, node.right) for text in shown(side))
    elif isinstance(node, nodes.Concat):
        yield from (text for each in node.nodes for text in shown(each))
    elif isinstance(node, nodes.Filter) and node.node:
        yield from shown(node.node)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_every_text_of_a_template_is_said(path: Path) -> None:
    assert set(unsaid(path.read_text(encoding="utf-8"))) - EXCEPTIONS.get(path.name, set()) == set()


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("<p>Nobody {{ _('waits') }}</p>", ["Nobody"]),
        ('<a title="Close">{{ name }}</a>', ["Close"]),
        ('<b class="{{ "red" if late else "none" }}">{{ "late" if late else _("in time") }}</b>', ["late"]),
        ("<p>{{ name or 'nobody' }}{{ 'as ' ~ name }}</p>", ["nobody", "as"]),
        ('{# A note. #}<kbd>Tab</kbd><p title="{{ _("Keys") }}">{% if name == "me" %}{{ _("You") }}{% endif %}</p>', []),
    ],
)
def test_what_is_not_said_is_found(source: str, found: list[str]) -> None:
    assert list(unsaid(source)) == found
