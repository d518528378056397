"""The findings of two states of a framework beside each other.

A finding is the same where rule, noun and field are; the words may differ, and places of items in lists move.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from vitalfew.base.finding import Finding


def parted(was: Sequence[Finding], now: Sequence[Finding]) -> tuple[list[Finding], list[Finding], list[Finding]]:
    """Give the findings that are new, fixed and still there; of one that is several times there, as many as were."""
    before, after = Counter(map(_key, was)), Counter(map(_key, now))
    new: list[Finding] = []
    same: list[Finding] = []
    fixed: list[Finding] = []
    for each in now:
        known = before[_key(each)] > 0
        before[_key(each)] -= known
        (same if known else new).append(each)
    for each in was:
        known = after[_key(each)] > 0
        after[_key(each)] -= known
        if not known:
            fixed.append(each)
    return new, fixed, same


def _key(finding: Finding) -> tuple[str, str, str]:
    return finding.code, str(finding.ref), re.sub(r"(?<=\.)\d+(?=\.|$)", "*", finding.field or "")
