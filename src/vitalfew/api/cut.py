"""A long list in pages: the next one begins after the last item that was given, whatever came before it meanwhile.

A cursor names that item and where it stood: where the item is gone, what stands there now is next. It is good for one list.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any, NamedTuple

from vitalfew.api.problem import Problem

USUAL, MOST = 50, 200
"""How many items a page has, and may have."""
LONGEST = 500


class Page(NamedTuple):
    """Some items, and the cursor of what follows; None at the end."""

    items: list[Any]
    next: str | None


def cut(items: Sequence[Mapping[str, Any]], *, of: str, key: str, limit: str | None, cursor: str | None) -> Page:
    """Give one page of a list, which `of` names; raises Problem where limit or cursor cannot be used."""
    size, start = _size(limit), _start(items, of, key, cursor) if cursor is not None else 0
    shown = list(items[start : start + size])
    end = start + len(shown)
    return Page(shown, _written(of, name_of(shown[-1], key), end) if shown and end < len(items) else None)


def _size(limit: str | None) -> int:
    if limit is None:
        return USUAL
    if not (limit.isascii() and limit.isdecimal() and len(limit) <= 4 and 1 <= int(limit) <= MOST):
        raise Problem(422, f"`limit` cannot be `{limit[:40]}`", f"give a number from 1 to {MOST}")
    return int(limit)


def _start(items: Sequence[Mapping[str, Any]], of: str, key: str, cursor: str) -> int:
    list_, last, place = _read(cursor)
    if list_ != of:
        raise Problem(422, "the cursor is of another list", "take `next` of the page before, with the same path and filters")
    found = [at + 1 for at, item in enumerate(items) if name_of(item, key) == last]
    return min(found, key=lambda at: abs(at - place), default=min(place, len(items)))


def name_of(item: Mapping[str, Any], key: str) -> object:
    """Give what an item is known by: one of its fields, or where it has none that does, all that it says."""
    return item[key] if key else sha256(json.dumps(item, sort_keys=True).encode()).hexdigest()[:24]


def _written(of: str, last: object, place: int) -> str:
    return urlsafe_b64encode(json.dumps([of, last, place], separators=(",", ":")).encode()).decode().rstrip("=")


def _read(cursor: str) -> tuple[str, object, int]:
    unread = Problem(422, "the cursor is none of ours", "take `next` of the page before")
    if len(cursor) > LONGEST or not cursor.isascii():
        raise unread
    try:
        of, last, place = json.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, TypeError, RecursionError):
        raise unread from None
    if not (isinstance(of, str) and isinstance(last, str | int) and type(place) is int and place >= 0):
        raise unread
    return of, last, place
