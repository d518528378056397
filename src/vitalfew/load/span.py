"""Where each noun and field stands, looked up when asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from vitalfew.base.finding import Finding, Span
from vitalfew.base.ref import FRAMEWORK, Ref
from vitalfew.load.shape import SECTIONS
from vitalfew.load.tree import Mapping, Mark, Sequence, span_at


@dataclass(frozen=True)
class Spans:
    """Places beside data: the mapping of each noun, and the top of each file (or document of it)."""

    nouns: dict[Ref, tuple[str, Mapping]] = field(default_factory=dict)
    tops: tuple[tuple[str, Mapping], ...] = ()

    def find(self, ref: Ref, field: str | None = None) -> Span | None:
        """Give the place of a noun's field: the deepest part of the dotted path that is written, else the noun's first key.

        Of `framework:main` and of a section a field's place is found from the top of the files; without one there is no place.
        """
        if ref in self.nouns:
            file, mapping = self.nouns[ref]
            _, mark = deepest(mapping, field)
            return span_at(file, mark or mapping.start)
        if ref.kind == "file":
            return Span(ref.id, 1, 1)
        if ref.kind in SECTIONS:
            return self._from_top(ref.kind if field is None else f"{ref.kind}.{field}")
        return self._from_top(field) if ref == FRAMEWORK else None

    def _from_top(self, field: str | None) -> Span | None:
        found = [(*deepest(mapping, field), file) for file, mapping in self.tops]
        depth, mark, file = max(found, key=lambda each: each[0], default=(0, None, ""))
        return span_at(file, mark) if mark and depth else None

    def place(self, finding: Finding) -> Finding:
        """Give the finding its place, where it has none yet."""
        if finding.place is not None:
            return finding
        return finding._replace(place=self.find(finding.ref, finding.field))

    def starting(self) -> Iterator[tuple[Span, Ref]]:
        """Give the place of each noun's first key."""
        for ref, (file, mapping) in self.nouns.items():
            yield span_at(file, mapping.start), ref


def deepest(node: object, field: str | None) -> tuple[int, Mark | None]:
    """Follow a dotted path as far as it is written: how many parts, and the mark of the last."""
    mark, depth = None, 0
    before = ""
    for piece in field.split(".") if field else ():
        part = f"{before}{piece}"
        if isinstance(node, Mapping):
            key = part if part in node else part.rstrip("_")
            if key not in node:  # a key such as `framework/sales.yaml` has a dot of its own
                before = f"{part}."
                continue
            before = ""
            mark, node = node.marks[key], node[key]
        elif isinstance(node, Sequence) and part.isdigit() and int(part) < len(node):
            mark, node = node.marks[int(part)], node[int(part)]
        else:
            break
        depth += 1
    return depth, mark
