"""Answers are sent compressed to whoever takes them so.

The length of a compressed page can give away what stands in it, where somebody else may add words to it and measure what is
sent (BREACH). Forms carry no secret here: what changes something is told by where it comes from (`gate.see_own`). A few pages
show one all the same, such as the key of a second factor. So whatever another site had a browser ask for is sent as it is: the
browser says so itself. What is packed was asked for by our own pages, by the visitor, or by a program, which brings its token.
"""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import Receive, Scope, Send

from vitalfew.web.gate import ASSETS

LEVEL, LEAST = 5, 500
"""How hard to pack, of 9, and from how many bytes on."""
OURS = frozenset({None, "same-origin", "none"})
"""What a browser says of a request that no other site is behind; programs, and browsers from before 2023, say nothing."""


class Packed(GZipMiddleware):
    """Packs what may be packed; stands next to the pages, for it has to see an answer whole."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, packed or as it is."""
        is_page = scope["type"] == "http" and not scope["path"].startswith(ASSETS)
        if is_page and Headers(scope=scope).get("sec-fetch-site") not in OURS:
            await self.app(scope, receive, send)
            return
        await super().__call__(scope, receive, send)
