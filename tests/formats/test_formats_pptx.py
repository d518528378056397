"""What stands on the slides is what went in, read by another program, and it stands within them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO

from pptx import Presentation
from tests.formats.conftest import document_of

from vitalfew.formats.document import Arrow, Diagram, walk
from vitalfew.formats.drawing import drawing
from vitalfew.formats.format import Look
from vitalfew.formats.pptx import TEXTS, WRITERS, render


def texts(content: bytes) -> Iterator[str]:
    """Give the texts of shapes, of tables and of notes."""
    for slide in Presentation(BytesIO(content)).slides:
        for shape in slide.shapes:
            if shape.has_text_frame:
                yield from (paragraph.text for paragraph in shape.text_frame.paragraphs)
            if shape.has_table:
                yield from (cell.text for row in shape.table.rows for cell in row.cells)
        yield slide.notes_slide.notes_text_frame.text


def test_hostile_texts_come_out_as_they_went_in(hostile: str) -> None:
    assert " ".join(hostile.split()) in list(texts(render(document_of(hostile), Look())))


def test_charts_and_diagrams_can_be_edited() -> None:
    slides = Presentation(BytesIO(render(document_of("Growth"), Look()))).slides
    shapes = [shape for slide in slides for shape in slide.shapes]
    (chart,) = (shape.chart for shape in shapes if shape.has_chart)
    assert [(series.name, list(series.values)) for series in chart.plots[0].series] == [
        ("value", [None, 23.5]),
        ("target", [None, 20.0]),
    ]
    (line,) = (shape for shape in shapes if shape.shape_type is not None and "LINE" in str(shape.shape_type))
    assert line.element.xpath(".//a:stCxn")
    assert line.element.xpath(".//a:endCxn")


def test_arrows_that_turn_take_the_way_they_take_on_paper() -> None:
    document = document_of("Growth")
    (old,) = (block for block, _ in walk(document.sections) if isinstance(block, Diagram))
    way = ((0.35, 0.1), (0.45, 0.1), (0.45, 0.12), (0.6, 0.12))
    bent = replace(old, arrows=(Arrow("a", "b", way, "", "soft"),))
    section = replace(document.sections[0], blocks=(bent,))
    slides = Presentation(BytesIO(render(replace(document, sections=(section,)), Look()))).slides
    (line,) = (shape for slide in slides for shape in slide.shapes if shape.element.xpath(".//a:custGeom"))
    assert len(line.element.xpath(".//a:lnTo")) == len(way) - 1
    assert line.element.xpath(".//a:tailEnd[@type='triangle']")
    assert line.element.xpath(".//a:prstDash[@val='dash']")


def test_an_arrow_says_in_lines_colour_and_sign_what_it_carries() -> None:
    document = document_of("Growth")
    (old,) = (block for block, _ in walk(document.sections) if isinstance(block, Diagram))
    way = ((0.35, 0.1), (0.45, 0.1), (0.45, 0.12), (0.6, 0.12))
    kinds = ("identity s1 with", "estimated s3 against", "expert s2 with", "none s0 open")
    carrying = replace(old, arrows=tuple(Arrow("a", "b", way, "", kind) for kind in kinds))
    section = replace(document.sections[0], blocks=(carrying,))
    slides = Presentation(BytesIO(render(replace(document, sections=(section,)), Look()))).slides
    lines = [shape.line for slide in slides for shape in slide.shapes if shape.element.xpath(".//a:custGeom")]
    assert [line._ln.get("cmpd") for line in lines] == ["dbl", None, None, None]  # noqa: SLF001  # as above
    assert [round(line.width.pt, 2) for line in lines] == [3, 3.25, 2, 1]
    assert [line.dash_style is None for line in lines] == [True, True, False, False]
    assert lines[1].color.rgb != lines[0].color.rgb
    svg = drawing(carrying)
    assert svg.count('class="minus"') == svg.count('class="arrow core"') == 1
    assert all(f'class="arrow {kind}"' in svg for kind in kinds)


def test_nothing_stands_beyond_a_slide() -> None:
    file = Presentation(BytesIO(render(document_of("Growth"), Look())))
    for slide in file.slides:
        for shape in slide.shapes:
            assert 0 <= shape.left <= shape.left + shape.width <= file.slide_width
            assert 0 <= shape.top <= shape.top + shape.height <= file.slide_height


def test_every_block_has_a_writer() -> None:
    kinds = {type(block).__name__ for block, _ in walk(document_of("x").sections)}
    assert kinds == {kind.__name__ for kind in (*WRITERS, *TEXTS)} | {"Section"}


def test_the_same_document_gives_the_same_bytes() -> None:
    assert render(document_of("Growth"), Look()) == render(document_of("Growth"), Look())
