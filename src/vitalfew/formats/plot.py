"""Charts on slides as PowerPoint's own, whose numbers can be edited; what is missing is a gap."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from vitalfew.base.said import say
from vitalfew.figures.chart import ticks
from vitalfew.formats.document import Chart
from vitalfew.formats.letters import INKS, said
from vitalfew.formats.shaping import lines_of_course, pattern
from vitalfew.formats.slide import ACROSS, LEFT, described
from vitalfew.model.course import Course

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pptx.chart.chart import Chart as PlottedChart
    from pptx.slide import Slide

NEAR, FAR = 0.42, 0.58
"""How much of the width two charts beside each other take."""
BELOW = 26.0
"""How much room the names of periods and of lines need, in millimetres."""
DRAWN = "http://schemas.openxmlformats.org/drawingml/2006/chart"
VALUE, GRID, RUNNING = "1F4E79", "D0D7E2", INKS["amber"]
DRAWN_IN: Mapping[str, str] = {say("value"): VALUE, say("target"): INKS["green"], say("so far"): RUNNING}


def plotted(slide: Slide, block: Chart, top: float, high: float) -> None:
    """Draw the courses of a KPI beside each other."""
    left = LEFT
    for course, share in zip(block.courses, (NEAR, FAR) if block.beside else (1.0,), strict=True):
        if any(step.value is not None for step in course.steps):
            _course(slide, block, course, (left, top, ACROSS * share, high))
        left += ACROSS * share


def _course(slide: Slide, block: Chart, course: Course, place: tuple[float, float, float, float]) -> None:
    from pptx.chart.data import CategoryChartData  # noqa: PLC0415  # an extra
    from pptx.dml.color import RGBColor  # noqa: PLC0415  # as above
    from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION  # noqa: PLC0415  # as above
    from pptx.enum.dml import MSO_LINE  # noqa: PLC0415  # as above
    from pptx.util import Mm, Pt  # noqa: PLC0415  # as above

    data = CategoryChartData(number_format=pattern(block, course))
    data.categories = [said(step.label) for step in course.steps]
    for name, numbers, _ in (drawn := _series(course)):
        data.add_series(said(name), numbers)
    frame = slide.shapes.add_chart(XL_CHART_TYPE.LINE_MARKERS, *map(Mm, place), data)
    chart = frame.chart
    chart.has_legend, chart.has_title, chart.font.size = True, False, Pt(11)
    chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    chart.value_axis.major_gridlines.format.line.color.rgb = RGBColor.from_string(GRID)
    chart.value_axis.format.line.fill.background()
    chart.value_axis.tick_labels.number_format = pattern(block, course)
    chart.value_axis.tick_labels.number_format_is_linked = False
    chart.category_axis.tick_labels.font.size = Pt(10)
    chart.value_axis.minimum_scale, chart.value_axis.maximum_scale = _ends(drawn)
    _spaced(chart, len(course.steps) if place[2] > FAR * ACROSS else 2 * len(course.steps), place[3])
    for series, (_, _, ink) in zip(chart.plots[0].series, drawn, strict=True):
        series.smooth, series.format.line.width = False, Pt(2)
        series.format.line.color.rgb = RGBColor.from_string(ink)
        series.marker.size = 5
        series.marker.format.fill.solid()
        series.marker.format.fill.fore_color.rgb = RGBColor.from_string(ink)
        series.marker.format.line.color.rgb = RGBColor.from_string(ink)
        if ink == RUNNING:  # a period that is not over yet: no line leads to it
            series.format.line.fill.background()
        elif ink != VALUE:
            series.format.line.dash_style = MSO_LINE.DASH
    described(frame, block.alt)


def _ends(drawn: Sequence[tuple[str, Sequence[float | None], str]]) -> tuple[float, float]:
    """Give where the scale ends: at round numbers around all that is drawn."""
    known = [value for _, values, _ in drawn for value in values if value is not None]
    marks = ticks(min(known), max(known))
    return marks[0], marks[-1]


def _spaced(chart: PlottedChart, steps: int, high: float) -> None:
    """Name as many periods as have room, and let charts beside each other end at the same height."""
    axis = chart.category_axis._element  # noqa: SLF001  # neither has another way in
    skip = axis.makeelement(f"{{{DRAWN}}}tickLblSkip", {"val": str(ceil(steps / 13))})
    axis.find(f"{{{DRAWN}}}noMultiLvlLbl").addprevious(skip)
    area = chart._chartSpace.chart.plotArea  # noqa: SLF001  # as above
    for old in area.findall(f"{{{DRAWN}}}layout"):
        area.remove(old)
    sizes = {
        "layoutTarget": "inner",
        "xMode": "edge",
        "yMode": "edge",
        "x": "0.08",
        "y": "0.04",
        "w": "0.9",
        "h": f"{0.96 - BELOW / high:.3f}",
    }
    layout = area.makeelement(f"{{{DRAWN}}}layout", {})
    manual = layout.makeelement(f"{{{DRAWN}}}manualLayout", {})
    for name, value in sizes.items():
        manual.append(manual.makeelement(f"{{{DRAWN}}}{name}", {"val": value}))
    layout.append(manual)
    area.insert(0, layout)


def _series(course: Course) -> list[tuple[str, Sequence[float | None], str]]:
    """Give the lines of a chart with their colours; a range, which no line can show, is left out."""
    found: list[tuple[str, Sequence[float | None], str]] = []
    for name, values in lines_of_course(course):
        numbers = [None if isinstance(value, tuple) else value for value in values]
        if name == say("value") or any(value is not None for value in numbers):
            found.append((name, numbers, DRAWN_IN.get(name, INKS[None])))
    return found
