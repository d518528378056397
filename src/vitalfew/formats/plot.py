"""Charts on slides as PowerPoint's own, whose numbers can be edited; what is missing is a gap."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vitalfew.base.said import say
from vitalfew.formats.document import Chart
from vitalfew.formats.letters import INKS, said
from vitalfew.formats.slide import ACROSS, LEFT, described
from vitalfew.model.course import Course

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pptx.slide import Slide

NEAR, FAR = 0.42, 0.58
"""How much of the width two charts beside each other take."""
VALUE, GRID = "1F4E79", "D0D7E2"


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

    data = CategoryChartData(number_format="#,##0.##")
    data.categories = [said(step.label) for step in course.steps]
    for name, numbers, _ in (drawn := _series(course)):
        data.add_series(said(name), numbers)
    frame = slide.shapes.add_chart(XL_CHART_TYPE.LINE_MARKERS, *map(Mm, place), data)
    chart = frame.chart
    chart.has_legend, chart.has_title, chart.font.size = True, False, Pt(11)
    chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    chart.value_axis.major_gridlines.format.line.color.rgb = RGBColor.from_string(GRID)
    chart.value_axis.format.line.fill.background()
    for series, (_, _, ink) in zip(chart.plots[0].series, drawn, strict=True):
        series.smooth, series.format.line.width = False, Pt(2)
        series.format.line.color.rgb = RGBColor.from_string(ink)
        series.marker.size = 5
        series.marker.format.fill.solid()
        series.marker.format.fill.fore_color.rgb = RGBColor.from_string(ink)
        series.marker.format.line.color.rgb = RGBColor.from_string(ink)
        if ink != VALUE:
            series.format.line.dash_style = MSO_LINE.DASH
    described(frame, block.alt)


def _series(course: Course) -> list[tuple[str, Sequence[float | None], str]]:
    """Give the lines of a chart with their colours."""
    found: list[tuple[str, Sequence[float | None], str]] = [(say("value"), [step.value for step in course.steps], VALUE)]
    targets = [step.target if isinstance(step.target, float) else None for step in course.steps]
    if any(each is not None for each in targets):
        found.append((say("target"), targets, INKS["green"]))
    if any(value is not None for value in course.before):
        found.append((say("a year before"), course.before, INKS[None]))
    return found
