"""A period that is not over yet is never drawn or told as a whole one."""

from __future__ import annotations

from datetime import date
from io import BytesIO

from pptx import Presentation
from python_calamine import CalamineWorkbook
from tests.formats.conftest import CHURN

from vitalfew.formats.document import Chart, Document, Made, Section
from vitalfew.formats.format import Look, formats
from vitalfew.model.course import Course, Step

WHOLE = Step("2026-05", date(2026, 5, 1), date(2026, 6, 1), 23.5, None, complete=True, target=20.0)
RUNNING = Step("2026-06", date(2026, 6, 1), date(2026, 7, 1), 4.0, None, complete=False)
CHART = Chart("Course", "Churn", CHURN, Course((WHOLE, RUNNING), None), "%", 1)
DOCUMENT = Document(
    "d", "Title", "Purpose", "Meridian", Made(1, "a", None, date(2026, 6, 9)), (), (Section("c", "Churn", (CHART,)),), ()
)


def rendered(kind: str) -> bytes:
    return formats()[kind].render(DOCUMENT, Look())


def test_on_slides_it_is_a_line_of_its_own() -> None:
    slides = Presentation(BytesIO(rendered("pptx"))).slides
    (chart,) = (shape.chart for slide in slides for shape in slide.shapes if shape.has_chart)
    lines = {line.name: line.values for line in chart.plots[0].series}
    assert lines == {"value": (23.5, None), "target": (20.0, None), "so far": (None, 4.0)}


def test_in_workbooks_and_texts_it_stands_in_a_column_of_its_own() -> None:
    book = CalamineWorkbook.from_filelike(BytesIO(rendered("xlsx")))
    rows = [row for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python()]
    assert ["2026-05", 23.5, 20.0] in [row[:3] for row in rows]
    assert ["2026-06", "", "", 4.0] in [row[:4] for row in rows]
    assert "| 2026-06 | – | – | 4.0 % |" in rendered("markdown").decode()
