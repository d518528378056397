"""What all slides of a file share: the font, the logo at their foot, and the count of their parts."""

from __future__ import annotations

from io import BytesIO
from itertools import count
from typing import TYPE_CHECKING

from vitalfew.formats.brand import OFFICE, office_font, points, size
from vitalfew.formats.format import Look

if TYPE_CHECKING:
    from pptx.opc.packuri import PackURI
    from pptx.presentation import Presentation

HIGH, WIDEST = 8.0, 26.0
"""How high the logo is, and how wide it may be, in millimetres."""


def themed(file: Presentation, look: Look, right: float, bottom: float) -> None:
    """Give a file without slides its font, and its logo in a corner of all slides of the sixth layout."""
    for part in file.part.package.iter_parts():
        if part.partname.startswith("/ppt/theme/"):
            part.blob = part.blob.replace(f'typeface="{OFFICE}"'.encode(), f'typeface="{office_font(look)}"'.encode())
    if look.logo:
        _signed(file, points(look.logo), right, bottom)
    _numbered(file)


def _signed(file: Presentation, logo: bytes, right: float, bottom: float) -> None:
    from pptx.util import Mm  # noqa: PLC0415  # an extra

    layout = file.slide_layouts[5]
    _, link = layout.part.get_or_add_image_part(BytesIO(logo))
    wide, high = size(logo)
    width = min(HIGH * wide / high, WIDEST)
    height = width * high / wide
    place = Mm(right - width), Mm(bottom - height), Mm(width), Mm(height)
    layout.shapes._spTree.add_pic(9_000, "Logo", "", link, *place)  # noqa: SLF001  # layouts have no other way to a picture


def _numbered(file: Presentation) -> None:
    """Number parts by counting them: python-pptx walks all parts for each, which 400 KPIs feel."""
    package, first = file.part.package, file.part.package.next_partname
    last: dict[str, int] = {}

    def next_partname(pattern: str) -> PackURI:
        if pattern not in last:
            name = first(pattern)
            last[pattern] = next(number for number in count(1) if pattern % number == name)
            return name
        last[pattern] += 1
        return type(file.part.partname)(pattern % last[pattern])

    package.next_partname = next_partname
