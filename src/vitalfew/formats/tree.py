"""A document as plain dictionaries, told in the language that is spoken: what a template outside Python reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from typing import TYPE_CHECKING

from vitalfew.base.ref import Ref
from vitalfew.formats.document import Actions, Block, Chart, Diagram, Matrix, Timeline
from vitalfew.formats.drawing import drawing
from vitalfew.formats.letters import said
from vitalfew.formats.picture import charted, timed
from vitalfew.formats.shaping import grids, nothing, table_of
from vitalfew.model.wording import Mark

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Plain = dict[str, object]


def tree(part: object, pictures: dict[str, str]) -> object:
    """Give a block with all that is in it; drawings are put into `pictures` by the name that stands in their place."""
    if isinstance(part, Block):
        return _block(part, pictures)
    if isinstance(part, str | Ref | date):
        return said(part) if isinstance(part, str) else str(part)
    if is_dataclass(part) and not isinstance(part, type):
        return _fields(part, pictures)
    if isinstance(part, Mapping):
        return [[tree(key, pictures), tree(value, pictures)] for key, value in part.items()]
    if isinstance(part, Mark):
        return {"status": part.status, "word": said(part.word)}
    if isinstance(part, tuple):
        return [tree(each, pictures) for each in part]
    return part


def _block(block: Block, pictures: dict[str, str]) -> object:
    if lack := nothing(block):
        return {"kind": "Nothing", "caption": said(lack[0]), "text": said(lack[1])}
    if isinstance(block, Chart | Diagram | Timeline):
        return _drawn(block, pictures)
    if isinstance(block, Matrix):
        return {"kind": "Matrix", "caption": said(block.caption), "legend": said(block.legend), "pieces": tree(grids(block), {})}
    return _fields(table_of(block) if isinstance(block, Actions) else block, pictures)


def _fields(part: DataclassInstance, pictures: dict[str, str]) -> Plain:
    return {"kind": type(part).__name__, **{field.name: tree(getattr(part, field.name), pictures) for field in fields(part)}}


def _drawn(part: Chart | Diagram | Timeline, pictures: dict[str, str]) -> Plain:
    name = f"picture-{len(pictures) + 1}.svg"
    pictures[name] = drawing(part) if isinstance(part, Diagram) else charted(part) if isinstance(part, Chart) else timed(part)
    alt = said(part.alt)
    words = "" if isinstance(part, Diagram) else alt  # the boxes of a diagram hold its words
    return {
        "kind": "Picture",
        "caption": said(part.caption),
        "alt": alt,
        "words": words,
        "file": name,
        "is_course": isinstance(part, Chart),
    }
