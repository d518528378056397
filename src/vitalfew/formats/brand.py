"""The logo and the font of documents, as each kind of file can carry them.

Office files name a font and hold none; the one that is shipped they would lack, so that they keep their own.
"""

from __future__ import annotations

import struct
from base64 import b64encode
from functools import lru_cache

from vitalfew.base.errors import ExtraMissing
from vitalfew.formats.format import Look

PNG = b"\x89PNG\r\n\x1a\n"
OFFICE = "Calibri"
HIGH = 240
"""How many points high a drawing becomes where it cannot stay one."""


def ending(logo: bytes) -> str:
    """Tell PNG from SVG."""
    return ".png" if logo.startswith(PNG) else ".svg"


def link(logo: bytes) -> str:
    """Give a logo as a link that holds it, for HTML."""
    kind = {".png": "image/png", ".svg": "image/svg+xml"}[ending(logo)]
    return f"data:{kind};base64,{b64encode(logo).decode()}"


@lru_cache(maxsize=8)
def points(logo: bytes) -> bytes:
    """Give a logo as PNG; raises ExtraMissing where resvg is not installed."""
    if logo.startswith(PNG):
        return logo
    try:
        import resvg_py  # noqa: PLC0415  # an extra
    except ImportError as error:
        raise ExtraMissing("drawing pictures", "documents") from error
    return bytes(resvg_py.svg_to_bytes(svg_string=logo.decode(), height=HIGH))


def size(png: bytes) -> tuple[int, int]:
    """Give width and height of a PNG, in points."""
    width, height = struct.unpack_from(">II", png, 16)
    return width, height


def office_font(look: Look) -> str:
    """Give the name of the font that office files are written in."""
    return OFFICE if look.font_file is None else look.font


def face(look: Look) -> str:
    """Give the style that brings the font of a document into HTML; empty where it has the usual one."""
    if look.font_file is None:
        return ""
    held = b64encode(look.font_file).decode()
    source = f"url(data:font/sfnt;base64,{held})"
    return f'@font-face {{ font-family: "{look.font}"; src: {source}; }} :root {{ --font: "{look.font}", Inter, sans-serif; }}\n'
