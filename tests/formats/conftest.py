"""A document with every block, whose texts are as people write them at their worst."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from vitalfew.base.ref import Ref
from vitalfew.base.said import figure, say
from vitalfew.figures.timeline import Stretch
from vitalfew.formats.document import (
    Actions,
    Arrow,
    Box,
    Bullets,
    Callout,
    Card,
    Cards,
    Cell,
    Chart,
    Column,
    Diagram,
    Document,
    Head,
    Lane,
    Made,
    Matrix,
    Node,
    PageBreak,
    Promise,
    Prose,
    Section,
    Table,
    Terms,
    Timeline,
    Tree,
    cite,
)
from vitalfew.model.course import Course, Step
from vitalfew.model.wording import Mark

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "=HYPERLINK(A1)",
    "# no heading | **no** [link](javascript:alert(1)) `odd",
    "1. no list",
    "&lt;b&gt; \\ _x_ ~~y~~ {{ 7 * 7 }} $x^2$ #let x = 1",
    "مرحبا بالعالم",
    "顧客満足度 📈",
    "a" * 300,
    "two\nlines\tand a tab",
)
"""Texts that must come out as they went in, and do nothing."""

CHURN = Ref("kpi", "churn")


def document_of(text: str) -> Document:
    """Give a document in which a text stands in every place that takes one of a user."""
    value = cite(figure("23.5 %", 23.5, "%", 1), "kpi:churn#value")
    cell = Cell(say("{name} at {value}", name=text, value=value), Mark("red", say("off track")), CHURN)
    step = Step("2026-05", date(2026, 5, 1), date(2026, 6, 1), 23.5, None, complete=True, status="red", target=20.0)
    other = Step("2026-04", date(2026, 4, 1), date(2026, 5, 1), None, "no-rows", complete=True)
    blocks = (
        Prose((text, say("A second paragraph about {name}.", name=text))),
        Bullets((text, "plain")),
        Terms(((say("Name"), Cell(text)), (text, cell))),
        Table(text, (Column(text, share=2), Column(say("Value"), "number")), ((Cell(text), cell),), say("none"), {0: text}),
        Table(say("Empty"), (Column(say("A")),), (), say("There is no row.")),
        Matrix(text, text, (Head(text), Head("bare", None, lacks=True)), (Head(text),), {(0, 0): (cell,)}, text, say("none")),
        Cards(text, (Card(text, CHURN, cell, ((say("Owner"), Cell(text)),), (1.0, None, 3.0)),), say("none")),
        Chart(text, text, CHURN, Course((other, step), None), "%", 1),
        Diagram(
            text,
            text,
            (Box("a", text, (cell,), 0.05, 0.05, 0.3, 0.1, "customer"), Box("b", "second", (), 0.6, 0.05, 0.3, 0.1)),
            (Arrow("a", "b", ((0.35, 0.1), (0.6, 0.1)), text),),
            (Lane(text, 0.0, 0.2, "customer"),),
            0.25,
        ),
        Tree(text, (Node(cell, text, (Node(Cell(text)),)),), say("none")),
        Timeline(text, text, (Stretch(text, date(2026, 1, 1), None, "none"),), date(2026, 6, 1), say("none")),
        Actions(
            text, (Promise(text, text, date(2026, 7, 1), say("open"), CHURN), Promise("other", text, None, text)), say("none")
        ),
        Callout("gap", text, text),
        PageBreak(),
        Section("inner", text, (Prose((text,)),), (CHURN,)),
    )
    made = Made(3, "abc123", datetime(2026, 6, 30, 8, 0, tzinfo=UTC), date(2026, 6, 30))
    summary = (Section("summary", say("In short"), (Prose((text,)),)),)
    sections = (Section("first", text, blocks, (CHURN,)),)
    return Document("every", text, text, text, made, summary, sections, (Callout("gap", text, text),))


@pytest.fixture(params=HOSTILE, ids=range(len(HOSTILE)))
def hostile(request: pytest.FixtureRequest) -> str:
    """Give one of the texts."""
    return str(request.param)
