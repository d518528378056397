"""Files that documents are dressed with: a logo (PNG or SVG), a font. Whatever could do harm or cannot be drawn is refused whole.

A drawing may only draw: nothing that runs, nothing from elsewhere, nothing that multiplies itself.
"""

from __future__ import annotations

import re
import struct
import zlib
from pathlib import Path
from stat import S_ISREG
from typing import NamedTuple
from xml.parsers import expat

from vitalfew.base.said import say
from vitalfew.model.publishing import FONTS, Publishing

MOST_LOGO, MOST_FONT = 1_000_000, 10_000_000
"""Bytes."""
WIDEST, MOST_POINTS = 16.0, 4_000_000
MOST_ELEMENTS, MOST_USES = 5_000, 20
SVG, XHTML = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xhtml"
PNG = b"\x89PNG\r\n\x1a\n"
DRAWING = frozenset(
    {"svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan", "defs", "use", "symbol"}
    | {"linearGradient", "radialGradient", "stop", "clipPath", "mask", "title", "desc", "metadata", "style", "switch"}
)
_AWAY = re.compile(r"@import|url\(\s*['\"]?(?!#)|expression\(|javascript:", re.IGNORECASE)
_LENGTH = re.compile(r"\s*([0-9]*\.?[0-9]+(?:e[0-9]+)?)(?:px|pt|mm|cm|in)?\s*\Z", re.IGNORECASE)
_SAMPLES = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}


class UnusableFile(ValueError):
    """A file that documents cannot be dressed with; `args[0]` says why."""


def logo(root: Path, path: str) -> bytes:
    """Read a logo; raises UnusableFile."""
    content = _content(root, path, MOST_LOGO)
    ratio = _png(content) if content.startswith(PNG) else _svg(content)
    if not 1 / WIDEST <= ratio <= WIDEST:
        raise UnusableFile(say("it is more than {n:g} times as long as it is wide", n=WIDEST))
    return content


class Font(NamedTuple):
    """A font: what it calls itself, and its bytes."""

    name: str
    content: bytes


def font(root: Path, path: str) -> Font:
    """Read a font; raises UnusableFile."""
    content = _content(root, path, MOST_FONT)
    try:
        name = _family(content)
    except (struct.error, UnicodeDecodeError, KeyError) as error:
        raise UnusableFile(say("it cannot be read as a font")) from error
    return Font(name, content)


def _content(root: Path, path: str, most: int) -> bytes:
    """Read a file that is inside the workspace, links followed."""
    try:
        found = (root / path).resolve()
        if not found.is_relative_to(root.resolve()):
            raise UnusableFile(say("it leads out of the workspace"))
        kept = found.stat()
        if not S_ISREG(kept.st_mode):
            raise UnusableFile(say("it is no file"))
        if kept.st_size > most:
            raise UnusableFile(say("it holds {size:,} bytes, more than {most:,}", size=kept.st_size, most=most))
        return found.read_bytes()
    except FileNotFoundError as error:
        raise UnusableFile(say("there is no such file")) from error
    except (OSError, RuntimeError) as error:  # a circle of links is a RuntimeError
        raise UnusableFile(say("it cannot be opened")) from error


def _png(content: bytes) -> float:
    """Give how many times as wide as high a picture of points is; it is unpacked to the last line."""
    parts = dict.fromkeys((b"IHDR", b"IDAT"), b"")
    place, last = len(PNG), b""
    try:
        while last != b"IEND":
            length, last = struct.unpack_from(">I4s", content, place)
            held = content[place + 8 : place + 8 + length]
            (check,) = struct.unpack_from(">I", content, place + 8 + length)
            if check != zlib.crc32(last + held):
                raise UnusableFile(say("it is damaged"))
            if last in parts:
                parts[last] += held
            place += 12 + length
        width, height, depth, kind, _, _, laced = struct.unpack(">IIBBBBB", parts[b"IHDR"])
        if not 0 < width * height <= MOST_POINTS:
            raise UnusableFile(say("it has {n:,} points, more than {most:,}", n=width * height, most=MOST_POINTS))
        size = (width * _SAMPLES[kind] * depth // 8 + 2) * (height + 8) * (1 + laced)
        unpacked = zlib.decompressobj()
        unpacked.decompress(parts[b"IDAT"], size)
        if not unpacked.eof:
            raise UnusableFile(say("it is damaged"))
    except (struct.error, zlib.error, KeyError) as error:
        raise UnusableFile(say("it is damaged")) from error
    return float(width / height)


def _svg(content: bytes) -> float:
    """Give how many times as wide as high a drawing is."""
    tally: dict[str, int] = {}
    root: dict[str, str] = {}

    def start(name: str, given: dict[str, str]) -> None:
        space, _, tag = name.rpartition(" ")
        tally[tag] = tally.get(tag, 0) + 1
        if not root:
            root.update(given, tag=name)
        if space == XHTML or (space == SVG and tag not in DRAWING):
            raise UnusableFile(say("it holds `{tag}`, which is more than a drawing", tag=tag))
        if sum(tally.values()) > MOST_ELEMENTS or tally.get("use", 0) > MOST_USES:
            raise UnusableFile(say("it is drawn of more than {n:,} parts", n=MOST_ELEMENTS))
        for key, value in given.items():
            _drawn(key.rpartition(" ")[2].lower(), value)

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = _declared
    parser.ProcessingInstructionHandler = _declared
    parser.buffer_text = True
    parser.CharacterDataHandler = _written
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise UnusableFile(say("it is neither PNG nor SVG")) from error
    if root.get("tag") != f"{SVG} svg":
        raise UnusableFile(say("it is neither PNG nor SVG"))
    return _ratio(root)


def _declared(*_: object) -> None:
    raise UnusableFile(say("it declares more than a drawing"))


def _written(text: str) -> None:
    if _AWAY.search(text):
        raise UnusableFile(say("it asks for something from elsewhere"))


def _drawn(name: str, value: str) -> None:
    if name.startswith("on"):
        raise UnusableFile(say("it holds `{tag}`, which is more than a drawing", tag=name))
    if (name == "href" and not value.startswith("#")) or _AWAY.search(value):
        raise UnusableFile(say("it asks for something from elsewhere"))


def _ratio(root: dict[str, str]) -> float:
    """Read the sides of a drawing: those of its view, else its own."""
    view = re.split(r"[\s,]+", root.get("viewBox", "").strip())
    sides = view[2:] if len(view) == 4 else [root.get("width", ""), root.get("height", "")]
    found = [float(match[1]) for side in sides if (match := _LENGTH.match(side))]
    if len(found) != 2 or not all(0 < side < 1e6 for side in found):
        raise UnusableFile(say("it does not say how wide and high it is: give it a `viewBox`"))
    return found[0] / found[1]


def _family(content: bytes) -> str:
    """Read what a font calls itself, from its table of names (OpenType 1.9, `name`)."""
    if content[:4] not in {b"\x00\x01\x00\x00", b"OTTO", b"true"}:
        raise UnusableFile(say("it is no font of the kind TTF or OTF"))
    (count,) = struct.unpack_from(">H", content, 4)
    tables = {tag: at for tag, _, at, _ in (struct.unpack_from(">4sIII", content, 12 + 16 * each) for each in range(count))}
    start = tables[b"name"]
    _, names, texts = struct.unpack_from(">HHH", content, start)
    found: dict[int, str] = {}
    for each in range(names):
        platform, _, _, kind, length, at = struct.unpack_from(">6H", content, start + 6 + 12 * each)
        if kind == 1:
            held = content[start + texts + at : start + texts + at + length]
            found[platform] = held.decode("utf-16-be" if platform in {0, 3} else "latin-1")
    name = (found.get(3) or found.get(0) or found.get(1) or "").strip()
    if not re.fullmatch(r"[\w .&+-]{1,60}", name):
        raise UnusableFile(say("it does not say what it is called"))
    return name


def brand(root: Path, publishing: Publishing) -> tuple[dict[str, Font], dict[str, str]]:
    """Read the files that `publishing` names, by field, and say which of them cannot be used, and why; a logo has no name."""
    found, faults = dict[str, Font](), dict[str, str]()
    for field, path in (("logo", publishing.logo), ("font", publishing.font)):
        if path is None or path in FONTS:
            continue
        try:
            found[field] = font(root, path) if field == "font" else Font("", logo(root, path))
        except UnusableFile as error:
            faults[field] = say("`{field}` of the publishing is `{path}`: {why}", field=field, path=path, why=error.args[0])
    return found, faults
