"""Drawings that stand alone: SVG with its colours in it, for formats that have no page to take them from."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from vitalfew.base.errors import ExtraMissing
from vitalfew.figures.chart import chart, pair
from vitalfew.figures.timeline import timeline
from vitalfew.formats.document import Chart, Timeline
from vitalfew.formats.letters import allowed
from vitalfew.language.tongue import told
from vitalfew.model.publishing import COLOUR
from vitalfew.model.wording import stated

FINE = 1.5
"""How much finer than a screen points are: some 250 to the inch on paper; finer ones take more time than they show."""


@cache
def style(colour: str = COLOUR) -> str:
    """Give how drawings look on paper, in a colour."""
    return (Path(__file__).parent / "templates" / "drawing.css").read_text(encoding="utf-8").replace(COLOUR, colour)


def charted(block: Chart) -> str:
    """Draw the course of a KPI; empty where no value is known."""

    def write(number: float) -> str:
        return str(told(stated(number, block.unit, block.decimals)))

    label = str(told(block.alt))
    return pair(*block.courses, label=label, write=write) if block.beside else chart(block.course, label=label, write=write)


def timed(block: Timeline) -> str:
    """Draw stretches of time; empty where none has a day."""
    return timeline(block.stretches, today=block.today, label=str(told(block.alt)))


def alone(svg: str, colour: str = COLOUR) -> str:
    """Give a drawing that stands in a file of its own."""
    opened = re.sub(r"^<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', allowed(svg))
    return opened.replace(">", f"><style>{style(colour)}</style>", 1)


def png(svg: str, colour: str = COLOUR) -> bytes:
    """Give a drawing as points, fine enough for print; raises ExtraMissing where resvg is not installed."""
    try:
        import resvg_py  # noqa: PLC0415  # an extra
    except ImportError as error:
        raise ExtraMissing("drawing pictures", "documents") from error
    fonts = str(Path(__file__).parent / "fonts")
    return bytes(resvg_py.svg_to_bytes(svg_string=alone(svg, colour), zoom=FINE, background="#ffffff", font_dirs=[fonts]))
