"""What the pages of insight share: what is known by what the visitor may see, each found once for all who see the same."""

from __future__ import annotations

from vitalfew.api.known import conflicting, leading, links, moved, sight, taking, told

__all__ = ["conflicting", "leading", "links", "moved", "sight", "taking", "told"]
