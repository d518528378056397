"""Did-you-mean with a bound: a file full of mistakes must not take minutes to explain."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

MOST_COMPARISONS = 20_000


@dataclass
class Hints:
    """Nearest names, each looked up once, until `left` comparisons are spent."""

    left: int = MOST_COMPARISONS
    seen: dict[tuple[str, int], str | None] = field(default_factory=dict)

    def nearest(self, name: str, known: Collection[str]) -> str | None:
        """Give the known name that is meant, or None where nothing is near."""
        key = (name, id(known))
        if key not in self.seen:
            if self.left < len(known):
                return None
            from difflib import get_close_matches  # noqa: PLC0415  # few names are wrong

            self.left -= len(known)
            self.seen[key] = next(iter(get_close_matches(name[:80], known, n=1)), None)
        return self.seen[key]
