"""The nearest known name to a misspelt one."""

from __future__ import annotations

from collections.abc import Iterable

from vitalfew.base.said import say


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Word the nearest match, or the empty string where nothing is near.

    >>> did_you_mean("onwer", ["owner", "reviewer"])
    'did you mean `owner`?'
    """
    from difflib import get_close_matches  # noqa: PLC0415  # few names are wrong

    near = get_close_matches(name, list(known), n=1, cutoff=0.6)
    return say("did you mean `{near}`?", near=near[0]) if near else ""
