"""A document as plain dictionaries, told in the language that is spoken: what a template outside Python reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date

from vitalfew.base.ref import Ref
from vitalfew.base.said import say
from vitalfew.formats.document import Chart, Diagram, Matrix, Timeline, turned
from vitalfew.formats.drawing import drawing
from vitalfew.formats.picture import charted, timed
from vitalfew.language.tongue import told

Plain = dict[str, object]


def tree(part: object, pictures: dict[str, str]) -> object:
    """Give a block with all that is in it; drawings are put into `pictures` by the name that stands in their place."""
    if isinstance(part, Chart | Diagram | Timeline):
        return _drawn(part, pictures)
    if isinstance(part, Matrix):
        part = turned(part)
    if is_dataclass(part) and not isinstance(part, type):
        named = {field.name: tree(getattr(part, field.name), pictures) for field in fields(part)}
        return {"kind": type(part).__name__, **named}
    if isinstance(part, str):
        return " ".join(str(told(part)).split())
    if isinstance(part, Ref | date):
        return str(part) if isinstance(part, Ref) else str(told(say("{day:%-d %B %Y}", day=part)))
    if isinstance(part, Mapping):
        return [[tree(key, pictures), tree(value, pictures)] for key, value in part.items()]
    if isinstance(part, tuple | list):
        named_fields = getattr(part, "_fields", None)
        if named_fields:
            return {name: tree(value, pictures) for name, value in zip(named_fields, part, strict=True)}
        return [tree(each, pictures) for each in part]
    return part


def _drawn(part: Chart | Diagram | Timeline, pictures: dict[str, str]) -> Plain:
    svg = drawing(part) if isinstance(part, Diagram) else charted(part) if isinstance(part, Chart) else timed(part)
    said: Plain = {"kind": "Picture", "caption": tree(part.caption, {}), "alt": tree(part.alt, {}), "file": ""}
    said["words"] = "" if isinstance(part, Diagram) else said["alt"]  # the boxes of a diagram hold its words
    if not svg:
        return {**said, "empty": tree(getattr(part, "empty", part.alt), {})}
    name = f"picture-{len(pictures) + 1}.svg"
    pictures[name] = svg
    return {**said, "file": name}
